from datetime import timedelta

import pytest

from models.errors import (
    ChangedMeanwhile,
    FieldError,
    FormRefused,
    NothingToDo,
    ReasonNeeded,
    StepRefused,
)
from models.values import Matter, Permission, VisitState
from services.reception.finish import Ending
from tests.factories_meetings import TODAY, book, booking, seed
from tests.factories_reception import spans_of, visit_of, walk_in

S = VisitState


@pytest.fixture
def three(desk, clerk, clock):
    made = []
    for name in ("김하늘", "박보람", "이가람"):
        made.append(desk.check_in.run(clerk, walk_in(name)).visit_id)
        clock.tick(minutes=1)
    return made


def state(desk, actor, visit_id):
    return visit_of(desk.units, actor, visit_id).state


def test_the_next_person_is_called_to_a_place(desk, clerk, three):
    called = desk.call_next.run(clerk, "2번 상담실")
    visit = visit_of(desk.units, clerk, three[0])
    assert (called.visit_id, called.label, called.calls) == (three[0], "A1", 1)
    assert (visit.state, visit.place, visit.staff_id) == (
        S.CALLED,
        "2번 상담실",
        clerk.staff_id,
    )


def test_with_nobody_in_the_line_there_is_nothing_to_do(desk, clerk):
    with pytest.raises(NothingToDo):
        desk.call_next.run(clerk, "1번")


def test_priority_is_called_first_and_needs_a_reason(desk, clerk, three):
    with pytest.raises(ReasonNeeded):
        desk.set_priority.run(clerk, three[2], " ")
    desk.set_priority.run(clerk, three[2], "휠체어")
    assert desk.call_next.run(clerk, "1번").visit_id == three[2]


def test_calling_moves_whoever_is_in_counselling_there_to_be_recorded(
    desk, clerk, three
):
    desk.start.run(clerk, three[0], "1번")
    desk.start.run(clerk, three[1], "2번")
    called = desk.call_next.run(clerk, "1번")
    assert called.to_record == (three[0],)
    states = [state(desk, clerk, one) for one in three]
    assert states == [S.TO_RECORD, S.IN_COUNSELLING, S.CALLED]


def test_undoing_the_call_puts_both_back(desk, clerk, three, clock):
    desk.start.run(clerk, three[0], "1번")
    before = [spans_of(desk.units, clerk, one)[-1].id for one in three]
    clock.tick(minutes=3)
    desk.call_next.run(clerk, "1번")
    desk.undo_last.run(clerk)
    assert [state(desk, clerk, one) for one in three] == [
        S.IN_COUNSELLING,
        S.WAITING,
        S.WAITING,
    ]
    last = [spans_of(desk.units, clerk, one)[-1] for one in three]
    assert [span.id for span in last] == before
    assert [span.ended_at for span in last] == [None, None, None]


def test_calling_again_counts(desk, clerk, three):
    called = desk.call_next.run(clerk, "1번")
    desk.call_again.run(clerk, called.visit_id)
    assert desk.call_again.run(clerk, called.visit_id).calls == 3
    desk.undo_last.run(clerk)
    rows = {row.visit_id: row for row in desk.waiting_list.run(clerk).rows}
    assert rows[called.visit_id].calls == 2
    with pytest.raises(StepRefused):
        desk.call_again.run(clerk, three[1])


def test_somebody_can_be_called_out_of_the_order(desk, clerk, three):
    assert desk.call_this.run(clerk, three[2], "1번").visit_id == three[2]
    assert desk.call_next.run(clerk, "2번").visit_id == three[0]


def test_whoever_was_absent_comes_back_to_the_old_place_or_to_the_end(
    desk, clerk, three
):
    for verb, following in ((desk.back_in_line, 0), (desk.absent_to_end, 1)):
        desk.call_next.run(clerk, "1번")
        desk.mark_absent.run(clerk, three[0])
        verb.run(clerk, three[0])
        called = desk.call_next.run(clerk, "1번")
        assert called.visit_id == three[following]
        desk.back_in_line.run(clerk, called.visit_id)


def test_undoing_the_way_to_the_end_gives_the_old_place_back(desk, clerk, three, clock):
    desk.call_next.run(clerk, "1번")
    desk.mark_absent.run(clerk, three[0])
    clock.tick(minutes=1)
    desk.absent_to_end.run(clerk, three[0])
    desk.undo_last.run(clerk)
    desk.back_in_line.run(clerk, three[0])
    assert desk.call_next.run(clerk, "1번").visit_id == three[0]


def test_only_an_absent_person_goes_to_the_end(desk, clerk, three):
    with pytest.raises(StepRefused):
        desk.absent_to_end.run(clerk, three[0])


def test_counselling_is_held_and_taken_up_again(desk, clerk, three):
    desk.start.run(clerk, three[0], "1번")
    desk.hold.run(clerk, three[0], "서류 찾는 중")
    assert state(desk, clerk, three[0]) is S.ON_HOLD
    desk.resume.run(clerk, three[0])
    assert state(desk, clerk, three[0]) is S.IN_COUNSELLING
    with pytest.raises(StepRefused):
        desk.resume.run(clerk, three[1])


def test_counselling_ends_with_its_outcome_or_waits_to_be_recorded(desk, clerk, three):
    desk.start.run(clerk, three[0])
    desk.start.run(clerk, three[1])
    assert desk.finish.run(clerk, three[0], "복지과 안내") is S.CLOSED
    assert desk.finish.run(clerk, three[1]) is S.TO_RECORD
    with pytest.raises(FieldError):
        desk.record.run(clerk, three[1], " ")
    desk.record.run(clerk, three[1], "설명함")
    visit = visit_of(desk.units, clerk, three[1])
    assert (visit.state, visit.outcome) == (S.CLOSED, "설명함")
    with pytest.raises(StepRefused):
        desk.record.run(clerk, three[2], "아직")


