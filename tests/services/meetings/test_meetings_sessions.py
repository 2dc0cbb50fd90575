"""Which days are sessions, what stands in their way, and who decides."""

import csv
from datetime import date, time

import pytest

from models.errors import DoubleBooking, FieldError, NotFound, ReasonNeeded, StepRefused
from models.meetings import Meeting
from models.outreach import Dong, DongVisit
from models.selection import MeetingRequest
from models.values import (
    DongVisitState,
    MeetingState,
    Permission,
    RequestState,
    SessionState,
)
from services.korean.dates import nth_weekday_of_month
from services.meetings.cancel_session import CancelSession
from services.meetings.clash import ClashKind
from services.meetings.holidays import AddHoliday, HolidayForm
from services.meetings.move_session import MoveSession, SessionMove
from services.meetings.series import SeriesList
from services.meetings.session_day import AffectedBy
from services.meetings.session_slots import SlotsOf
from services.meetings.sessions import SessionsOf, YearPreview
from services.selection.request_steps import RequestSteps
from tests.factories_meetings import (
    CHUSEOK,
    NEXT,
    TODAY,
    TONGTONG,
    book,
    booking,
    placed,
    request,
    seed,
    undo,
)

NTHS = {"둘째": 2, "넷째": 4}
HOLIDAYS_ON_THURSDAYS = 13
SESSIONS_OF_14_YEARS = 324
# The shared table leaves the early election of 2025-06-03 out.
EARLY_ELECTION = date(2025, 6, 3)


def move(to_day=date(2026, 10, 1), rule_day=CHUSEOK, **changes):
    return SessionMove(TONGTONG, rule_day, to_day, "추석 연휴", **changes)


def one(units, actor, rule_day=NEXT):
    rows = SessionsOf(units).run(actor, rule_day, rule_day)
    return next(row for row in rows if row.rule_day == rule_day)


def meeting_of(units, actor, meeting_id):
    with units.read(actor, Permission.CALENDAR_READ) as reading:
        return reading.get(Meeting, meeting_id)


def request_state(units, actor, request_id):
    with units.read(actor, Permission.REQUEST_READ) as reading:
        return reading.get(MeetingRequest, request_id).state


def window_of(row, without=EARLY_ELECTION):
    windows = [c.window for c in row.clashes if c.kind is ClashKind.ELECTION]
    return [window for window in windows if window.last != without]


def test_the_sessions_of_fourteen_years_equal_the_shared_table(
    units, leader, shared_data
):
    seed(units, leader, range(2018, 2033))
    rows = SessionsOf(units).run(leader, date(2018, 7, 1), date(2031, 12, 31))
    with (shared_data / "tongtong_day_2018_2031.csv").open(
        encoding="utf-8-sig"
    ) as file:
        for row, told in zip(rows, csv.DictReader(file), strict=True):
            day = date.fromisoformat(told["date"])
            assert (row.rule_day, row.held_on) == (day, day)
            assert NTHS[told["nth_thursday"]] == nth_weekday_of_month(day)
            names = [c.name for c in row.clashes if c.kind is ClashKind.HOLIDAY]
            assert names == ([told["holiday"]] if told["holiday"] else [])
            moves = row.proposals and (
                row.proposals.next_free.isoformat(),
                row.proposals.previous_business_day.isoformat(),
                row.proposals.next_business_day.isoformat(),
            )
            wanted = (
                told["next_free_thursday"],
                told["previous_business_day"],
                told["next_business_day"],
            )
            assert moves == (wanted if told["holiday"] else None)
            assert bool(window_of(row)) == bool(told["election_restriction_window"])


def test_fourteen_years_have_324_sessions_and_13_need_a_decision(units, leader):
    seed(units, leader, range(2018, 2033))
    rows = SessionsOf(units).run(leader, date(2018, 7, 1), date(2031, 12, 31))
    assert len(rows) == SESSIONS_OF_14_YEARS
    assert sum(row.needs_decision for row in rows) == HOLIDAYS_ON_THURSDAYS
    assert {nth_weekday_of_month(row.rule_day) for row in rows} == {2, 4}


def test_the_shipped_rule_is_an_hour_of_quarters_at_two_with_the_mayor(seeded, leader):
    (series,) = SeriesList(seeded).run(leader)
    assert (series.name, series.starts_at, series.minutes) == ("통통데이", time(14), 60)
    assert (series.slot_for(1), series.slot_for(2)) == (15, 20)


