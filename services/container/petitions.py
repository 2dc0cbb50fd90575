"""The room Petitions: its verbs and questions as typed fields, and how they are made."""

from dataclasses import dataclass

from services.container.today import Today
from services.core.unit_of_work import UnitOfWork
from services.meetings.holidays import holiday_table
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
from services.petitions.receive import ReceivePetition, Receiver
from services.petitions.transfer import TransferPetition, TransferSent


@dataclass(frozen=True, slots=True)
class Petitions:
    """Petitions from receipt to closing."""

    receive: ReceivePetition
    details: PetitionDetails
    due: DuePetitions
    assign_department: AssignDepartment
    transfer: TransferPetition
    transfer_sent: TransferSent
    extend: ExtendPetition
    extension_told: ExtensionTold
    ask_supplement: AskSupplement
    supplement_came: SupplementCame
    progress_told: ProgressTold
    answer: AnswerPetition
    end: EndPetition
    amend: AmendPetition
    correct_kind: CorrectKind
    sign: SignDictation
    same: SamePetitions
    slip_for: SlipFor


def build(units: UnitOfWork, today: Today) -> Petitions:
    """Return the room of an open office."""
    legal = legal_periods()
    return Petitions(
        receive=ReceivePetition(units, Receiver(holiday_table, legal)),
        details=PetitionDetails(units, holiday_table),
        due=today.due,
        assign_department=AssignDepartment(units, holiday_table, legal),
        transfer=TransferPetition(units, holiday_table, legal),
        transfer_sent=TransferSent(units),
        extend=ExtendPetition(units, holiday_table, legal),
        extension_told=ExtensionTold(units),
        ask_supplement=AskSupplement(units),
        supplement_came=SupplementCame(units, holiday_table),
        progress_told=ProgressTold(units),
        answer=AnswerPetition(units),
        end=EndPetition(units, legal),
        amend=AmendPetition(units),
        correct_kind=CorrectKind(units, holiday_table, legal),
        sign=SignDictation(units),
        same=SamePetitions(units),
        slip_for=SlipFor(units),
    )
