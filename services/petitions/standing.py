"""How a petition stood before a step, and the reverse that puts it back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.errors import ChangedMeanwhile
from models.petitions import Petition
from models.values import Permission, PetitionEnding, PetitionState
from services.core.undo import UndoStep
from services.core.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts of a petition that its verbs move."""

    state: PetitionState
    department: str
    assigned_at: datetime | None
    due_at: datetime
    told_due_at: datetime
    holidays_version: str
    progress_told_at: datetime | None
    answered_at: datetime | None
    outcome: str
    ending: PetitionEnding


def standing(petition: Petition) -> Standing:
    """Return how the petition stands now."""
    return Standing(
        petition.state,
        petition.department,
        petition.assigned_at,
        petition.due_at,
        petition.told_due_at,
        petition.holidays_version,
        petition.progress_told_at,
        petition.answered_at,
        petition.outcome,
        petition.ending,
    )


def offer_undo(
    work: Work,
    what: str,
    petition: Petition,
    before: Standing,
    also: Callable[[Work], None] | None = None,
) -> None:
    """Offer to put the petition back as it stood.

    Args:
        work: The open transaction.
        what: Code of the sentence.
        petition: After the step.
        before: How it stood.
        also: Takes back what else the step wrote.
    """
    petition_id, after = petition.id, standing(petition)

    def reverse(undoing: Work) -> None:
        found = undoing.get(Petition, petition_id)
        if standing(found) != after:
            raise ChangedMeanwhile(kind="petition")
        _put_back(found, before)
        if also is not None:
            also(undoing)

    facts = (("receipt", petition.receipt),)
    work.leave_undo(UndoStep(what, Permission.PETITION_WRITE, reverse, facts))


def _put_back(petition: Petition, before: Standing) -> None:
    petition.state = before.state
    petition.department = before.department
    petition.assigned_at = before.assigned_at
    petition.due_at = before.due_at
    petition.told_due_at = before.told_due_at
    petition.holidays_version = before.holidays_version
    petition.progress_told_at = before.progress_told_at
    petition.answered_at = before.answered_at
    petition.outcome = before.outcome
    petition.ending = before.ending
