"""Makes the step again that somebody has just taken back on this desk."""

from models.errors import ChangedMeanwhile, NotFound, NothingToDo
from models.values import Permission
from services.core import way_forward
from services.core.actor import Actor
from services.core.undo import UndoStack
from services.core.undo_last import Undone
from services.core.unit_of_work import UnitOfWork


class RedoLast:
    """Makes the acting person's last step again that was taken back.

    It is offered only while nothing has changed since: the office then stands as it
    stood before the step back.
    """

    permission = Permission.SETTINGS_OWN  # each step asks for its own when it is made

    def __init__(self, units: UnitOfWork, undo: UndoStack) -> None:
        self._units = units
        self._undo = undo

    def offers(self, actor: Actor) -> bool:
        """Say whether there is a step to make again."""
        return self._undo.ahead(actor.staff_id) is not None

    def run(self, actor: Actor) -> Undone:
        """Make the step again, logged as it was; it can be taken back again.

        Raises:
            NothingToDo: There is no step to make again.
            NotAllowed: The actor has lost the permission meanwhile.
            ChangedMeanwhile: The record went on; nothing is offered any more.
        """
        redo = self._undo.ahead(actor.staff_id)
        if redo is None:
            raise NothingToDo(what="redo")
        step = redo.step
        try:
            with self._units.begin(actor, step.permission) as work:
                work.keeps_ahead = True
                way_forward.go(work, redo.way)
                for access in step.logged:
                    work.log(access)
        except (ChangedMeanwhile, NotFound):
            self._undo.forget_ahead()
            raise
        self._undo.went_forward(actor.staff_id, redo)
        return Undone(step.what, step.facts)
