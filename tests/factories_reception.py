"""A desk with all its verbs, and forms of invented people."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import select, text

from models.reception import Visit, VisitSpan
from models.values import Matter, Permission, Subject
from services.core.undo import UndoStack
from services.core.undo_last import UndoLast
from services.core.unit_of_work import UnitOfWork
from services.korean.holidays import HolidayTable, builtin
from services.petitions.legal_periods import legal_periods
from services.petitions.receive import Receiver
from services.reception.absent import AbsentToEnd, BackInLine, MarkAbsent
from services.reception.board import Board
from services.reception.call_next import CallAgain, CallNext, CallThis
from services.reception.check_in import CheckIn
from services.reception.check_in_group import CheckInGroup
from services.reception.find_people import FindPeople
from services.reception.finish import Finish, RecordOutcome
from services.reception.group_values import GroupForm, GroupRules, RepresentativeForm
from services.reception.hand_over import HandOver
from services.reception.hold import Hold, Resume
from services.reception.leave import Cancel, CarryOver, Leave
from services.reception.search_archive import SearchArchive
from services.reception.set_priority import SetPriority
from services.reception.start import Start
from services.reception.values import CheckInForm
from services.reception.waiting_list import WaitingList
from services.selection.apply import Wishes


@cache
def _table() -> HolidayTable:
    return builtin(range(2026, 2029))


def holidays(_session) -> HolidayTable:
    """The public holidays of 2026 to 2028, whatever the office has."""
    return _table()


@dataclass(frozen=True)
class Desk:
    """The verbs and questions of the desk over one office."""

    units: UnitOfWork
    check_in: CheckIn
    check_in_group: CheckInGroup
    call_next: CallNext
    call_this: CallThis
    call_again: CallAgain
    start: Start
    hold: Hold
    resume: Resume
    mark_absent: MarkAbsent
    back_in_line: BackInLine
    absent_to_end: AbsentToEnd
    finish: Finish
    record: RecordOutcome
    hand_over: HandOver
    leave: Leave
    cancel: Cancel
    carry_over: CarryOver
    set_priority: SetPriority
    waiting_list: WaitingList
    board: Board
    find_people: FindPeople
    search_archive: SearchArchive
    undo_last: UndoLast


def desk_of(units: UnitOfWork, undo: UndoStack) -> Desk:
    """Return the desk as the container would wire it."""
    petitions, wishes = Receiver(holidays, legal_periods()), Wishes()
    return Desk(
        units=units,
        check_in=CheckIn(units, petitions, wishes),
        check_in_group=CheckInGroup(units, petitions, wishes, GroupRules()),
        call_next=CallNext(units),
        call_this=CallThis(units),
        call_again=CallAgain(units),
        start=Start(units),
        hold=Hold(units),
        resume=Resume(units),
        mark_absent=MarkAbsent(units),
        back_in_line=BackInLine(units),
        absent_to_end=AbsentToEnd(units),
        finish=Finish(units),
        record=RecordOutcome(units),
        hand_over=HandOver(units),
        leave=Leave(units),
        cancel=Cancel(units),
        carry_over=CarryOver(units),
        set_priority=SetPriority(units),
        waiting_list=WaitingList(units),
        board=Board(units),
        find_people=FindPeople(units),
        search_archive=SearchArchive(units),
        undo_last=UndoLast(units, undo),
    )


def walk_in(name="김하늘", matter=Matter.COUNSEL, **more) -> CheckInForm:
    """A form as it is typed at the desk."""
    fields = {"subject": Subject.ROADS, "title_when_empty": "도로", **more}
    return CheckInForm(matter=matter, name=name, **fields)


def group(**more) -> GroupForm:
    """A group of twelve with one representative."""
    fields = {
        "name": "푸른마을 주민 모임",
        "come": 12,
        "admitted": 3,
        "subject": Subject.HOUSING,
        "representatives": (RepresentativeForm("박보람", "01055501234", True),),
        "households": 7,
        "signatures": 9,
        "demands": ("야간 공사 소음 중지",),
        **more,
    }
    return GroupForm(**fields)


def visit_of(units, actor, visit_id) -> Visit:
    """The visit as it stands on the disk."""
    with units.read(actor, Permission.VISIT_READ) as reading:
        visit: Visit = reading.get(Visit, visit_id)
        return visit


def spans_of(units, actor, visit_id) -> list[VisitSpan]:
    """The stretches of a visit that were not undone, in the order of their making."""
    with units.read(actor, Permission.VISIT_READ) as reading:
        return list(
            reading.session.scalars(
                select(VisitSpan)
                .where(VisitSpan.visit_id == visit_id, VisitSpan.undone.is_(False))
                .order_by(text("visit_span.rowid"))
            )
        )
