"""The verbs and questions of each room, as typed fields; no look-up by name."""

from dataclasses import dataclass

from services.briefing.make_pack import MakePack
from services.briefing.open_pack import OpenPack, PackChanges, PacksOf
from services.briefing.print_paper import DrawSlip, PrintPack, PrintSmall, PrintsOf
from services.closing.day_report import DayNumbers
from services.closing.end_of_day import EndOfDay
from services.closing.end_visits import EndVisits
from services.closing.sign_off import SignOff
from services.core.drafts import DraftList, DropDraft, LoadDraft, SaveDraft
from services.core.undo_last import UndoLast
from services.exchange.export_file import ExportFile
from services.exchange.import_file import ImportFile
from services.figures.plan import KeepPlan, PlanNames
from services.figures.plan_check import PlanCheck
from services.figures.plan_vs_actual import PlanVsActual, YearByMonth
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
from services.outreach.details import DongVisitDetailsOf, OpenDongVisit
from services.outreach.dongs import DongList
from services.outreach.plan_visit import ChangeDongVisit, PlanDongVisit
from services.outreach.step_visit import StepDongVisit
from services.petitions.amend import AmendPetition, SignDictation
from services.petitions.assign_department import AssignDepartment
from services.petitions.close import AnswerPetition, EndPetition
from services.petitions.deadlines import DuePetitions
from services.petitions.details import PetitionDetails
from services.petitions.duplicates import SamePetitions
from services.petitions.extend import ExtendPetition, ExtensionTold
from services.petitions.intervals import AskSupplement, SupplementCame
from services.petitions.progress import ProgressTold
from services.petitions.receipt_slip import SlipFor
from services.petitions.receive import ReceivePetition
from services.petitions.transfer import TransferPetition, TransferSent
from services.reception.absent import AbsentToEnd, BackInLine, MarkAbsent
from services.reception.board import Board
from services.reception.call_next import CallAgain, CallNext, CallThis
from services.reception.check_in import CheckIn
from services.reception.check_in_group import CheckInGroup
from services.reception.confirm_mandate import ConfirmMandate
from services.reception.count_heads import CountHeads
from services.reception.find_people import FindPeople
from services.reception.finish import Finish, RecordOutcome
from services.reception.group_course import Dissolve, GiveRules
from services.reception.group_details import EarlierGroups, GroupDetails
from services.reception.hand_over import HandOver
from services.reception.hold import Hold, Resume
from services.reception.leave import Cancel, CarryOver, Leave
from services.reception.notify_security import NotifySecurity, SecuritySheet
from services.reception.record_incident import RecordIncident
from services.reception.search_archive import SearchArchive
from services.reception.set_priority import SetPriority
from services.reception.start import Start
from services.reception.visit_details import VisitDetails
from services.reception.waiting_list import WaitingList
from services.selection.apply import ApplyForMeeting
from services.selection.decide import Decide
from services.selection.pool import Pool
from services.selection.request_steps import StepRequest
from services.selection.tell import TellApplicant
from services.selection.unfinished import Unfinished
from services.sync.conflicts import Inbox
from services.sync.decide import Decide as DecideConflict
from services.sync.decided import DecidedSince
from services.sync.enrolment import EnrolDesk
from services.sync.record_history import RecordHistory, RevealHistory
from services.sync.round import SyncRound
from services.sync.status import SyncStatus
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
    extension_told: ExtensionTold
    ask_supplement: AskSupplement
    supplement_came: SupplementCame
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


@dataclass(frozen=True, slots=True)
class Reception:
    """The desk: who comes, who is called, what came of it."""

    check_in: CheckIn
    check_in_group: CheckInGroup
    find_people: FindPeople
    search_archive: SearchArchive
    waiting_list: WaitingList
    board: Board
    visit_details: VisitDetails
    call_next: CallNext
    call_this: CallThis
    call_again: CallAgain
    start: Start
    hold: Hold
    resume: Resume
    absent: MarkAbsent
    back_in_line: BackInLine
    absent_to_end: AbsentToEnd
    finish: Finish
    record_outcome: RecordOutcome
    hand_over: HandOver
    leave: Leave
    cancel: Cancel
    carry_over: CarryOver
    set_priority: SetPriority
    group_details: GroupDetails
    earlier_groups: EarlierGroups
    count_heads: CountHeads
    confirm_mandate: ConfirmMandate
    give_rules: GiveRules
    dissolve: Dissolve
    notify_security: NotifySecurity
    security_sheet: SecuritySheet
    record_incident: RecordIncident


@dataclass(frozen=True, slots=True)
class Outreach:
    """Dongs and the visits to them."""

    dongs: DongList
    plan_visit: PlanDongVisit
    change_visit: ChangeDongVisit
    step_visit: StepDongVisit
    visit_details: DongVisitDetailsOf
    open_visit: OpenDongVisit


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything on paper."""

    make_pack: MakePack
    open_pack: OpenPack
    packs_of: PacksOf
    pack_changes: PackChanges
    print_pack: PrintPack
    prints_of: PrintsOf
    print_small: PrintSmall
    draw_slip: DrawSlip


@dataclass(frozen=True, slots=True)
class Sync:
    """The shared database, from this desk's side."""

    round: SyncRound
    status: SyncStatus
    inbox: Inbox
    decided: DecidedSince
    decide: DecideConflict
    enrol: EnrolDesk
    history: RecordHistory
    reveal_history: RevealHistory


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of the day."""

    end_of_day: EndOfDay
    numbers: DayNumbers
    end_visits: EndVisits
    sign_off: SignOff


@dataclass(frozen=True, slots=True)
class Exchange:
    """Files of others."""

    import_file: ImportFile
    export_file: ExportFile


@dataclass(frozen=True, slots=True)
class Figures:
    """The yearly plan and what came of it."""

    keep_plan: KeepPlan
    plan_names: PlanNames
    plan_check: PlanCheck
    plan_vs_actual: PlanVsActual
    year_by_month: YearByMonth