def test_the_first_term_has_96_sessions_and_12_in_restricted_weeks(units, leader):
    seed(units, leader, range(2018, 2023))
    rows = SessionsOf(units).run(leader, date(2018, 7, 1), date(2022, 6, 30))
    assert len(rows) == 96
    assert sum(bool(window_of(row)) for row in rows) == 12


def test_the_preview_of_a_year_lists_its_holiday_with_where_it_could_go(seeded, leader):
    rows = YearPreview(seeded).run(leader, 2026)
    assert len(rows) == 24
    (clash,) = [row for row in rows if row.needs_decision]
    assert clash.rule_day == CHUSEOK
    assert clash.proposals.recommended_day == date(2026, 10, 1)


def test_a_holiday_never_moves_a_session_by_itself(seeded, leader):
    row = one(seeded, leader, CHUSEOK)
    assert (row.held_on, row.state) == (CHUSEOK, SessionState.PLANNED)


def test_a_moved_session_shows_on_its_new_day_and_names_its_rule_day(seeded, leader):
    MoveSession(seeded).run(leader, move())
    rows = SessionsOf(seeded).run(leader, date(2026, 10, 1), date(2026, 10, 1))
    (row,) = rows
    assert (row.rule_day, row.state) == (CHUSEOK, SessionState.MOVED)
    assert (row.reason, row.needs_decision) == ("추석 연휴", False)


def test_undo_of_a_move_asks_for_a_decision_again(seeded, office, leader):
    MoveSession(seeded).run(leader, move())
    assert undo(office, leader) == "session.moved"
    assert one(seeded, leader, CHUSEOK).needs_decision


def test_a_session_can_be_kept_on_a_holiday_by_a_person_with_a_reason(seeded, leader):
    MoveSession(seeded).run(leader, move(to_day=CHUSEOK))
    row = one(seeded, leader, CHUSEOK)
    assert (row.held_on, row.needs_decision) == (CHUSEOK, False)


def test_a_move_without_a_reason_or_onto_a_holiday_or_a_session_is_refused(
    seeded, leader
):
    moves = MoveSession(seeded)
    with pytest.raises(ReasonNeeded):
        moves.run(leader, SessionMove(TONGTONG, CHUSEOK, date(2026, 10, 1), " "))
    with pytest.raises(FieldError, match="holiday"):
        moves.run(leader, move(to_day=date(2026, 10, 9)))
    with pytest.raises(FieldError, match="session_there"):
        moves.run(leader, move(to_day=date(2026, 10, 8)))
    with pytest.raises(FieldError, match="too_late"):
        moves.run(leader, move(starts_at=time(23, 30)))


def test_a_day_that_the_rule_does_not_give_is_no_session(seeded, leader):
    with pytest.raises(NotFound):
        MoveSession(seeded).run(leader, move(rule_day=date(2026, 10, 1)))


def test_the_meetings_go_along_and_who_was_confirmed_is_listed(seeded, office, leader):
    meeting_id = placed(seeded, leader)
    decided = MoveSession(seeded).run(
        leader, move(date(2026, 12, 11), NEXT, starts_at=time(15))
    )
    assert [one.meeting_id for one in decided.affected] == [meeting_id]
    meeting = meeting_of(seeded, leader, meeting_id)
    assert (meeting.day, meeting.starts_at) == (date(2026, 12, 11), time(15))
    undo(office, leader)
    meeting = meeting_of(seeded, leader, meeting_id)
    assert (meeting.day, meeting.starts_at) == (NEXT, time(14))


def test_a_full_session_shifts_by_a_quarter_without_meeting_itself(seeded, leader):
    first = placed(seeded, leader, begin="14:00")
    second = placed(seeded, leader, begin="14:15")
    MoveSession(seeded).run(leader, move(NEXT, NEXT, starts_at=time(14, 15)))
    starts = [meeting_of(seeded, leader, key).starts_at for key in (first, second)]
    assert starts == [time(14, 15), time(14, 30)]


def test_a_move_onto_a_taken_host_moves_nothing(seeded, leader):
    meeting_id = placed(seeded, leader)
    book(seeded, leader, booking(date(2026, 12, 11), "14:00", "15:00"))
    with pytest.raises(DoubleBooking):
        MoveSession(seeded).run(leader, move(date(2026, 12, 11), NEXT))
    assert meeting_of(seeded, leader, meeting_id).day == NEXT
    assert one(seeded, leader).state is SessionState.PLANNED


def test_what_a_decision_would_touch_is_listed_before_it_is_taken(seeded, leader):
    meeting_id = placed(seeded, leader)
    touched = AffectedBy(seeded).run(leader, TONGTONG, NEXT)
    assert [one.meeting_id for one in touched] == [meeting_id]


