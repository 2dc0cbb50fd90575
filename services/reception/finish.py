"""Ends counselling, with its outcome now or later."""

from enum import StrEnum

from models.errors import StepRefused
from models.reception import Visit
from models.values import VisitId, VisitState
from services.core.actor import Actor
from services.core.form_faults import TextField, check_text
from services.reception.spans import Step, move, offer_undo
from services.reception.visit_verb import VisitVerb

LONGEST_OUTCOME = 5_000


class Ending(StrEnum):
    """Whether somebody saw when counselling ended."""

    SEEN = "seen"
    UNSEEN = "unseen"  # closed later; its length is left out of averages


class Finish(VisitVerb):
    """Ends counselling; without an outcome it waits to be recorded."""

    def run(
        self,
        actor: Actor,
        visit_id: VisitId,
        outcome: str = "",
        ending: Ending = Ending.SEEN,
    ) -> VisitState:
        """End it and return where the visit stands now. Undoable.

        Raises:
            StepRefused: There is no counselling to end.
            FieldError: The outcome cannot be stored.
        """
        told = check_text(TextField("outcome", outcome, LONGEST_OUTCOME))
        to = VisitState.CLOSED if told else VisitState.TO_RECORD
        was_seen = ending is Ending.SEEN
        step = Step(to, outcome=told or None, was_seen=was_seen)
        self._take(actor, visit_id, "visit.finished", step)
        return to


class RecordOutcome(VisitVerb):
    """Writes down what came of a visit, and closes it."""

    def run(self, actor: Actor, visit_id: VisitId, outcome: str) -> None:
        """Keep the outcome and close the visit. Undoable.

        Raises:
            StepRefused: Counselling goes on, or the visit has ended.
            FieldError: The outcome is missing or cannot be stored.
        """
        told = check_text(TextField("outcome", outcome, LONGEST_OUTCOME, needed=True))
        with self._units.begin(actor, self.permission) as work:
            visit = work.get(Visit, visit_id)
            if visit.state not in {VisitState.TO_RECORD, VisitState.HANDED_OVER}:
                raise StepRefused(state=visit.state.value, step="record")
            moved = move(work, visit, Step(VisitState.CLOSED, outcome=told))
            offer_undo(work, "visit.recorded", self.permission, (moved,))
