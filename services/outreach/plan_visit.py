"""Plans a visit to a dong, and changes the plan."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.errors import FieldError, ReasonNeeded, StepRefused
from models.outreach import Attendee, Dong, DongVisit, PendingIssue, ProgrammeItem
from models.values import AccessAction, DongVisitId, DongVisitState, Permission
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.undo import UndoStep
from services.core.unit_of_work import FormBase, UnitOfWork, Work
from services.outreach.programme import Finding, check_programme
from services.outreach.visit_plan import LINES, TEXTS, VisitPlan, check_plan

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
            FieldError: A field cannot be taken, or the dong is not valid that day.
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
            visit = work.add(DongVisit(id=known, dong_id=plan.dong_id, state=state))
            fill(visit, plan)
            work.session.flush()
            add_parts(work, visit.id, plan)
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
        """Keep the changed plan.

        Raises:
            FieldError: A field cannot be taken, or the dong is not valid that day.
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
            if plan.day and visit.state in (
                DongVisitState.PLANNED,
                DongVisitState.POSTPONED,
            ):
                visit.step(DongVisitState.DATED)
            fill(visit, plan)
            _replace_parts(work, visit_id, plan)
            work.log(Access(AccessAction.CHANGE, "dong_visit", visit_id))
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


def fill(visit: DongVisit, plan: VisitPlan) -> None:
    """Set the fields of the record from the form."""
    visit.dong_id, visit.day = plan.dong_id, plan.day
    visit.starts_at, visit.ends_at = plan.starts_at, plan.ends_at
    for name in (*LINES, *TEXTS):
        setattr(visit, name, getattr(plan, name).strip())


def add_parts(work: Work, visit_id: str, plan: VisitPlan) -> None:
    """Add the lines of the form as records."""
    for line in plan.programme:
        work.add(
            ProgrammeItem(
                dong_visit_id=visit_id,
                kind=line.kind,
                starts_at=line.starts_at,
                minutes=line.minutes,
                title=line.title.strip(),
                place=line.place.strip(),
            )
        )
    for attendee in plan.attendees:
        work.add(
            Attendee(
                dong_visit_id=visit_id,
                category=attendee.category,
                title=attendee.title.strip(),
                name=attendee.name.strip(),
                seat=attendee.seat.strip(),
            )
        )
    for position, issue in enumerate(plan.issues):
        values = {one.name: getattr(issue, one.name) for one in fields(issue)}
        work.add(PendingIssue(dong_visit_id=visit_id, position=position, **values))


def _replace_parts(work: Work, visit_id: str, plan: VisitPlan) -> None:
    kinds: tuple[type[ProgrammeItem | Attendee | PendingIssue], ...] = (
        ProgrammeItem,
        Attendee,
        PendingIssue,
    )
    for kind in kinds:
        work.session.execute(delete(kind).where(kind.dong_visit_id == visit_id))
        work.touched(str(kind.__tablename__))
    add_parts(work, visit_id, plan)


def _drop(visit_id: str, state: DongVisitState) -> UndoStep:
    """Return the reverse of planning: the visit stays, dropped."""

    def reverse(work: Work) -> None:
        visit = work.get(DongVisit, visit_id)
        if visit.state is not state:
            raise StepRefused(state=visit.state.value, step="undo")
        visit.step(DongVisitState.DROPPED)

    return UndoStep("dong_visit.planned", Permission.OUTREACH_WRITE, reverse)
