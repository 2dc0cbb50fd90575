"""The yearly plan: sums computed, printed ones compared, done counted."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import FieldError, NotAllowed, NotFound
from models.outreach import Dong, DongVisit
from models.values import DongVisitState, MeetingState, Permission
from services.core.clock import SEOUL
from services.figures.period import Period, period_of
from services.figures.plan import KeepPlan, PlanNames, read_grid
from services.figures.plan_check import PlanCheck, report
from services.figures.plan_vs_actual import Compared, PlanVsActual, YearByMonth
from services.meetings.end_meeting import Ending, EndMeeting
from services.selection.request_steps import RequestSteps
from tests.factories_meetings import TODAY, placed, seed, undo

PLAN = "시민소통실 2018"
# The plan of 2018 as it was printed; its totals 225 and 44 are wrong.
PRINTED = (
    ("단위사업", "계", "기투자", "'18.7~", "'19", "'20", "'21", "'22.6월"),
    ("합계", "225", "", "51", "43", "44", "43", "44"),
    ("통통데이", "96", "-", "12", "24", "24", "24", "12"),
    ("동방문(현장탐방)", "117", "-", "39", "19", "20", "19", "20"),
)
THIS_YEAR = (("단위", "'26"), ("통통데이", "24"), ("동방문", "20"), ("기타", "3"))


def test_the_printed_plan_gives_213_and_flags_225_and_44(units, leader):
    KeepPlan(units).run(leader, PLAN, PRINTED)
    checked = PlanCheck(units).run(leader, PLAN)
    assert checked.total.computed == 213
    assert [(s.name, s.printed, s.computed) for s in checked.flagged] == [
        ("'22.6월", 44, 32),
        (PLAN, 225, 213),
    ]
    assert [row.total.differs for row in checked.rows] == [False, False]
    assert [row.total.computed for row in checked.rows] == [96, 117]
    assert [s.computed for s in checked.columns] == [51, 43, 44, 43, 32]
    assert {s.difference for s in checked.flagged} == {12}


def test_keeping_the_same_plan_again_changes_nothing(units, leader):
    assert KeepPlan(units).run(leader, PLAN, PRINTED) > 0
    assert KeepPlan(units).run(leader, PLAN, PRINTED) == 0
    assert PlanNames(units).run(leader) == (PLAN,)


def test_undo_brings_the_numbers_before_back(units, office, leader):
    KeepPlan(units).run(leader, PLAN, THIS_YEAR)
    KeepPlan(units).run(leader, PLAN, (("단위", "'26"), ("통통데이", "30")))
    undo(office, leader)
    assert PlanCheck(units).run(leader, PLAN).total.computed == 47


def test_a_cell_that_is_no_number_is_named_by_row_and_column(units, leader):
    grid = (("단위", "'26"), ("통통데이", "스물"))
    with pytest.raises(FieldError) as caught:
        KeepPlan(units).run(leader, PLAN, grid)
    assert caught.value.facts["row"] == 2
    assert caught.value.facts["fault"] == "not_a_number"


@pytest.mark.parametrize(
    ("grid", "fault"),
    [
        ((), (1, 1, "no_numbers")),
        ((("단위", "'26"), ("", "3")), (2, 1, "missing")),
        ((("단위", "'26"), ("가", "3"), ("가", "4")), (3, 1, "duplicate")),
        ((("단위", ""), ("가", "3")), (2, 2, "no_column")),
        ((("단위", "'26"), ("가", "-3")), (2, 2, "not_a_number")),
        ((("단위", "'26"), ("가", "9" * 9)), (2, 2, "not_a_number")),
    ],
)
def test_a_faulty_grid_says_where(grid, fault):
    assert read_grid(PLAN, grid).faults == (fault,)


def test_thousands_and_the_unit_are_read():
    cells = read_grid(PLAN, (("단위", "'26"), ("가", "1,234건"))).table.cells
    assert [cell.planned for cell in cells] == [1234]


def test_a_column_named_twice_is_refused_and_overwrites_nothing(units, leader):
    grid = [["단위사업", "'19", "'20", "'19"], ["통통데이", "24", "24", "7"]]
    read = read_grid("계획", grid)
    assert read.faults == ((1, 4, "column_twice"),)
    assert [(cell.period, cell.planned) for cell in read.table.cells] == [
        ("'19", 24),
        ("'20", 24),
    ]
    with pytest.raises(FieldError) as refused:
        KeepPlan(units).run(leader, "계획", grid)
    assert refused.value.facts["column"] == 4


def test_a_plan_without_a_name_or_that_is_not_there(units, leader):
    with pytest.raises(FieldError):
        KeepPlan(units).run(leader, " ", PRINTED)
    with pytest.raises(NotFound):
        PlanCheck(units).run(leader, "없는 계획")


def test_the_front_desk_reads_figures_and_does_not_write_them(units, clerk):
    with pytest.raises(NotAllowed):
        KeepPlan(units).run(clerk, PLAN, PRINTED)
    assert PlanNames(units).run(clerk) == ()


@given(
    st.lists(
        st.lists(st.integers(0, 999), min_size=3, max_size=3), min_size=1, max_size=5
    ),
    st.integers(-5, 5),
)
def test_sums_hold_both_ways_and_a_wrong_printed_total_is_always_flagged(
    numbers, error
):
    total = sum(map(sum, numbers))
    grid = [
        ("단위", "가", "나", "다", "계"),
        *(
            (f"사업{at}", *map(str, row), str(sum(row)))
            for at, row in enumerate(numbers)
        ),
        ("합계", "", "", "", str(max(total + error, 0))),
    ]
    checked = report(PLAN, read_grid(PLAN, grid).table.cells)
    assert checked.total.computed == total == sum(c.computed for c in checked.columns)
    assert bool(checked.flagged) == (max(total + error, 0) != total)


@pytest.mark.parametrize(
    ("head", "first", "last"),
    [
        ("'18.7~", date(2018, 7, 1), date(2018, 12, 31)),
        ("'19", date(2019, 1, 1), date(2019, 12, 31)),
        ("2020년", date(2020, 1, 1), date(2020, 12, 31)),
        ("'22.6월", date(2022, 1, 1), date(2022, 6, 30)),
        ("2026. 7.~", date(2026, 7, 1), date(2026, 12, 31)),
    ],
)
def test_heads_of_columns_are_spans_of_days(head, first, last):
    assert period_of(head) == Period(first, last)


@pytest.mark.parametrize("head", ["기투자", "계", "'22.13월", "", "0000.1"])
def test_other_heads_name_no_days(head):
    assert period_of(head) is None


def test_done_is_counted_from_sessions_and_visits(units, leader, clock):
    seed(units, leader)
    KeepPlan(units).run(leader, PLAN, THIS_YEAR)
    clock.set(datetime.combine(TODAY, time(15), SEOUL))
    meeting_id = placed(units, leader, rule_day=TODAY)
    EndMeeting(units, RequestSteps()).run(leader, Ending(meeting_id, MeetingState.HELD))
    add_visits(units, leader)
    compared = PlanVsActual(units).run(leader, PLAN)
    done = [(unit.unit, unit.total.planned, unit.total.done) for unit in compared.units]
    assert done == [("통통데이", 24, 1), ("동방문", 20, 2), ("기타", 3, None)]
    months = YearByMonth(units).run(leader, 2026)
    assert [month.sessions_planned for month in months] == [2] * 12
    november = months[10]
    assert (november.sessions_held, november.dong_visits_held) == (1, 2)


def test_a_share_is_rounded_half_up_and_silent_without_a_plan():
    assert Compared("", 24, 21).percent == 88
    assert Compared("", 40, 1).percent == 3
    assert (Compared("", 0, 3).percent, Compared("", 3, None).percent) == (None, None)


def add_visits(units, actor):
    with units.begin(actor, Permission.OUTREACH_WRITE) as work:
        dong = work.add(
            Dong(code10="9900000001", name="성사1동", valid_from=date(2018, 7, 1))
        )
        work.session.flush()
        states = (
            DongVisitState.HELD,
            DongVisitState.CLOSED,
            DongVisitState.DATED,
            DongVisitState.DROPPED,
        )
        for state in states:
            work.add(DongVisit(dong_id=dong.id, state=state, day=date(2026, 11, 3)))