def test_a_cancelled_session_sends_its_applicants_back_to_wait(seeded, office, leader):
    request_id = request(seeded, leader)
    meeting_id = placed(seeded, leader, request_id)
    cancel = CancelSession(seeded, RequestSteps())
    decided = cancel.run(leader, TONGTONG, NEXT, "시장 출장")
    assert [one.request_id for one in decided.affected] == [request_id]
    assert meeting_of(seeded, leader, meeting_id).state is MeetingState.POSTPONED
    assert request_state(seeded, leader, request_id) is RequestState.POSTPONED
    undo(office, leader)
    assert meeting_of(seeded, leader, meeting_id).state is MeetingState.CONFIRMED
    assert request_state(seeded, leader, request_id) is RequestState.SCHEDULED


def test_a_cancelled_session_is_not_moved(seeded, leader):
    CancelSession(seeded, RequestSteps()).run(leader, TONGTONG, NEXT, "시장 출장")
    with pytest.raises(StepRefused):
        MoveSession(seeded).run(leader, move(date(2026, 12, 11), NEXT))


def test_moving_into_restricted_weeks_asks_for_the_ground(units, leader):
    seed(units, leader, range(2026, 2029))
    rule_day = date(2028, 2, 10)
    placed(units, leader, rule_day=rule_day)
    into = move(date(2028, 2, 17), rule_day)
    with pytest.raises(ReasonNeeded) as caught:
        MoveSession(units).run(leader, into)
    assert caught.value.facts == {"step": "election"}
    grounded = move(date(2028, 2, 17), rule_day, election_ground="긴급한 민원의 해결")
    MoveSession(units).run(leader, grounded)


def test_used_and_free_minutes_count_confirmed_places_once(seeded, leader):
    placed(seeded, leader, begin="14:00")
    placed(seeded, leader, begin="14:15")
    row = one(seeded, leader)
    assert (row.meetings, row.used_minutes, row.free_minutes) == (2, 30, 30)


def test_the_slots_of_a_session_show_people_masked_and_what_is_free(seeded, leader):
    placed(seeded, leader, begin="14:15")
    slots = SlotsOf(seeded).run(leader, TONGTONG, NEXT)
    told = [(slot.starts_at, slot.who) for slot in slots.slots]
    assert told == [
        (time(14, 0), ""),
        (time(14, 15), "김*늘"),
        (time(14, 30), ""),
        (time(14, 45), ""),
    ]
    assert slots.rest_minutes == 0


@pytest.mark.parametrize("is_placed", [True, False])
def test_what_the_host_does_elsewhere_is_no_free_slot(seeded, leader, *, is_placed):
    if is_placed:
        placed(seeded, leader, begin="14:00")
    book(seeded, leader, booking(NEXT, "14:30", "16:00"))
    book(seeded, leader, booking(NEXT, "16:00", "17:00"))
    slots = SlotsOf(seeded).run(leader, TONGTONG, NEXT)
    assert [
        (slot.starts_at, slot.title, slot.elsewhere, slot.is_free)
        for slot in slots.slots
        if slot.starts_at != time(14, 0)
    ] == [
        (time(14, 15), "", False, True),
        (time(14, 30), "간부회의", True, False),
    ]
    assert slots.free_minutes == (15 if is_placed else 30)


def test_a_dong_visit_takes_the_mayor_from_the_session(seeded, leader):
    with seeded.begin(leader, Permission.OUTREACH_WRITE) as work:
        dong = work.add(Dong(code10="9900000001", name="성사1동", valid_from=TODAY))
        work.session.flush()
        work.add(
            DongVisit(
                dong_id=dong.id,
                state=DongVisitState.PLANNED,
                day=NEXT,
                starts_at=time(14),
                ends_at=time(14, 45),
            )
        )
    slots = SlotsOf(seeded).run(leader, TONGTONG, NEXT)
    assert [(slot.title, slot.is_free) for slot in slots.slots] == [
        ("성사1동", False),
        ("", True),
    ]


def test_a_holiday_that_comes_later_asks_about_a_session_with_bookings(seeded, leader):
    placed(seeded, leader)
    AddHoliday(seeded).run(leader, HolidayForm(NEXT, "임시공휴일"))
    row = one(seeded, leader)
    assert (row.needs_decision, row.meetings) == (True, 1)


def test_a_day_without_a_row_follows_the_rule(seeded, leader):
    row = one(seeded, leader, TODAY)
    assert (row.decided, row.starts_at, row.minutes) == (False, time(14), 60)