def test_an_end_that_nobody_saw_is_marked_and_undone_exactly(desk, clerk, three):
    desk.start.run(clerk, three[0])
    desk.finish.run(clerk, three[0], "설명함", Ending.UNSEEN)
    marks = [s.accurate for s in spans_of(desk.units, clerk, three[0])]
    assert marks == [True, False, True]
    desk.undo_last.run(clerk)
    marks = [s.accurate for s in spans_of(desk.units, clerk, three[0])]
    assert marks == [True, True]
    assert visit_of(desk.units, clerk, three[0]).outcome == ""


def test_handing_over_needs_a_place_and_keeps_the_visit_open(desk, clerk, three):
    with pytest.raises(FormRefused):
        desk.hand_over.run(clerk, three[0], " ")
    desk.hand_over.run(clerk, three[0], "복지과", "복지 상담")
    visit = visit_of(desk.units, clerk, three[0])
    assert (visit.state, visit.place) == (S.HANDED_OVER, "복지과")
    desk.record.run(clerk, three[0], "복지과에서 상담")
    assert state(desk, clerk, three[0]) is S.CLOSED


def test_whoever_left_may_come_back_the_same_day(desk, clerk, three):
    desk.leave.run(clerk, three[0])
    assert state(desk, clerk, three[0]) is S.LEFT
    desk.back_in_line.run(clerk, three[0])
    assert desk.call_next.run(clerk, "1번").visit_id == three[0]


def test_cancelling_needs_a_reason_and_ends_the_visit(desk, clerk, three):
    with pytest.raises(ReasonNeeded):
        desk.cancel.run(clerk, three[0], "")
    desk.cancel.run(clerk, three[0], "두 번 접수됨")
    assert spans_of(desk.units, clerk, three[0])[-1].reason == "두 번 접수됨"
    with pytest.raises(StepRefused):
        desk.call_this.run(clerk, three[0], "1번")


def test_who_is_carried_over_stands_first_in_the_next_days_line(
    desk, clerk, three, clock
):
    desk.carry_over.run(clerk, three[2])
    clock.tick(days=1)
    desk.check_in.run(clerk, walk_in("최다온"))
    rows = desk.waiting_list.run(clerk).rows
    waiting = [row for row in rows if row.rule is not None]
    assert waiting[0].visit_id == three[2]
    assert waiting[0].is_left_over
    assert desk.call_next.run(clerk, "1번").visit_id == three[2]
    assert [number.label for number in desk.board.run(clerk).called] == ["A3"]


def test_who_was_forgotten_yesterday_is_shown_but_not_called(desk, clerk, three, clock):
    clock.tick(days=1)
    rows = desk.waiting_list.run(clerk).rows
    assert {row.visit_id for row in rows} == set(three)
    assert all(row.is_left_over and row.rule is None for row in rows)
    with pytest.raises(NothingToDo):
        desk.call_next.run(clerk, "1번")


def test_an_appointment_is_called_from_two_minutes_before_its_time(desk, leader, clock):
    seed(desk.units, leader)
    meeting_id = book(desk.units, leader, booking(TODAY))
    made = desk.check_in.run(
        leader, walk_in("김하늘", Matter.APPOINTMENT, meeting_id=meeting_id)
    )
    (row,) = desk.waiting_list.run(leader).rows
    clock.set(row.meeting_at - timedelta(minutes=3))
    with pytest.raises(NothingToDo):
        desk.call_next.run(leader, "접견실")
    clock.tick(minutes=1)
    assert desk.call_next.run(leader, "접견실").visit_id == made.visit_id


def test_a_step_that_somebody_went_on_from_is_not_undone(desk, clerk, leader, three):
    desk.call_next.run(clerk, "1번")
    desk.start.run(leader, three[0])
    with pytest.raises(ChangedMeanwhile):
        desk.undo_last.run(clerk)
    assert state(desk, clerk, three[0]) is S.IN_COUNSELLING
    desk.undo_last.run(leader)
    assert state(desk, clerk, three[0]) is S.CALLED


def test_undo_goes_back_step_by_step_and_then_says_so(desk, clerk, clock):
    made = desk.check_in.run(clerk, walk_in())
    desk.call_next.run(clerk, "1번")
    desk.start.run(clerk, made.visit_id)
    told = [desk.undo_last.run(clerk) for _ in range(3)]
    assert [one.what for one in told] == [
        "visit.started",
        "visit.called",
        "visit.checked_in",
    ]
    assert dict(told[0].facts) == {"label": "A1"}
    with pytest.raises(NothingToDo):
        desk.undo_last.run(clerk)


def test_a_clock_that_was_set_back_makes_no_stretch_end_before_it_began(
    desk, clerk, three, clock
):
    desk.call_next.run(clerk, "1번")
    clock.tick(hours=-2)
    desk.start.run(clerk, three[0])
    spans = spans_of(desk.units, clerk, three[0])
    ends = [span.ended_at for span in spans[:-1]]
    assert ends == [span.began_at for span in spans[1:]]
    assert all(s.ended_at is None or s.ended_at >= s.began_at for s in spans)


def test_calling_asks_for_its_own_permission(desk, clerk, three):
    assert desk.call_next.permission is Permission.VISIT_CALL
    assert desk.cancel.permission is Permission.VISIT_CHECK_IN
