"""Builds the services of one open office: the only place that names concrete classes."""

from dataclasses import dataclass

import resources
from models.values import StaffId
from services.briefing.fonts import Fonts
from services.briefing.make_pack import MakePack
from services.briefing.open_pack import OpenPack, PackChanges, PacksOf
from services.briefing.print_paper import DrawSlip, PrintPack, PrintSmall, PrintsOf
from services.closing.day_report import DayNumbers
from services.closing.end_of_day import EndOfDay
from services.closing.end_visits import EndVisits
from services.closing.rules import DayRules
from services.closing.sign_off import SignOff
from services.container.rooms import (
    Briefing,
    Closing,
    Exchange,
    Figures,
    Meetings,
    Outreach,
    Petitions,
    Reception,
    Selection,
    Sync,
    Trust,
)
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.config import OfficeFolder, install_id
from services.core.drafts import DraftList, DropDraft, LoadDraft, SaveDraft
from services.core.office import Office, open_office
from services.core.undo_last import UndoLast
from services.core.unit_of_work import UnitOfWork
from services.exchange.export_file import ExportFile
from services.exchange.import_file import Counting, ImportFile
from services.figures.plan import KeepPlan, PlanNames, keep_grid
from services.figures.plan_check import PlanCheck
from services.figures.plan_vs_actual import PlanVsActual, YearByMonth
from services.korean.working_time import STANDARD_HOURS
from services.meetings.agenda import Agenda
from services.meetings.book import BookMeeting
from services.meetings.cancel_session import CancelSession
from services.meetings.clashes import ClashesOf
from services.meetings.elections import (
    AddElection,
    ElectionList,
    SeedElections,
    is_restricted,
)
from services.meetings.end_meeting import EndMeeting
from services.meetings.holidays import (
    AddHoliday,
    HolidayList,
    LiftHoliday,
    SeedHolidays,
    holiday_table,
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
from services.petitions.legal_periods import LimitName, legal_periods
from services.petitions.progress import ProgressTold
from services.petitions.receipt_slip import SlipFor
from services.petitions.receive import ReceivePetition, Receiver
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
from services.reception.group_values import GroupRules
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
from services.selection.apply import ApplyForMeeting, Wishes
from services.selection.decide import Decide
from services.selection.pool import Pool
from services.selection.request_steps import RequestSteps, StepRequest
from services.selection.tell import TellApplicant
from services.selection.unfinished import Unfinished
from services.sync.conflicts import Inbox
from services.sync.connection import PostgresGateways
from services.sync.decide import Decide as DecideConflict
from services.sync.decided import DecidedSince
from services.sync.enrolment import EnrolDesk
from services.sync.record_history import RecordHistory, RevealHistory
from services.sync.round import SyncRound
from services.sync.status import SyncStatus
from services.trust.accounts import AddStaff, OpenAccount, StaffList
from services.trust.reveal import RevealPerson
from services.trust.sign_in import (
    is_clock_behind,
    open_practice,
    open_with_password,
    sign_in,
)


@dataclass(frozen=True, slots=True)
class Services:
    """Everything the office does, room by room."""

    office: Office
    trust: Trust
    reception: Reception
    petitions: Petitions
    meetings: Meetings
    selection: Selection
    outreach: Outreach
    briefing: Briefing
    sync: Sync
    closing: Closing
    exchange: Exchange
    figures: Figures


@dataclass(frozen=True, slots=True)
class Opened:
    """An office in one person's hands."""

    services: Services
    actor: Actor
    login: str
    practice: bool
    clock_behind: bool = False

    def close(self) -> None:
        """Close the office and forget what could be undone."""
        self.services.office.undo.forget()
        self.services.office.close()


def build_services(office: Office) -> Services:
    """Return the services of an open office."""
    units = office.units
    return Services(
        office=office,
        trust=_trust(office),
        reception=_reception(units),
        petitions=_petitions(units),
        meetings=_meetings(units),
        selection=_selection(units),
        outreach=_outreach(units),
        briefing=_briefing(units),
        sync=_sync(office),
        closing=_closing(units),
        exchange=_exchange(units),
        figures=_figures(units),
    )


def open_signed_in(
    folder: OfficeFolder, login: str, password: str, clock: Clock
) -> Opened:
    """Open an office with a password; raises what the sign-in refuses."""
    opened = open_with_password(folder, login, password, clock)
    office = open_office(folder, opened.key, clock, practice=False)
    return _signed_in(office, opened.staff_id, login)


def open_practice_signed_in(folder: OfficeFolder, clock: Clock) -> Opened | None:
    """Open a practice office, which signs in by itself; None for a real one."""
    opened = open_practice(folder)
    if opened is None:
        return None
    office = open_office(folder, opened.key, clock, practice=True)
    return _signed_in(office, opened.staff_id, "")


def _signed_in(office: Office, staff_id: StaffId, login: str) -> Opened:
    """Sign in to an open office; if that fails, the office is closed again."""
    try:
        behind = is_clock_behind(office)
        actor = sign_in(office, staff_id)
        services = build_services(office)
    except BaseException:
        office.close()
        raise
    return Opened(services, actor, login, office.practice, behind)


def _trust(office: Office) -> Trust:
    units = office.units
    return Trust(
        add_staff=AddStaff(units),
        staff_list=StaffList(units),
        open_account=OpenAccount(units, office.folder, office.key),
        reveal_person=RevealPerson(units),
        save_draft=SaveDraft(units),
        load_draft=LoadDraft(units),
        draft_list=DraftList(units),
        drop_draft=DropDraft(units),
        undo_last=UndoLast(units, office.undo),
    )


def _petitions(units: UnitOfWork) -> Petitions:
    legal = legal_periods()
    return Petitions(
        receive=ReceivePetition(units, Receiver(holiday_table, legal)),
        details=PetitionDetails(units, holiday_table),
        due=DuePetitions(units, holiday_table, legal),
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
        sign=SignDictation(units),
        same=SamePetitions(units),
        slip_for=SlipFor(units),
    )


def _meetings(units: UnitOfWork) -> Meetings:
    requests = RequestSteps()
    return Meetings(
        agenda=Agenda(units),
        sessions_of=SessionsOf(units),
        year_preview=YearPreview(units),
        slots_of=SlotsOf(units),
        clashes_of=ClashesOf(units, STANDARD_HOURS),
        affected_by=AffectedBy(units),
        book=BookMeeting(units),
        place_request=PlaceRequest(units, requests),
        move=MoveMeeting(units),
        end=EndMeeting(units, requests),
        move_session=MoveSession(units),
        cancel_session=CancelSession(units, requests),
        open=OpenMeeting(units),
        write=WriteMeeting(units),
        hosts=HostList(units),
        rooms=RoomList(units),
        holidays=HolidayList(units),
        add_holiday=AddHoliday(units),
        lift_holiday=LiftHoliday(units),
        elections=ElectionList(units),
        add_election=AddElection(units),
        seed_holidays=SeedHolidays(units),
        seed_elections=SeedElections(units),
        seed_calendar=SeedCalendar(units),
    )


def _selection(units: UnitOfWork) -> Selection:
    return Selection(
        apply=ApplyForMeeting(units),
        pool=Pool(units),
        decide=Decide(units),
        tell=TellApplicant(units),
        step=StepRequest(units),
        unfinished=Unfinished(units),
    )


def _reception(units: UnitOfWork) -> Reception:
    petitions, wishes = Receiver(holiday_table, legal_periods()), Wishes()
    limit = legal_periods().limit(LimitName.REPRESENTATIVES, units.clock.now().date())
    rules = GroupRules(most_representatives=limit.value)
    return Reception(
        check_in=CheckIn(units, petitions, wishes),
        check_in_group=CheckInGroup(units, petitions, wishes, rules),
        find_people=FindPeople(units),
        search_archive=SearchArchive(units),
        waiting_list=WaitingList(units),
        board=Board(units),
        visit_details=VisitDetails(units),
        call_next=CallNext(units),
        call_this=CallThis(units),
        call_again=CallAgain(units),
        start=Start(units),
        hold=Hold(units),
        resume=Resume(units),
        absent=MarkAbsent(units),
        back_in_line=BackInLine(units),
        absent_to_end=AbsentToEnd(units),
        finish=Finish(units),
        record_outcome=RecordOutcome(units),
        hand_over=HandOver(units),
        leave=Leave(units),
        cancel=Cancel(units),
        carry_over=CarryOver(units),
        set_priority=SetPriority(units),
        group_details=GroupDetails(units),
        earlier_groups=EarlierGroups(units),
        count_heads=CountHeads(units, rules),
        confirm_mandate=ConfirmMandate(units),
        give_rules=GiveRules(units),
        dissolve=Dissolve(units),
        notify_security=NotifySecurity(units),
        security_sheet=SecuritySheet(units),
        record_incident=RecordIncident(units),
    )


def _outreach(units: UnitOfWork) -> Outreach:
    return Outreach(
        dongs=DongList(units),
        plan_visit=PlanDongVisit(units, is_restricted),
        change_visit=ChangeDongVisit(units, is_restricted),
        step_visit=StepDongVisit(units),
        visit_details=DongVisitDetailsOf(units),
        open_visit=OpenDongVisit(units),
    )


def _briefing(units: UnitOfWork) -> Briefing:
    fonts = Fonts(resources.fonts_folder())
    return Briefing(
        make_pack=MakePack(units, fonts),
        open_pack=OpenPack(units, fonts),
        packs_of=PacksOf(units),
        pack_changes=PackChanges(units),
        print_pack=PrintPack(units),
        prints_of=PrintsOf(units),
        print_small=PrintSmall(units, fonts),
        draw_slip=DrawSlip(units, fonts),
    )


def _sync(office: Office) -> Sync:
    units = office.units
    return Sync(
        round=SyncRound(
            units, office.bus, install_id(office.folder), PostgresGateways()
        ),
        status=SyncStatus(units),
        inbox=Inbox(units),
        decided=DecidedSince(units),
        decide=DecideConflict(units),
        enrol=EnrolDesk(units),
        history=RecordHistory(units),
        reveal_history=RevealHistory(units),
    )


def _closing(units: UnitOfWork) -> Closing:
    rules = DayRules(holiday_table, legal_periods())
    return Closing(
        end_of_day=EndOfDay(units, rules),
        numbers=DayNumbers(units, rules),
        end_visits=EndVisits(units),
        sign_off=SignOff(units, rules),
    )


def _exchange(units: UnitOfWork) -> Exchange:
    counting = Counting(legal_periods(), holiday_table)
    return Exchange(
        import_file=ImportFile(units, counting, keep_grid),
        export_file=ExportFile(units),
    )


def _figures(units: UnitOfWork) -> Figures:
    return Figures(
        keep_plan=KeepPlan(units),
        plan_names=PlanNames(units),
        plan_check=PlanCheck(units),
        plan_vs_actual=PlanVsActual(units),
        year_by_month=YearByMonth(units),
    )
