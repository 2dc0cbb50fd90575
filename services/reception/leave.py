"""Ends of a visit without counselling: gone, checked in by mistake, or tomorrow."""

from models.errors import ReasonNeeded
from models.values import Permission, VisitId, VisitState
from services.core.actor import Actor
from services.core.form_faults import TextField, check_text
from services.reception.spans import Step
from services.reception.values import LONGEST_REASON
from services.reception.visit_verb import VisitVerb


class Leave(VisitVerb):
    """Notes that somebody has gone."""

    def run(self, actor: Actor, visit_id: VisitId, reason: str = "") -> None:
        """Note it; whoever comes back the same day waits again. Undoable.

        Raises:
            StepRefused: The state does not allow it.
            FieldError: The reason cannot be stored.
        """
        told = check_text(TextField("reason", reason, LONGEST_REASON))
        step = Step(VisitState.LEFT, reason=told)
        self._take(actor, visit_id, "visit.left", step)


class Cancel(VisitVerb):
    """Takes a visit out that was checked in by mistake; a petition stays."""

    permission = Permission.VISIT_CHECK_IN

    def run(self, actor: Actor, visit_id: VisitId, reason: str) -> None:
        """Cancel the visit; its number is not given again that day. Undoable.

        Raises:
            ReasonNeeded: No reason was given.
            StepRefused: The person is or was in counselling.
            FieldError: The reason cannot be stored.
        """
        if not reason.strip():
            raise ReasonNeeded(step="cancel")
        told = check_text(TextField("reason", reason, LONGEST_REASON))
        step = Step(VisitState.CANCELLED, reason=told)
        self._take(actor, visit_id, "visit.cancelled", step)


class CarryOver(VisitVerb):
    """Keeps somebody's place in the line for the next day."""

    def run(self, actor: Actor, visit_id: VisitId, reason: str = "") -> None:
        """Carry the visit over; it stands in the next day's line. Undoable.

        Raises:
            StepRefused: The state does not allow it.
            FieldError: The reason cannot be stored.
        """
        told = check_text(TextField("reason", reason, LONGEST_REASON))
        step = Step(VisitState.CARRIED_OVER, reason=told, was_seen=False)
        self._take(actor, visit_id, "visit.carried_over", step)
