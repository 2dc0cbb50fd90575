"""Petitions of a real office, over a fixed table of holidays."""

from dataclasses import dataclass, replace

import pytest

from models.petitions import Petition
from models.reception import Person
from models.values import Permission, PersonId, PetitionKind, Subject
from services.core.undo_last import UndoLast
from services.petitions.amend import AmendPetition, SignDictation
from services.petitions.assign_department import AssignDepartment
from services.petitions.close import AnswerPetition, EndPetition
from services.petitions.correct_kind import CorrectKind
from services.petitions.deadlines import DuePetitions
from services.petitions.details import PetitionDetails
from services.petitions.duplicates import SamePetitions
from services.petitions.extend import ExtendPetition, ExtensionTold
from services.petitions.intervals import AskSupplement, SupplementCame
from services.petitions.legal_periods import legal_periods
from services.petitions.progress import ProgressTold
from services.petitions.receipt_slip import SlipFor
from services.petitions.receive import PetitionForm, Received, ReceivePetition, Receiver
from services.petitions.transfer import TransferPetition, TransferSent
from tests.factories_reception import holidays


@dataclass(frozen=True)
class Register:
    """The verbs and questions of petitions over one office."""

    receive: ReceivePetition
    assign: AssignDepartment
    transfer: TransferPetition
    sent: TransferSent
    extend: ExtendPetition
    extension_told: ExtensionTold
    ask_supplement: AskSupplement
    supplement_came: SupplementCame
    answer: AnswerPetition
    end: EndPetition
    progress_told: ProgressTold
    amend: AmendPetition
    correct_kind: CorrectKind
    sign: SignDictation
    due: DuePetitions
    details: PetitionDetails
    same: SamePetitions
    slip: SlipFor
    undo_last: UndoLast
    new: "NewPetition"
    look: "LookAt"


class NewPetition:
    """Receives a petition of an invented person; keywords change the form."""

    def __init__(self, units, receive, actor) -> None:
        self._units, self._receive, self._actor = units, receive, actor

    def __call__(self, name="김하늘", **changes) -> Received:
        with self._units.begin(self._actor, Permission.VISIT_CHECK_IN) as work:
            person_id = PersonId(work.add(Person(name=name, phone="01055500421")).id)
        form = PetitionForm(
            person_id, PetitionKind.SUGGESTION, Subject.ROADS, "보도 파손"
        )
        made: Received = self._receive.run(self._actor, replace(form, **changes))
        return made


class LookAt:
    """Reads a petition as it stands on the disk."""

    def __init__(self, units, actor) -> None:
        self._units, self._actor = units, actor

    def __call__(self, petition_id) -> Petition:
        with self._units.read(self._actor, Permission.PETITION_READ) as reading:
            petition: Petition = reading.get(Petition, petition_id)
            return petition


@pytest.fixture
def register(office, clerk) -> Register:
    """Every verb of petitions, over this test's own office file."""
    units, legal = office.units, legal_periods()
    receive = ReceivePetition(units, Receiver(holidays, legal))
    return Register(
        receive=receive,
        assign=AssignDepartment(units, holidays, legal),
        transfer=TransferPetition(units, holidays, legal),
        sent=TransferSent(units),
        extend=ExtendPetition(units, holidays, legal),
        extension_told=ExtensionTold(units),
        ask_supplement=AskSupplement(units),
        supplement_came=SupplementCame(units, holidays),
        answer=AnswerPetition(units),
        end=EndPetition(units, legal),
        progress_told=ProgressTold(units),
        amend=AmendPetition(units),
        correct_kind=CorrectKind(units, holidays, legal),
        sign=SignDictation(units),
        due=DuePetitions(units, holidays, legal),
        details=PetitionDetails(units, holidays),
        same=SamePetitions(units),
        slip=SlipFor(units),
        undo_last=UndoLast(units, office.undo),
        new=NewPetition(units, receive, clerk),
        look=LookAt(units, clerk),
    )
