"""Somebody was called and is not there: noted, and back into the line."""

from models.errors import StepRefused
from models.reception import Visit
from models.values import VisitId, VisitState
from services.core.actor import Actor
from services.reception.spans import Step, move, offer_undo
from services.reception.visit_verb import VisitVerb


class MarkAbsent(VisitVerb):
    """Notes that whoever was called is not there."""

    def run(self, actor: Actor, visit_id: VisitId) -> None:
        """Note the absence; the place in the line is kept. Undoable.

        Raises:
            StepRefused: The person was not called.
        """
        self._take(actor, visit_id, "visit.absent", Step(VisitState.ABSENT))


class BackInLine(VisitVerb):
    """Lets somebody wait again at the old place in the line."""

    def run(self, actor: Actor, visit_id: VisitId) -> None:
        """Wait again; for whoever was called, absent, gone or sent back. Undoable.

        Raises:
            StepRefused: The state does not allow it.
        """
        step = Step(VisitState.WAITING, place="")
        self._take(actor, visit_id, "visit.back_in_line", step)


class AbsentToEnd(VisitVerb):
    """Lets somebody who was absent wait again behind all others."""

    def run(self, actor: Actor, visit_id: VisitId) -> None:
        """Wait again at the end of the line. Undoable.

        Raises:
            StepRefused: The person is not absent.
        """
        with self._units.begin(actor, self.permission) as work:
            visit = work.get(Visit, visit_id)
            if visit.state is not VisitState.ABSENT:
                raise StepRefused(state=visit.state.value, step="absent_to_end")
            step = Step(VisitState.WAITING, place="", queued_at=work.now)
            moved = move(work, visit, step)
            offer_undo(work, "visit.to_end", self.permission, (moved,))
