"""The end of the day: what is listed, what is ended, what the report says."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.errors import FieldError, NotAllowed, StepRefused
from models.meetings import Host, Meeting
from models.petitions import ClockInterval, Petition, Transfer
from models.reception import GroupVisit, HeadCount, Incident, Person, Visit, VisitSpan
from models.selection import Decision, MeetingRequest, RequestNotice
from models.sync import Conflict
from models.trust import AccessEntry, Draft
from models.values import (
    AccessAction,
    MeetingKind,
    MeetingState,
    Permission,
    PetitionKind,
    PetitionState,
    Purpose,
    RequestState,
    Severity,
    SignatureList,
    StaffId,
    Subject,
    Verdict,
    VisitId,
    VisitKind,
    VisitState,
)
from services.briefing.sheet_values import OpenItem as PrintedItem
from services.closing.day_report import DayNumbers
from services.closing.end_of_day import EndOfDay
from services.closing.end_visits import EndVisits, StillWaiting
from services.closing.open_items import UNSETTLED
from services.closing.rules import DayRules
from services.closing.sign_off import SignOff
from services.closing.values import OpenKind
from services.closing.wording import words_of
from services.core import texts
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.clock import SEOUL
from services.core.undo_last import UndoLast
from services.petitions.legal_periods import legal_periods
from services.reception.board import Board
from services.reception.waiting_list import WaitingList
from tests.factories_reception import holidays

WRITE = Permission.VISIT_CHECK_IN
TODAY = date(2026, 11, 26)  # a Thursday; the next working day is the 27th
NUMBERS = count(1)
RULES = DayRules(holidays, legal_periods())


def at(hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    return datetime.combine(day, time(hour, minute), SEOUL)


@pytest.fixture
def add(units, leader, clock) -> Callable[[Any], str]:
    clock.set(at(18))

    def added(record: Any) -> str:
        with units.begin(leader, WRITE) as work:
            return str(work.add(record).id)

    return added


@pytest.fixture
def listed(units, leader) -> Callable[[], dict[OpenKind, tuple[str, ...]]]:
    def run() -> dict[OpenKind, tuple[str, ...]]:
        items = EndOfDay(units, RULES).run(leader).items
        assert all(item.count > 0 for item in items)
        assert all(item.count == len(item.ids) for item in items if item.ids)
        return {item.kind: item.ids for item in items}

    return run


def visit(state: VisitState = VisitState.CLOSED, **more: Any) -> Visit:
    told = {
        "day": TODAY,
        "letter": "A",
        "number": 1,
        "desk": "A",
        "kind": VisitKind.WALK_IN,
        "state": state,
        "subject": Subject.ROADS,
        "arrived_at": at(10),
        **more,
    }
    return Visit(**told)


def petition(person: str, **more: Any) -> Petition:
    told = {
        "year": 2026,
        "desk": "A",
        "serial": 1,
        "kind": PetitionKind.SUGGESTION,
        "state": PetitionState.ASSIGNED,
        "subject": Subject.ROADS,
        "title": "횡단보도",
        "person_id": person,
        "received_at": at(17, 30),
        "period": "14d",
        "due_at": at(18, day=date(2026, 12, 15)),
        "told_due_at": at(18, day=date(2026, 12, 15)),
        "department": "도로과",
        **more,
    }
    return Petition(**told)


def meeting(**more: Any) -> Meeting:
    told = {
        "kind": MeetingKind.TONGTONG,
        "state": MeetingState.HELD,
        "day": TODAY,
        "starts_at": time(14),
        "ends_at": time(14, 15),
        "title": "면담",
        **more,
    }
    return Meeting(**told)


def group(visit_id: str, **more: Any) -> GroupVisit:
    told = {
        "visit_id": visit_id,
        "name": "비상대책위원회",
        "expected": 10,
        "signature_list": SignatureList.NONE,
        "severity": Severity.NOTICE,
        **more,
    }
    return GroupVisit(**told)


@pytest.fixture
def person(add: Callable[[Any], str]) -> str:
    return add(Person(name="김하늘"))


def test_a_day_on_which_all_is_done_is_clear(units, leader, add, person):
    add(visit())
    add(petition(person))
    add(meeting(record="면담록"))
    found = EndOfDay(units, RULES).run(leader)
    assert (found.day, found.is_clear, found.left_open) == (TODAY, True, 0)


@pytest.mark.parametrize("state", list(VisitState))
def test_visits_are_listed_by_what_is_left_to_do(add, listed, state):
    one = add(visit(state))
    expected = {}
    if state in UNSETTLED:
        expected = {OpenKind.VISIT_OPEN: (one,)}
    elif state is VisitState.TO_RECORD:
        expected = {OpenKind.VISIT_TO_RECORD: (one,)}
    assert listed() == expected


def test_a_visit_left_open_on_another_day_is_still_listed(add, listed):
    before = TODAY - timedelta(days=1)
    one = add(visit(VisitState.IN_COUNSELLING, day=before))
    assert listed() == {OpenKind.VISIT_OPEN: (one,)}


def test_a_dictated_petition_needs_its_signature(add, listed, person):
    one = add(petition(person, dictated=True))
    add(petition(person, dictated=True, signed_at=at(17), serial=2))
    assert listed() == {OpenKind.UNSIGNED_DICTATION: (one,)}


def test_a_petition_without_department_is_late_after_one_working_hour(
    add, listed, person
):
    fresh = add(petition(person, department="", received_at=at(17, 30)))
    late = add(petition(person, department="", received_at=at(16, 59), serial=2))
    found = listed()
    assert set(found.pop(OpenKind.WITHOUT_DEPARTMENT)) == {fresh, late}
    assert found == {OpenKind.TRANSFER_LATE: (late,)}


def test_a_decided_transfer_is_late_after_its_own_limit(add, listed, person):
    late, fresh, sent = (add(petition(person, serial=n)) for n in (1, 2, 3))
    add(Transfer(petition_id=late, department="하천과", due_at=at(17)))
    add(Transfer(petition_id=fresh, department="하천과", due_at=at(18, 1)))
    add(Transfer(petition_id=sent, department="하천과", due_at=at(17), sent_at=at(16)))
    assert listed() == {OpenKind.TRANSFER_LATE: (late,)}


def test_asking_for_documents_is_late_after_eight_working_hours(add, listed, person):
    yesterday = TODAY - timedelta(days=1)
    told = {"state": PetitionState.RECEIVED}
    late = add(petition(person, received_at=at(17, day=yesterday), **told))
    asked = add(petition(person, received_at=at(9, day=yesterday), serial=2, **told))
    add(ClockInterval(petition_id=asked, reason="supplement", began_on=yesterday))
    add(petition(person, received_at=at(9, 1), serial=3, **told))
    assert listed() == {OpenKind.SUPPLEMENT_LATE: (late,)}


def test_what_is_late_due_today_and_due_next_is_told_apart(add, listed, person):
    friday = date(2026, 11, 27)
    late = add(petition(person, due_at=at(17), serial=1))
    today = add(petition(person, due_at=at(18), serial=2))
    following = add(petition(person, due_at=at(18, day=friday), serial=3))
    add(petition(person, due_at=at(18, day=date(2026, 11, 30)), serial=4))
    stopped = {"state": PetitionState.SUPPLEMENT}
    add(petition(person, due_at=at(9), serial=5, **stopped))
    assert listed() == {
        OpenKind.OVERDUE: (late,),
        OpenKind.DUE_TODAY: (today,),
        OpenKind.DUE_TOMORROW: (following,),
    }


def test_after_thirty_days_the_petitioner_is_told_again(add, listed, person):
    month = TODAY - timedelta(days=30)
    one = add(petition(person, received_at=at(17, day=month)))
    told = {"received_at": at(17, day=month - timedelta(days=9))}
    add(petition(person, progress_told_at=at(9), serial=2, **told))
    again = add(petition(person, progress_told_at=at(9, day=month), serial=3, **told))
    assert set(listed()[OpenKind.PROGRESS_UNTOLD]) == {one, again}


def test_a_group_that_has_gone_needs_a_report(add, listed):
    gone = add(group(add(visit())))
    add(group(add(visit(VisitState.CANCELLED, number=2))))
    reported = add(visit(number=3))
    add(group(reported))
    add(Incident(visit_id=reported, at=at(15), summary="상황 종료"))
    still_here = add(visit(VisitState.IN_COUNSELLING, number=4))
    add(group(still_here))
    left = add(group(still_here, dissolved_at=at(16)))
    found = listed()
    assert set(found[OpenKind.GROUP_WITHOUT_REPORT]) == {gone, left}


def test_a_meeting_that_is_over_needs_an_outcome_and_a_record(add, listed):
    unwritten = add(meeting(record=" "))
    unsaid = add(meeting(state=MeetingState.CONFIRMED, starts_at=time(15)))
    add(meeting(state=MeetingState.CONFIRMED, day=TODAY + timedelta(days=1)))
    add(meeting(state=MeetingState.CONFIRMED, ends_at=time(18, 1)))
    add(meeting(kind=MeetingKind.INTERNAL))
    assert listed() == {
        OpenKind.MEETING_WITHOUT_OUTCOME: (unsaid,),
        OpenKind.MEETING_WITHOUT_RECORD: (unwritten,),
    }


def test_who_meets_somebody_else_than_the_mayor_must_be_told(add, listed, person):
    deputy = add(Host(title="부시장", rank=2))
    request = add(
        MeetingRequest(
            applied_on=TODAY,
            state=RequestState.SUBSTITUTED,
            person_id=person,
            subject=Subject.ROADS,
            title="횡단보도",
        )
    )
    add(
        Decision(
            request_id=request,
            verdict=Verdict.VICE_MAYOR,
            host_id=deputy,
            reason="여러 국의 조정",
            decided_at=at(16),
        )
    )
    assert listed()[OpenKind.SUBSTITUTION_UNTOLD] == (request,)
    notice = {"request_id": request, "channel": "전화", "what": "decision"}
    add(RequestNotice(told_at=at(17), **notice))
    assert OpenKind.SUBSTITUTION_UNTOLD not in listed()


def test_conflicts_and_drafts_are_listed(units, leader, add, listed):
    with units.begin(leader, WRITE) as work:
        told = {"tbl": "person", "row_id": "p", "at": 0}
        work.session.add(Conflict(seq=3, field="name", **told))
        work.session.add(Conflict(seq=4, field="name", resolved_seq=5, **told))
        work.session.add(
            Draft(
                id="d",
                staff_id=leader.staff_id,
                form="check_in",
                payload="{}",
                saved_at=at(17),
            )
        )
    assert listed() == {OpenKind.CONFLICT: ("3:name",), OpenKind.DRAFT: ("d",)}


def test_the_log_of_last_month_is_reviewed_in_the_first_working_days(
    units, leader, clock
):
    question = EndOfDay(units, RULES)
    clock.set(at(18, day=date(2026, 12, 3)))
    (item,) = question.run(leader).items
    with units.read(leader, WRITE) as reading:
        lines = len(reading.session.scalars(select(AccessEntry)).all())
    assert (item.kind, item.count) == (OpenKind.LOG_REVIEW, lines)
    assert question.run(leader).left_open == 0
    clock.set(at(18, day=date(2026, 12, 10)))
    assert question.run(leader).items == ()
    clock.set(at(18, day=date(2026, 12, 3)))
    with units.begin(leader, WRITE) as work:
        work.log(Access(AccessAction.READ, "access_entry", purpose=Purpose.REVIEW))
    assert question.run(leader).items == ()


def test_the_day_is_signed_off_with_what_stays_open(units, leader, add, clock):
    add(visit(VisitState.WAITING))
    report = SignOff(units, RULES).run(leader, "비고")
    assert report.open_items == (PrintedItem(words_of(OpenKind.VISIT_OPEN), 1),)
    assert report.remark == "비고"
    signed = EndOfDay(units, RULES).run(leader).signed_off
    assert signed is not None
    assert (signed.at, signed.staff_id, signed.left_open) == (
        at(18),
        leader.staff_id,
        1,
    )
    clock.tick(days=1)
    assert EndOfDay(units, RULES).run(leader).signed_off is None


def test_a_remark_that_cannot_be_printed_signs_nothing_off(units, leader):
    with pytest.raises(FieldError):
        SignOff(units, RULES).run(leader, "비\0고")
    assert EndOfDay(units, RULES).run(leader).signed_off is None


def test_only_who_may_close_the_day_sees_the_list(units):
    with pytest.raises(NotAllowed):
        EndOfDay(units, RULES).run(Actor(StaffId("nobody")))


def test_the_report_counts_the_day(units, leader, add, person):
    add(visit())
    add(visit(VisitState.CANCELLED, number=2))
    add(visit(day=TODAY - timedelta(days=1), number=3))
    crowd = add(group(add(visit(number=4))))
    for come in (12, 30, 25):
        add(HeadCount(group_id=crowd, counted_at=at(11), come=come, admitted=5))
    add(group(add(visit(number=5)), expected=7))
    before = at(9, day=TODAY - timedelta(days=1))
    moved = add(petition(person, received_at=before, assigned_at=at(10)))
    add(Transfer(petition_id=moved, department="도로과", due_at=at(18), sent_at=at(10)))
    add(petition(person, serial=2, due_at=at(18)))
    add(meeting(state=MeetingState.CONFIRMED, day=date(2026, 11, 27)))
    add(meeting(state=MeetingState.CANCELLED, day=date(2026, 11, 27)))
    report = DayNumbers(units, RULES).run(leader)
    assert (report.visits, report.groups, report.group_people) == (3, 2, 37)
    assert (report.received, report.transferred, report.due_soon) == (1, 1, 1)
    assert (report.day, report.meetings_tomorrow) == (TODAY, 1)


def test_every_kind_has_words_in_both_languages():
    for language in texts.LANGUAGES:
        with texts.using(language):
            words = [words_of(kind) for kind in OpenKind]
        assert len(set(words)) == len(OpenKind)
        assert all(words)


def with_span(units, leader, state: VisitState, number: int = 1) -> VisitId:
    with units.begin(leader, WRITE) as work:
        made = work.add(visit(state, number=number))
        work.session.flush()
        work.add(
            VisitSpan(
                visit_id=made.id,
                state=state,
                began_at=at(10),
                staff_id=leader.staff_id,
            )
        )
        return VisitId(made.id)


def spans(units, leader, visit_id: VisitId) -> list[tuple[VisitState, bool]]:
    with units.read(leader, WRITE) as reading:
        found = reading.session.scalars(
            select(VisitSpan)
            .where(VisitSpan.visit_id == visit_id, VisitSpan.undone.is_(False))
            .order_by(VisitSpan.began_at)
        )
        return [(span.state, span.accurate) for span in found]


@pytest.mark.parametrize(
    ("waiting", "then"),
    [
        (StillWaiting.KEEP_PLACE, VisitState.CARRIED_OVER),
        (StillWaiting.LEAVE, VisitState.LEFT),
    ],
)
def test_ending_the_day_leaves_nobody_in_between(units, leader, clock, waiting, then):
    clock.set(at(18))
    ended = {
        VisitState.WAITING: then,
        VisitState.CALLED: then,
        VisitState.ABSENT: then,
        VisitState.IN_COUNSELLING: VisitState.TO_RECORD,
        VisitState.ON_HOLD: VisitState.TO_RECORD,
        VisitState.HANDED_OVER: VisitState.CLOSED,
    }
    ids = {
        state: with_span(units, leader, state, number)
        for number, state in enumerate(ended)
    }
    found = EndVisits(units).run(leader, waiting)
    for state, visit_id in ids.items():
        assert spans(units, leader, visit_id) == [(state, False), (ended[state], True)]
    assert len(found.carried_over) + len(found.left) == 3
    assert (len(found.to_record), len(found.closed)) == (2, 1)
    assert EndVisits(units).run(leader, waiting).to_record == ()


def test_after_the_closing_nobody_waits_any_more_today(units, leader, clock):
    clock.set(at(18))
    for number, state in enumerate((VisitState.WAITING, VisitState.ABSENT)):
        with_span(units, leader, state, number)
    EndVisits(units).run(leader, StillWaiting.KEEP_PLACE)
    assert WaitingList(units).run(leader).summary.waiting == 0
    assert Board(units).run(leader).waiting == ()
    clock.tick(hours=15)
    assert WaitingList(units).run(leader).summary.waiting == 2


def test_ending_the_visits_can_be_taken_back_as_one(office, units, leader, clock):
    clock.set(at(18))
    ids = [
        with_span(units, leader, state, number)
        for number, state in enumerate((VisitState.WAITING, VisitState.ON_HOLD))
    ]
    EndVisits(units).run(leader, StillWaiting.LEAVE)
    UndoLast(units, office.undo).run(leader)
    assert [spans(units, leader, one) for one in ids] == [
        [(VisitState.WAITING, True)],
        [(VisitState.ON_HOLD, True)],
    ]


def test_a_chosen_visit_that_has_ended_stops_it_all(units, leader, clock):
    clock.set(at(18))
    waits = with_span(units, leader, VisitState.WAITING)
    done = with_span(units, leader, VisitState.CLOSED, 2)
    with pytest.raises(StepRefused):
        EndVisits(units).run(leader, StillWaiting.LEAVE, (waits, done))
    assert spans(units, leader, waits) == [(VisitState.WAITING, True)]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    states=st.lists(st.sampled_from(list(VisitState)), max_size=6),
    waiting=st.sampled_from(StillWaiting),
)
def test_whatever_the_day_was_afterwards_no_visit_is_open(
    units, leader, clock, states, waiting
):
    clock.set(at(18))
    for state in states:
        with_span(units, leader, state, next(NUMBERS))
    EndVisits(units).run(leader, waiting)
    kinds = {item.kind for item in EndOfDay(units, RULES).run(leader).items}
    assert kinds <= {OpenKind.VISIT_TO_RECORD}
