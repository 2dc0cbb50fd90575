"""Puts counselling on hold and takes it up again."""

from models.errors import StepRefused
from models.reception import Visit
from models.values import VisitId, VisitState
from services.core.actor import Actor
from services.core.form_faults import TextField, check_text
from services.reception.spans import Step, move, offer_undo
from services.reception.values import LONGEST_REASON
from services.reception.visit_verb import VisitVerb


class Hold(VisitVerb):
    """Puts counselling on hold."""

    def run(self, actor: Actor, visit_id: VisitId, reason: str = "") -> None:
        """Hold; a reason is welcome. Undoable.

        Raises:
            StepRefused: The person is not in counselling.
            FieldError: The reason cannot be stored.
        """
        told = check_text(TextField("reason", reason, LONGEST_REASON))
        step = Step(VisitState.ON_HOLD, reason=told)
        self._take(actor, visit_id, "visit.held", step)


class Resume(VisitVerb):
    """Takes counselling up again."""

    def run(self, actor: Actor, visit_id: VisitId) -> None:
        """Go on where it was held, or where nothing was written yet. Undoable.

        Raises:
            StepRefused: The visit is neither on hold nor to be recorded.
        """
        with self._units.begin(actor, self.permission) as work:
            visit = work.get(Visit, visit_id)
            if visit.state not in {VisitState.ON_HOLD, VisitState.TO_RECORD}:
                raise StepRefused(state=visit.state.value, step="resume")
            moved = move(work, visit, Step(VisitState.IN_COUNSELLING))
            offer_undo(work, "visit.resumed", self.permission, (moved,))
