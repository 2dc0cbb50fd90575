"""Answers petitions and ends them.

Source: 법 §21-23, §27, 영 §25-26, §29.
"""

from dataclasses import dataclass
from typing import assert_never

from models.errors import ReasonNeeded
from models.petitions import Petition
from models.values import Permission, PetitionEnding, PetitionId, PetitionState
from services.core.actor import Actor
from services.core.form_faults import TextField, check_text, faults_in, refuse
from services.core.unit_of_work import UnitOfWork
from services.petitions.legal_periods import LegalPeriods, LimitName
from services.petitions.standing import offer_undo, standing

LONGEST_OUTCOME = 20_000
LONGEST_COMMITTEE = 200


@dataclass(frozen=True, slots=True)
class EndForm:
    """Why a petition ends.

    Attributes:
        reason: Needed for every ending but that of an answered petition.
        committee: When the 민원조정위원회 heard it; a multi-party petition ends as
            repeated only after that (영 §26).
    """

    ending: PetitionEnding
    reason: str = ""
    committee: str = ""


class AnswerPetition:
    """Notes the answer that went to the petitioner."""

    permission = Permission.PETITION_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, petition_id: PetitionId, outcome: str) -> None:
        """Keep the answer; the clock ends. Undoable.

        Raises:
            FieldError: The answer is missing or cannot be stored.
            StepRefused: It was answered or ended already.
        """
        told = check_text(TextField("outcome", outcome, LONGEST_OUTCOME, needed=True))
        with self._units.begin(actor, self.permission) as work:
            petition = work.get(Petition, petition_id)
            before = standing(petition)
            petition.step(PetitionState.ANSWERED)
            petition.answered_at, petition.outcome = work.now, told
            offer_undo(work, "petition.answered", petition, before)


class EndPetition:
    """Ends a petition, with the reason that the law wants."""

    permission = Permission.PETITION_WRITE

    def __init__(self, units: UnitOfWork, legal: LegalPeriods) -> None:
        self._units = units
        self._legal = legal

    def run(self, actor: Actor, petition_id: PetitionId, form: EndForm) -> None:
        """End the petition. Undoable.

        Raises:
            ReasonNeeded: No reason, or no committee for a repeated multi-party one.
            FormRefused: A text cannot be stored.
            StepRefused: It has ended already, or is done without an answer.
        """
        _check(form)
        with self._units.begin(actor, self.permission) as work:
            petition = work.get(Petition, petition_id)
            many = self._legal.limit(LimitName.MULTI_PARTY, work.today).value
            if petition.others + 1 >= many and _lacks_committee(form):
                raise ReasonNeeded(step="end_committee")
            before = standing(petition)
            petition.step(_state_after(form.ending))
            petition.ending = form.ending
            told = (petition.outcome, form.reason.strip(), form.committee.strip())
            petition.outcome = "\n".join(text for text in told if text)
            offer_undo(work, "petition.ended", petition, before)


def _check(form: EndForm) -> None:
    refuse(
        faults_in(
            TextField("reason", form.reason, LONGEST_OUTCOME),
            TextField("committee", form.committee, LONGEST_COMMITTEE),
        )
    )
    if form.ending is not PetitionEnding.DONE and not form.reason.strip():
        raise ReasonNeeded(step="end")


def _lacks_committee(form: EndForm) -> bool:
    return form.ending is PetitionEnding.REPEATED and not form.committee.strip()


def _state_after(ending: PetitionEnding) -> PetitionState:
    """Return the state of an ending; TRANSFERRED comes with its transfer."""
    match ending:
        case PetitionEnding.RETURNED:
            return PetitionState.RETURNED
        case PetitionEnding.WITHDRAWN | PetitionEnding.MISTAKE:
            return PetitionState.WITHDRAWN
        case (
            PetitionEnding.DONE
            | PetitionEnding.REPEATED
            | PetitionEnding.EXCEPTED
            | PetitionEnding.TRANSFERRED
        ):
            return PetitionState.CLOSED
        case PetitionEnding.OPEN:
            raise ReasonNeeded(step="end")
        case _:
            assert_never(ending)
