"""Begins counselling."""

from models.values import VisitId, VisitState
from services.core.actor import Actor
from services.core.form_faults import TextField, check_text
from services.reception.spans import Step
from services.reception.visit_verb import LONGEST_PLACE, VisitVerb


class Start(VisitVerb):
    """Begins counselling with somebody, called or not; two rooms may at once."""

    def run(self, actor: Actor, visit_id: VisitId, place: str | None = None) -> None:
        """Begin; None keeps the place the person was called to. Undoable.

        Raises:
            StepRefused: The state does not allow it.
            FieldError: The place cannot be stored.
        """
        where = place
        if place is not None:
            where = check_text(TextField("place", place, LONGEST_PLACE))
        step = Step(VisitState.IN_COUNSELLING, place=where)
        self._take(actor, visit_id, "visit.started", step)
