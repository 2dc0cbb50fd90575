"""Takes a dong visit on: prepared, held, reported; or postponed, or dropped."""

from dataclasses import dataclass

from models.errors import FieldError, ReasonNeeded, StepRefused
from models.outreach import DongVisit
from models.values import DongVisitId, DongVisitState, Permission
from services.core.actor import Actor
from services.core.form_faults import TextField, check_text
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work

LONGEST_REASON = 200
NEEDS_REASON = (DongVisitState.POSTPONED, DongVisitState.DROPPED)


@dataclass(frozen=True, slots=True)
class VisitStep:
    """What becomes of a visit; a reason where it is called off."""

    visit_id: DongVisitId
    to: DongVisitState
    reason: str = ""


class StepDongVisit:
    """Moves a visit from state to state."""

    permission = Permission.OUTREACH_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, step: VisitStep) -> None:
        """Take the step. Undoable.

        Raises:
            StepRefused: Its state does not allow it, or its day is still to come.
            ReasonNeeded: It is called off without a reason.
        """
        _check_reason(step)
        with self._units.begin(actor, self.permission) as work:
            visit = work.get(DongVisit, step.visit_id)
            before, reason = visit.state, visit.reason
            _refuse_early(work, visit, step.to)
            visit.step(step.to)
            visit.reason = step.reason.strip()
            work.leave_undo(_back(step, before, reason))


def _check_reason(step: VisitStep) -> None:
    if step.to in NEEDS_REASON and not step.reason.strip():
        raise ReasonNeeded(step=f"dong_visit.{step.to.value}")
    check_text(TextField("reason", step.reason, LONGEST_REASON))


def _refuse_early(work: Work, visit: DongVisit, to: DongVisitState) -> None:
    if to is DongVisitState.DATED and visit.day is None:
        raise FieldError(field="day", fault="missing")
    is_early = visit.day is None or visit.day > work.today
    if to is DongVisitState.HELD and is_early:
        raise StepRefused(state="future", step=to.value)


def _back(step: VisitStep, before: DongVisitState, reason: str) -> UndoStep:
    def reverse(work: Work) -> None:
        visit = work.get(DongVisit, step.visit_id)
        if visit.state is not step.to:
            raise StepRefused(state=visit.state.value, step="undo")
        visit.state, visit.reason = before, reason

    what = f"dong_visit.{step.to.value}"
    return UndoStep(what, Permission.OUTREACH_WRITE, reverse)
