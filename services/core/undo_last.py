"""Takes the last step back that somebody took on this desk."""

from dataclasses import dataclass

from models.errors import ChangedMeanwhile, NotFound, NothingToDo, StepRefused
from models.values import Permission
from services.core.actor import Actor
from services.core.undo import RedoStep, UndoStack
from services.core.unit_of_work import UnitOfWork
from services.core.way_forward import Watch

# The row went on without this person: trying the same step again cannot help.
_GONE_ON = (ChangedMeanwhile, NotFound, StepRefused)


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, as the code of a sentence and its facts."""

    what: str
    facts: tuple[tuple[str, str], ...]


class UndoLast:
    """Takes back the acting person's last step; earlier ones stay for later."""

    permission = Permission.SETTINGS_OWN  # each step asks for its own when it is undone

    def __init__(self, units: UnitOfWork, undo: UndoStack) -> None:
        self._units = units
        self._undo = undo

    def run(self, actor: Actor) -> Undone:
        """Undo the last step and return which it was.

        Raises:
            NothingToDo: There is no step to take back.
            NotAllowed: The actor has lost the permission meanwhile.
            ChangedMeanwhile: Somebody went on from there; the step is forgotten.
            StepRefused: The state does not allow it any more; it is forgotten.
        """
        step = self._undo.top(actor.staff_id)
        if step is None:
            raise NothingToDo(what="undo")
        try:
            with self._units.begin(actor, step.permission) as work:
                watch = Watch(work)
                step.reverse(work)
                way = watch.way() if step.can_be_redone else ()
                work.keeps_ahead = bool(way)
        except _GONE_ON:
            self._undo.pop(actor.staff_id, step)
            raise
        if way:
            self._undo.went_back(actor.staff_id, RedoStep(step, way))
        else:
            self._undo.pop(actor.staff_id, step)
        return Undone(step.what, step.facts)
