"""Bookings: shown clashes, the wall in the office file, reasons, undo."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import text

from models.base import new_id
from models.errors import (
    ChangedMeanwhile,
    DoubleBooking,
    FieldError,
    FormRefused,
    NotFound,
    ReasonNeeded,
    StepRefused,
)
from models.meetings import Meeting
from models.selection import MeetingRequest
from models.values import (
    HostId,
    MeetingId,
    MeetingKind,
    MeetingState,
    Permission,
    RequestState,
)
from services.core.database import office_errors
from services.korean.working_time import STANDARD_HOURS
from services.meetings.book import BookMeeting
from services.meetings.clash import ClashKind
from services.meetings.clashes import Asked, ClashesOf
from services.meetings.end_meeting import Ending, EndMeeting
from services.meetings.move import Move, MoveMeeting
from services.meetings.place import Grounds, Place
from services.meetings.place_request import Placement, PlaceRequest
from services.selection.request_steps import RequestSteps
from tests.factories_meetings import (
    CHUSEOK,
    MAYOR,
    MAYOR_ROOM,
    NEXT,
    SMALL_ROOM,
    TODAY,
    TONGTONG,
    book,
    booking,
    person,
    place,
    placed,
    request,
    select,
    undo,
)

WINDOW_DAY = date(2028, 3, 2)


def stored(units, actor, meeting_id):
    with units.read(actor, Permission.CALENDAR_READ) as reading:
        return reading.get(Meeting, meeting_id)


def request_state(units, actor, request_id):
    with units.read(actor, Permission.REQUEST_READ) as reading:
        return reading.get(MeetingRequest, request_id).state


def asked(units, actor, **changes):
    wanted = replace(Asked(MeetingKind.INTERNAL, place()), **changes)
    return ClashesOf(units, STANDARD_HOURS).run(actor, wanted)


def end(units, actor, meeting_id, to, **facts):
    EndMeeting(units, RequestSteps()).run(actor, Ending(meeting_id, to, **facts))


def test_a_taken_host_is_refused_by_the_office_file(seeded, leader):
    book(seeded, leader)
    for host, room, taken in ((MAYOR, SMALL_ROOM, "host"), (None, MAYOR_ROOM, "room")):
        with pytest.raises(DoubleBooking) as caught:
            book(seeded, leader, place=Place(NEXT, time(10, 30), time(11), host, room))
        assert caught.value.facts == {"resource": taken}


def test_raw_sql_meets_the_same_wall(seeded, office, leader):
    meeting_id = book(seeded, leader)
    copy = text(
        "INSERT INTO meeting (id, kind, state, day, starts_at, ends_at, host_id, title,"
        " people, election_ground, state_reason, gist, history, opinion, remarks,"
        " questions, caution, plan, record, created_at, created_by)"
        " SELECT :new, kind, state, day, starts_at, ends_at, host_id, title, people,"
        " '', '', '', '', '', '', '', '', '', '', 0, 'x' FROM meeting WHERE id = :old"
    )
    ids = {"new": new_id(), "old": meeting_id}
    with pytest.raises(DoubleBooking), office_errors(), office.writers.begin() as link:
        link.execute(copy, ids)


def test_a_stated_reason_lets_a_second_booking_stand_beside_the_first(seeded, leader):
    book(seeded, leader)
    second = book(seeded, leader, grounds=Grounds(overlap="현장 순방 동행"))
    assert stored(seeded, leader, second).overlap_reason == "현장 순방 동행"


def test_a_blank_reason_is_none(seeded, leader):
    book(seeded, leader)
    with pytest.raises(DoubleBooking):
        book(seeded, leader, grounds=Grounds(overlap="  "))


def test_a_tentative_entry_claims_nothing_until_it_is_confirmed(seeded, leader):
    book(seeded, leader)
    second = book(seeded, leader, state=MeetingState.TENTATIVE)
    with pytest.raises(DoubleBooking):
        end(seeded, leader, second, MeetingState.CONFIRMED)
    assert stored(seeded, leader, second).state is MeetingState.TENTATIVE


def test_entries_that_only_touch_do_not_clash(seeded, leader):
    book(seeded, leader)
    book(seeded, leader, booking(begin="11:00", end="12:00"))


def test_a_second_click_books_once(seeded, leader):
    known = MeetingId(new_id())
    assert book(seeded, leader, meeting_id=known) == known
    assert book(seeded, leader, meeting_id=known) == known


def test_undo_leaves_a_cancelled_entry_and_frees_the_host(seeded, office, leader):
    meeting_id = book(seeded, leader)
    assert undo(office, leader) == "meeting.booked"
    assert stored(seeded, leader, meeting_id).state is MeetingState.CANCELLED
    book(seeded, leader)


@pytest.mark.parametrize(
    ("changes", "field", "fault"),
    [
        ({"title": " "}, "title", "missing"),
        ({"title": "가" * 201}, "title", "too_long"),
        ({"people": 0}, "people", "too_few"),
        ({"state": MeetingState.HELD}, "state", "not_bookable"),
        ({"kind": MeetingKind.TONGTONG}, "kind", "needs_session"),
        ({"place": place(begin="11:00", end="11:00")}, "ends_at", "before_start"),
    ],
)
def test_a_form_with_a_fault_is_refused_by_field(seeded, leader, changes, field, fault):
    with pytest.raises(FormRefused) as caught:
        book(seeded, leader, **changes)
    assert caught.value.faults == ((field, fault),)


def test_an_unknown_host_is_refused(seeded, leader):
    nowhere = Place(NEXT, time(10), time(11), HostId("nobody"))
    with pytest.raises(NotFound):
        BookMeeting(seeded).run(leader, replace(booking(), place=nowhere))


def test_restricted_weeks_ask_a_citizens_meeting_for_its_ground_and_never_block(
    seeded, leader
):
    wanted = replace(booking(WINDOW_DAY), kind=MeetingKind.CITIZEN)
    with pytest.raises(ReasonNeeded) as caught:
        book(seeded, leader, wanted)
    assert caught.value.facts == {"step": "election"}
    ground = Grounds(election="집단민원의 해결")
    meeting_id = book(seeded, leader, wanted, grounds=ground)
    assert stored(seeded, leader, meeting_id).election_ground == "집단민원의 해결"


def test_internal_entries_need_no_ground_in_restricted_weeks(seeded, leader):
    book(seeded, leader, booking(WINDOW_DAY))


def test_confirming_in_restricted_weeks_asks_for_the_ground_then(seeded, leader):
    wanted = replace(booking(WINDOW_DAY), kind=MeetingKind.CITIZEN)
    meeting_id = book(seeded, leader, wanted, state=MeetingState.TENTATIVE)
    with pytest.raises(ReasonNeeded):
        end(seeded, leader, meeting_id, MeetingState.CONFIRMED)
    end(seeded, leader, meeting_id, MeetingState.CONFIRMED, election_ground="재해 구호")


def test_every_clash_is_listed_before_anything_is_saved(seeded, leader):
    book(seeded, leader)
    kinds = [clash.kind for clash in asked(seeded, leader)]
    assert kinds == [ClashKind.HOST, ClashKind.ROOM]


def test_a_moved_entry_does_not_clash_with_itself(seeded, leader):
    meeting_id = book(seeded, leader)
    assert asked(seeded, leader, meeting_id=meeting_id) == ()


def test_the_same_applicant_in_two_places_is_a_clash(seeded, leader):
    who = person(seeded, leader)
    placed(seeded, leader, request(seeded, leader, who))
    second = request(seeded, leader, who, title="가로등 설치")
    elsewhere = Place(NEXT, time(14), time(14, 15), None, SMALL_ROOM)
    found = asked(seeded, leader, place=elsewhere, request_id=second)
    assert [clash.kind for clash in found] == [ClashKind.PERSON]


def test_holidays_windows_and_hours_are_named_with_their_reason(seeded, leader):
    found = asked(seeded, leader, place=place(CHUSEOK))
    assert [(c.kind, c.name) for c in found] == [(ClashKind.HOLIDAY, "추석 전날")]
    found = asked(seeded, leader, place=place(begin="12:30", end="13:30"))
    assert [clash.kind for clash in found] == [ClashKind.OUTSIDE_HOURS]
    found = asked(seeded, leader, kind=MeetingKind.CITIZEN, place=place(WINDOW_DAY))
    assert [clash.kind for clash in found] == [ClashKind.ELECTION]
    assert found[0].window.first == date(2028, 2, 12)


def test_an_entry_moves_as_a_whole_and_undo_puts_it_back(seeded, office, leader):
    meeting_id = book(seeded, leader)
    target = place(date(2026, 12, 11), "15:00", "16:00")
    MoveMeeting(seeded).run(leader, Move(meeting_id, target))
    assert stored(seeded, leader, meeting_id).day == date(2026, 12, 11)
    undo(office, leader)
    assert stored(seeded, leader, meeting_id).starts_at == time(10)


def test_a_move_onto_a_taken_host_is_refused(seeded, leader):
    book(seeded, leader)
    meeting_id = book(seeded, leader, booking(begin="11:00", end="12:00"))
    with pytest.raises(DoubleBooking):
        MoveMeeting(seeded).run(leader, Move(meeting_id, place()))


def test_a_form_that_shows_an_older_place_is_refused(seeded, leader):
    meeting_id = book(seeded, leader)
    with seeded.read(leader, Permission.CALENDAR_READ) as reading:
        base = reading.seen(reading.get(Meeting, meeting_id))
    MoveMeeting(seeded).run(
        leader, Move(meeting_id, place(begin="15:00", end="16:00"), base=base)
    )
    with pytest.raises(ChangedMeanwhile):
        MoveMeeting(seeded).run(leader, Move(meeting_id, place(), base=base))


def test_what_was_cancelled_is_not_moved(seeded, office, leader):
    meeting_id = book(seeded, leader)
    undo(office, leader)
    with pytest.raises(StepRefused):
        MoveMeeting(seeded).run(leader, Move(meeting_id, place()))


def test_a_place_of_a_session_stays_inside_its_session(seeded, leader):
    meeting_id = placed(seeded, leader)
    outside = Place(NEXT, time(14, 50), time(15, 5), MAYOR)
    with pytest.raises(FieldError, match="outside_session"):
        MoveMeeting(seeded).run(leader, Move(meeting_id, outside))


def test_a_request_gets_a_quarter_a_group_twenty_minutes(seeded, leader):
    alone = placed(seeded, leader)
    group = placed(seeded, leader, request(seeded, leader, people=4), "14:15")
    ends = [stored(seeded, leader, key).ends_at for key in (alone, group)]
    assert ends == [time(14, 15), time(14, 35)]


def test_placing_schedules_the_request_and_undo_takes_both_back(seeded, office, leader):
    request_id = request(seeded, leader)
    meeting_id = placed(seeded, leader, request_id)
    meeting = stored(seeded, leader, meeting_id)
    assert (meeting.kind, meeting.host_id) == (MeetingKind.TONGTONG, MAYOR)
    assert request_state(seeded, leader, request_id) is RequestState.SCHEDULED
    undo(office, leader)
    assert stored(seeded, leader, meeting_id).state is MeetingState.CANCELLED
    assert request_state(seeded, leader, request_id) is RequestState.SELECTED


def test_two_people_do_not_get_the_same_slot_and_the_second_stays_selected(
    seeded, leader
):
    placed(seeded, leader)
    second = request(seeded, leader)
    with pytest.raises(DoubleBooking):
        placed(seeded, leader, second)
    assert request_state(seeded, leader, second) is RequestState.SELECTED


def test_nobody_is_placed_twice_outside_the_hour_or_on_an_undecided_holiday(
    seeded, leader
):
    place_request = PlaceRequest(seeded, RequestSteps())
    request_id = request(seeded, leader)
    select(seeded, leader, request_id)
    with pytest.raises(FieldError, match="outside_session"):
        place_request.run(leader, Placement(request_id, TONGTONG, NEXT, time(14, 50)))
    with pytest.raises(StepRefused, match="holiday"):
        place_request.run(leader, Placement(request_id, TONGTONG, CHUSEOK, time(14)))
    place_request.run(leader, Placement(request_id, TONGTONG, NEXT, time(14)))
    with pytest.raises(StepRefused):
        place_request.run(leader, Placement(request_id, TONGTONG, NEXT, time(14, 15)))


def test_a_request_nobody_selected_is_not_placed(seeded, leader):
    request_id = request(seeded, leader)
    with pytest.raises(StepRefused):
        PlaceRequest(seeded, RequestSteps()).run(
            leader, Placement(request_id, TONGTONG, NEXT, time(14))
        )


def test_holding_moves_the_request_on_and_undo_back(seeded, office, leader):
    request_id = request(seeded, leader)
    meeting_id = placed(seeded, leader, request_id, rule_day=TODAY)
    end(seeded, leader, meeting_id, MeetingState.HELD)
    assert request_state(seeded, leader, request_id) is RequestState.HELD
    undo(office, leader)
    assert request_state(seeded, leader, request_id) is RequestState.SCHEDULED
    assert stored(seeded, leader, meeting_id).state is MeetingState.CONFIRMED


def test_somebody_who_was_missed_and_came_after_all_was_met(seeded, leader):
    request_id = request(seeded, leader)
    meeting_id = placed(seeded, leader, request_id, rule_day=TODAY)
    end(seeded, leader, meeting_id, MeetingState.NO_SHOW)
    end(seeded, leader, meeting_id, MeetingState.HELD)
    assert request_state(seeded, leader, request_id) is RequestState.HELD


def test_what_lies_ahead_was_not_held_yet(seeded, leader):
    meeting_id = placed(seeded, leader)
    with pytest.raises(StepRefused) as caught:
        end(seeded, leader, meeting_id, MeetingState.HELD)
    assert caught.value.facts["state"] == "future"


def test_calling_off_needs_a_reason_and_frees_the_place(seeded, leader):
    request_id = request(seeded, leader)
    meeting_id = placed(seeded, leader, request_id)
    with pytest.raises(ReasonNeeded):
        end(seeded, leader, meeting_id, MeetingState.POSTPONED)
    end(seeded, leader, meeting_id, MeetingState.POSTPONED, reason="신청인 사정")
    assert request_state(seeded, leader, request_id) is RequestState.POSTPONED
    assert stored(seeded, leader, meeting_id).state_reason == "신청인 사정"
    placed(seeded, leader)
