"""The room Reception: its verbs and questions as typed fields, and how they are made."""

from dataclasses import dataclass

from services.container.today import Today
from services.core.unit_of_work import UnitOfWork
from services.meetings.holidays import holiday_table
from services.petitions.legal_periods import LimitName, legal_periods
from services.petitions.receive import Receiver
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
from services.reception.group_rules import GroupRulesInForce
from services.reception.group_values import GroupRules
from services.reception.hand_over import HandOver
from services.reception.hold import Hold, Resume
from services.reception.leave import Cancel, CarryOver, Leave
from services.reception.notify_security import NotifySecurity, SecuritySheet
from services.reception.record_incident import RecordIncident
from services.reception.reveal_group import RevealRepresentatives
from services.reception.search_archive import SearchArchive
from services.reception.set_priority import SetPriority
from services.reception.start import Start
from services.reception.take_list import TakeSignatureList
from services.reception.visit_details import VisitDetails
from services.reception.waiting_list import WaitingList
from services.selection.apply import Wishes


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
    group_rules: GroupRulesInForce
    group_details: GroupDetails
    earlier_groups: EarlierGroups
    reveal_representatives: RevealRepresentatives
    count_heads: CountHeads
    confirm_mandate: ConfirmMandate
    take_list: TakeSignatureList
    give_rules: GiveRules
    dissolve: Dissolve
    notify_security: NotifySecurity
    security_sheet: SecuritySheet
    record_incident: RecordIncident


def build(units: UnitOfWork, today: Today) -> Reception:
    """Return the room of an open office."""
    petitions, wishes = Receiver(holiday_table, legal_periods()), Wishes()
    limit = legal_periods().limit(LimitName.REPRESENTATIVES, units.clock.now().date())
    rules = GroupRules(most_representatives=limit.value)
    return Reception(
        check_in=CheckIn(units, petitions, wishes),
        check_in_group=CheckInGroup(units, petitions, wishes, rules),
        find_people=FindPeople(units),
        search_archive=SearchArchive(units),
        waiting_list=today.waiting_list,
        board=today.board,
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
        group_rules=GroupRulesInForce(units, rules),
        group_details=GroupDetails(units),
        earlier_groups=EarlierGroups(units),
        reveal_representatives=RevealRepresentatives(units),
        count_heads=CountHeads(units, rules),
        confirm_mandate=ConfirmMandate(units),
        take_list=TakeSignatureList(units),
        give_rules=GiveRules(units),
        dissolve=Dissolve(units),
        notify_security=NotifySecurity(units),
        security_sheet=SecuritySheet(units),
        record_incident=RecordIncident(units),
    )
