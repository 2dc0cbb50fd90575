"""Sends somebody on to another room or to a department."""

from models.values import VisitId, VisitState
from services.core.actor import Actor
from services.core.form_faults import TextField, faults_in, refuse
from services.reception.spans import Step
from services.reception.values import LONGEST_REASON
from services.reception.visit_verb import LONGEST_PLACE, VisitVerb


class HandOver(VisitVerb):
    """Hands a visit over; it stays open until somebody closes it."""

    def run(
        self, actor: Actor, visit_id: VisitId, place: str, reason: str = ""
    ) -> None:
        """Hand over to the room or department. Undoable.

        Raises:
            FormRefused: The place is missing, or a text cannot be stored.
            StepRefused: The state does not allow it.
        """
        refuse(
            faults_in(
                TextField("place", place, LONGEST_PLACE, needed=True),
                TextField("reason", reason, LONGEST_REASON),
            )
        )
        step = Step(VisitState.HANDED_OVER, place=place.strip(), reason=reason.strip())
        self._take(actor, visit_id, "visit.handed_over", step)
