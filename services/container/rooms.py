"""The verbs and questions of each room, as typed fields; no look-up by name."""

from dataclasses import dataclass

from services.core.drafts import DraftList, DropDraft, LoadDraft, SaveDraft
from services.core.undo_last import UndoLast
from services.meetings.agenda import Agenda
from services.meetings.book import BookMeeting
from services.meetings.cancel_session import CancelSession
from services.meetings.clashes import ClashesOf
from services.meetings.elections import AddElection, ElectionList, SeedElections
from services.meetings.end_meeting import EndMeeting
from services.meetings.holidays import (
    AddHoliday,
    HolidayList,
    LiftHoliday,
    SeedHolidays,
)
from services.meetings.hosts import HostList, RoomList, SeedCalendar
from services.meetings.meeting_texts import OpenMeeting, WriteMeeting
from services.meetings.move import MoveMeeting
from services.meetings.move_session import MoveSession
from services.meetings.place_request import PlaceRequest
from services.meetings.session_day import AffectedBy
from services.meetings.session_slots import SlotsOf
from services.meetings.sessions import SessionsOf, YearPreview
from services.petitions.amend import AmendPetition, SignDictation
from services.petitions.assign_department import AssignDepartment
from services.petitions.close import AnswerPetition, EndPetition
from services.petitions.deadlines import DuePetitions
from services.petitions.details import PetitionDetails
from services.petitions.duplicates import SamePetitions
from services.petitions.extend import ExtendPetition
from services.petitions.progress import ProgressTold
from services.petitions.receipt_slip import SlipFor
from services.petitions.receive import ReceivePetition
from services.petitions.transfer import TransferPetition, TransferSent
from services.selection.apply import ApplyForMeeting
from services.selection.decide import Decide
from services.selection.pool import Pool
from services.selection.request_steps import StepRequest
from services.selection.tell import TellApplicant
from services.selection.unfinished import Unfinished
from services.trust.accounts import AddStaff, OpenAccount, StaffList
from services.trust.reveal import RevealPerson


@dataclass(frozen=True, slots=True)
class Trust:
    """Accounts, reveals, drafts and the way back."""

    add_staff: AddStaff
    staff_list: StaffList
    open_account: OpenAccount
    reveal_person: RevealPerson
    save_draft: SaveDraft
    load_draft: LoadDraft
    draft_list: DraftList
    drop_draft: DropDraft
    undo_last: UndoLast


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
    progress_told: ProgressTold
    answer: AnswerPetition
    end: EndPetition
    amend: AmendPetition
    sign: SignDictation
    same: SamePetitions
    slip_for: SlipFor


@dataclass(frozen=True, slots=True)
class Meetings:
    """The calendar."""

    agenda: Agenda
    sessions_of: SessionsOf
    year_preview: YearPreview
    slots_of: SlotsOf
    clashes_of: ClashesOf
    affected_by: AffectedBy
    book: BookMeeting
    place_request: PlaceRequest
    move: MoveMeeting
    end: EndMeeting
    move_session: MoveSession
    cancel_session: CancelSession
    open: OpenMeeting
    write: WriteMeeting
    hosts: HostList
    rooms: RoomList
    holidays: HolidayList
    add_holiday: AddHoliday
    lift_holiday: LiftHoliday
    elections: ElectionList
    add_election: AddElection
    seed_holidays: SeedHolidays
    seed_elections: SeedElections
    seed_calendar: SeedCalendar


@dataclass(frozen=True, slots=True)
class Selection:
    """Requests to meet the mayor."""

    apply: ApplyForMeeting
    pool: Pool
    decide: Decide
    tell: TellApplicant
    step: StepRequest
    unfinished: Unfinished
