"""Plans a visit to a dong, and changes the plan."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.errors import FieldError, ReasonNeeded, StepRefused
from models.outreach import Dong, DongVisit
from models.values import AccessAction, DongVisitId, DongVisitState, Permission
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.undo import UndoStep
from services.core.unit_of_work import FormBase, UnitOfWork, Work
from services.outreach.programme import Finding, check_programme
from services.outreach.visit_plan import VisitPlan, check_plan
from services.outreach.visit_record import fill, keep_parts, plan_of

# Whether a day lies in the weeks before an election; the calendar knows.
IsRestricted = Callable[[Session, date], bool]

CHANGEABLE = (
    DongVisitState.PLANNED,
    DongVisitState.DATED,
    DongVisitState.PREPARED,
    DongVisitState.POSTPONED,
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned visit, and what is still wrong with its timetable."""

    visit_id: DongVisitId
    findings: tuple[Finding, ...]


class PlanDongVisit:
    """Plans a visit with its timetable, matters and list of people."""

    permission = Permission.OUTREACH_WRITE

    def __init__(self, units: UnitOfWork, is_restricted: IsRestricted) -> None:
        self._units = units
        self._is_restricted = is_restricted

    def run(self, actor: Actor, plan: VisitPlan) -> Planned:
        """Keep the plan; repeating with the same id changes nothing. Undoable.

        Raises:
            FormRefused: Fields cannot be taken as they stand.
            FieldError: The dong is not valid that day.
            ReasonNeeded: Restricted weeks before an election, and no ground.
            NotFound: There is no such dong.
        """
        check_plan(plan)
        with self._units.begin(actor, self.permission) as work:
            known = plan.visit_id
            if known is not None and work.session.get(DongVisit, known) is not None:
                return Planned(known, findings_of(plan))
            check_day(work, plan, self._is_restricted)
            state = DongVisitState.DATED if plan.day else DongVisitState.PLANNED
            visit = DongVisit(id=known, state=state)
            fill(visit, plan)
            work.add(visit)
            keep_parts(work, visit.id, plan)
            work.leave_undo(_drop(visit.id, state))
            return Planned(DongVisitId(visit.id), findings_of(plan))


class ChangeDongVisit:
    """Changes the plan of a visit that is still to come."""

    permission = Permission.OUTREACH_WRITE

    def __init__(self, units: UnitOfWork, is_restricted: IsRestricted) -> None:
        self._units = units
        self._is_restricted = is_restricted

    def run(
        self, actor: Actor, visit_id: DongVisitId, plan: VisitPlan, base: FormBase
    ) -> Planned:
        """Keep the changed plan. Undoable.

        Raises:
            FormRefused: Fields cannot be taken as they stand.
            FieldError: The dong is not valid that day.
            ReasonNeeded: Restricted weeks before an election, and no ground.
            StepRefused: It was held or dropped.
            ChangedMeanwhile: It is not as the form showed it.
        """
        check_plan(plan)
        with self._units.begin(actor, self.permission, base) as work:
            visit = work.get(DongVisit, visit_id)
            if visit.state not in CHANGEABLE:
                raise StepRefused(state=visit.state.value, step="change")
            check_day(work, plan, self._is_restricted)
            state, before = visit.state, plan_of(work.session, visit)
            if plan.day and visit.state in (
                DongVisitState.PLANNED,
                DongVisitState.POSTPONED,
            ):
                visit.step(DongVisitState.DATED)
            fill(visit, plan)
            keep_parts(work, visit_id, plan)
            work.log(Access(AccessAction.CHANGE, "dong_visit", visit_id))
            work.leave_undo(_put_back(visit_id, state, before))
            return Planned(visit_id, findings_of(plan))


def findings_of(plan: VisitPlan) -> tuple[Finding, ...]:
    """Return what is wrong with the timetable; nothing before there are times."""
    if plan.starts_at is None or plan.ends_at is None:
        return ()
    return check_programme(plan.programme, plan.starts_at, plan.ends_at)


def check_day(work: Work, plan: VisitPlan, is_restricted: IsRestricted) -> None:
    """Refuse a day on which the dong is not valid; ask for the ground if restricted.

    Raises:
        FieldError: The dong is not valid that day.
        ReasonNeeded: Source: 공직선거법 §86 ②.
    """
    dong = work.get(Dong, plan.dong_id)
    day = plan.day or work.today
    if day < dong.valid_from or (dong.valid_to is not None and dong.valid_to < day):
        raise FieldError(field="dong_id", fault="not_valid_then")
    if plan.day is None or plan.election_ground.strip():
        return
    if is_restricted(work.session, plan.day):
        raise ReasonNeeded(step="election")


def _drop(visit_id: str, state: DongVisitState) -> UndoStep:
    """Return the reverse of planning: the visit stays, dropped."""

    def reverse(work: Work) -> None:
        visit = work.get(DongVisit, visit_id)
        if visit.state is not state:
            raise StepRefused(state=visit.state.value, step="undo")
        visit.step(DongVisitState.DROPPED)

    return UndoStep("dong_visit.planned", Permission.OUTREACH_WRITE, reverse)


def _put_back(
    visit_id: DongVisitId, state: DongVisitState, before: VisitPlan
) -> UndoStep:
    def reverse(work: Work) -> None:
        visit = work.get(DongVisit, visit_id)
        if visit.state not in CHANGEABLE:
            raise StepRefused(state=visit.state.value, step="undo")
        visit.state = state
        fill(visit, before)
        keep_parts(work, visit_id, before)

    return UndoStep("dong_visit.changed", Permission.OUTREACH_WRITE, reverse)
