from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values import Matter, VisitState
from services.reception.estimate import FEWEST, Estimate, estimate
from services.reception.finish import Ending
from services.reception.order import CallingRule
from tests.factories_reception import group, walk_in

LENGTHS = st.lists(
    st.integers(0, 7_200).map(lambda s: timedelta(seconds=s)), max_size=20
)


@given(LENGTHS, st.integers(0, 60))
def test_an_estimate_is_a_range_in_steps_of_five_and_grows_with_the_line(
    lengths, ahead
):
    told, longer = estimate(lengths, ahead), estimate(lengths, ahead + 1)
    if len(lengths) < FEWEST:
        assert told is None
        return
    assert 0 <= told.low <= told.high
    assert (told.low % 5, told.high % 5) == (0, 0)
    assert told.low <= longer.low
    assert told.high <= longer.high


def test_an_estimate_is_the_median_times_the_people_rounded_up():
    lengths = [timedelta(minutes=m) for m in (3, 7, 8, 9, 60)]
    assert estimate(lengths, 3) == Estimate(25, 30)
    assert estimate(lengths, 0) == Estimate(0, 10)


def counsel(desk, actor, clock, minutes, ending=Ending.SEEN):
    made = desk.check_in.run(actor, walk_in())
    desk.start.run(actor, made.visit_id)
    clock.tick(minutes=minutes)
    desk.finish.run(actor, made.visit_id, "설명함", ending)


def test_there_is_no_estimate_before_five_were_measured(desk, clerk, clock):
    for _ in range(4):
        counsel(desk, clerk, clock, 10)
    counsel(desk, clerk, clock, 300, Ending.UNSEEN)
    assert desk.waiting_list.run(clerk).summary.estimate is None
    counsel(desk, clerk, clock, 10)
    desk.check_in.run(clerk, walk_in())
    assert desk.waiting_list.run(clerk).summary.estimate == Estimate(10, 10)


def test_an_undone_counselling_is_not_measured(desk, clerk, clock):
    for _ in range(5):
        counsel(desk, clerk, clock, 10)
    desk.undo_last.run(clerk)
    assert desk.waiting_list.run(clerk).summary.estimate is None


def test_names_are_masked_and_a_confidential_one_is_not_shown(desk, clerk):
    desk.check_in.run(clerk, walk_in("김하늘"))
    desk.check_in.run(clerk, walk_in("박보람", confidential=True))
    desk.check_in.run(clerk, walk_in("", anonymous=True))
    rows = desk.waiting_list.run(clerk).rows
    assert [row.name for row in rows] == ["김*늘", "***", ""]
    assert "김" not in repr(rows)


def test_a_group_stands_in_the_line_under_its_own_name_with_its_heads(desk, clerk):
    desk.check_in_group.run(clerk, group())
    (row,) = desk.waiting_list.run(clerk).rows
    assert (row.label, row.name, row.people) == ("G1", "푸른마을 주민 모임", 12)


def test_the_list_begins_with_those_who_are_with_somebody(desk, clerk, clock):
    ids = []
    for name in ("김하늘", "박보람", "이가람", "최다온", "정새봄"):
        ids.append(desk.check_in.run(clerk, walk_in(name)).visit_id)
        clock.tick(minutes=1)
    desk.start.run(clerk, ids[2])
    desk.call_this.run(clerk, ids[3], "2번")
    desk.leave.run(clerk, ids[0])
    desk.set_priority.run(clerk, ids[4], "고령")
    rows = desk.waiting_list.run(clerk).rows
    assert [row.visit_id for row in rows] == [ids[i] for i in (2, 3, 4, 1, 0)]
    rules = [row.rule for row in rows]
    assert rules == [None, None, CallingRule.PRIORITY, CallingRule.ARRIVAL, None]


def test_the_wait_is_counted_until_counselling_begins(desk, clerk, clock):
    first = desk.check_in.run(clerk, walk_in("김하늘"))
    clock.tick(minutes=13)
    desk.start.run(clerk, first.visit_id)
    desk.check_in.run(clerk, walk_in("박보람"))
    clock.tick(minutes=9, seconds=59)
    lists = desk.waiting_list.run(clerk)
    assert [row.wait_minutes for row in lists.rows] == [13, 9]
    assert (lists.summary.waiting, lists.summary.longest_minutes) == (1, 9)


def test_who_left_waits_no_longer(desk, clerk, clock):
    made = desk.check_in.run(clerk, walk_in())
    clock.tick(minutes=5)
    desk.leave.run(clerk, made.visit_id)
    clock.tick(hours=3)
    (row,) = desk.waiting_list.run(clerk).rows
    assert row.wait_minutes == 5


def test_what_nobody_wrote_down_is_counted_also_the_next_day(desk, clerk, clock):
    made = desk.check_in.run(clerk, walk_in(matter=Matter.SUGGESTION))
    desk.start.run(clerk, made.visit_id)
    desk.finish.run(clerk, made.visit_id)
    clock.tick(days=1)
    lists = desk.waiting_list.run(clerk)
    assert lists.summary.to_record == 1
    assert (lists.rows[0].receipt, lists.rows[0].is_left_over) == (made.receipt, True)


def test_another_day_can_be_looked_at(desk, clerk, clock):
    desk.check_in.run(clerk, walk_in())
    day = clock.now().date()
    clock.tick(days=1)
    assert [row.day for row in desk.waiting_list.run(clerk, day).rows] == [day]


def test_the_board_shows_numbers_and_places_alone(desk, clerk, clock):
    for name in ("김하늘", "박보람", "이가람"):
        desk.check_in.run(clerk, walk_in(name, title="보도 파손"))
        clock.tick(minutes=1)
    ids = [row.visit_id for row in desk.waiting_list.run(clerk).rows]
    desk.start.run(clerk, ids[0], "1번 상담실")
    desk.call_next.run(clerk, "2번 상담실")
    view = desk.board.run(clerk)
    assert [(n.label, n.place) for n in view.called] == [("A2", "2번 상담실")]
    assert [(n.label, n.place) for n in view.counselling] == [("A1", "1번 상담실")]
    assert view.waiting == ("A3",)
    assert not any(word in repr(view) for word in ("하늘", "보람", "가람", "보도"))


@pytest.mark.parametrize("state", VisitState)
def test_every_state_has_its_place_in_the_list(state):
    from services.reception.waiting_list import _RANKS

    assert state in _RANKS
