"""What the verbs that move one visit have in common."""

from typing import ClassVar

from models.reception import Visit
from models.values import Permission, VisitId
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.reception.spans import Step, move, offer_undo

LONGEST_PLACE = 60


class VisitVerb:
    """Moves one visit one step, undoable."""

    permission: ClassVar[Permission] = Permission.VISIT_CALL

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def _take(self, actor: Actor, visit_id: VisitId, what: str, step: Step) -> None:
        """Take the step in one transaction and offer its reverse."""
        with self._units.begin(actor, self.permission) as work:
            moved = move(work, work.get(Visit, visit_id), step)
            offer_undo(work, what, self.permission, (moved,))
