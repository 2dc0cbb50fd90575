"""Moves somebody up in the line, with the reason that it takes.  Source: 영 §8의2."""

from models.errors import ChangedMeanwhile, ReasonNeeded
from models.reception import Visit
from models.values import Permission, VisitId
from services.core.actor import Actor
from services.core.form_faults import TextField, check_text
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work
from services.reception.values import LONGEST_REASON


class SetPriority:
    """Gives somebody priority; no diagnosis is kept."""

    permission = Permission.VISIT_CHECK_IN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, visit_id: VisitId, reason: str) -> None:
        """Give priority for a reason. Undoable.

        Raises:
            ReasonNeeded: No reason was given.
            FieldError: The reason cannot be stored.
        """
        if not reason.strip():
            raise ReasonNeeded(step="priority")
        told = check_text(TextField("reason", reason, LONGEST_REASON))
        with self._units.begin(actor, self.permission) as work:
            visit = work.get(Visit, visit_id)
            before = (visit.priority, visit.priority_reason)
            visit.priority, visit.priority_reason = True, told

            def reverse(undoing: Work) -> None:
                found = undoing.get(Visit, visit_id)
                if (found.priority, found.priority_reason) != (True, told):
                    raise ChangedMeanwhile(kind="visit")
                found.priority, found.priority_reason = before

            facts = (("label", visit.label),)
            work.leave_undo(UndoStep("visit.priority", self.permission, reverse, facts))
