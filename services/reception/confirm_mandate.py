"""Notes that a representative's mandate was seen, after the group was checked in."""

from models.errors import StepRefused
from models.reception import Representative
from models.values import Permission
from services.core.actor import Actor
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work


class ConfirmMandate:
    """Notes a mandate that was missing at check-in."""

    permission = Permission.VISIT_CHECK_IN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, representative_id: str) -> None:
        """Note that the mandate was seen. Undoable.

        Raises:
            StepRefused: It was seen already.
        """
        with self._units.begin(actor, self.permission) as work:
            one = work.get(Representative, representative_id)
            if one.mandate_seen:
                raise StepRefused(state="seen", step="confirm_mandate")
            one.mandate_seen = True

            def reverse(undoing: Work) -> None:
                undoing.get(Representative, representative_id).mandate_seen = False

            work.leave_undo(UndoStep("group.mandate_seen", self.permission, reverse))
