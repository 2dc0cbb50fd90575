"""Sums, gaps and overlaps of a timetable."""

from dataclasses import replace
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from models.values import ProgrammeKind
from services.briefing.history import by_day
from services.briefing.paper import Line
from services.briefing.timetable import TimeFault, TimeFaultKind, check
from services.briefing.values import ProgrammeLine
from tests.factories_briefing import PROGRAMME

K = TimeFaultKind
FIRST, LAST = time(14), time(16)


def test_a_timetable_that_adds_up_has_no_fault():
    checked = check(PROGRAMME, FIRST, LAST)

    assert (checked.total_minutes, checked.span_minutes) == (120, 120)
    assert checked.faults == ()


def test_a_gap_and_an_overlap_are_named_by_line_and_minutes():
    moved = replace(PROGRAMME[1], starts_at=time(14, 15))

    assert check((PROGRAMME[0], moved, PROGRAMME[2]), FIRST, LAST).faults == (
        TimeFault(K.GAP, 2, 10),
        TimeFault(K.OVERLAP, 3, 10),
    )


def test_what_reaches_beyond_the_visit_is_named():
    faults = check(PROGRAMME, time(14, 10), time(15, 30)).faults

    assert faults == (TimeFault(K.EARLY, 1, 10), TimeFault(K.LATE, 3, 30))


def test_what_stays_unfilled_is_named():
    faults = check(PROGRAMME, time(13, 50), time(16, 5)).faults

    assert faults == (
        TimeFault(K.UNFILLED_START, 1, 10),
        TimeFault(K.UNFILLED_END, 3, 5),
    )


def test_without_a_span_only_the_lines_are_compared():
    checked = check(PROGRAMME, None, None)

    assert checked.span_minutes is None
    assert checked.faults == ()


def test_an_empty_timetable_has_no_fault():
    assert check((), FIRST, LAST).faults == ()


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_lines_one_after_the_other_never_have_a_fault(lengths):
    at, lines = 9 * 60, []
    for length in lengths:
        start = time(at // 60, at % 60)
        lines.append(ProgrammeLine(ProgrammeKind.OTHER, start, length, "일"))
        at += length

    checked = check(lines, time(9), time(at // 60, at % 60))
    assert checked.faults == ()
    assert checked.total_minutes == sum(lengths)


@given(st.integers(1, 300))
def test_a_wrong_sum_is_always_noticed(minutes):
    line = ProgrammeLine(ProgrammeKind.OTHER, time(9), minutes, "일")
    noticed = check([line], time(9), time(14)).faults

    assert bool(noticed) == (minutes != 300)


def test_what_was_written_is_put_among_the_records_by_its_day():
    known = [(date(2026, 10, 5), Line("기록"))]
    written = [
        Line("앞"),
        Line("2026. 11. 1. 뒤"),
        Line("덧붙임"),
        Line("2026. 6. 1. 먼저"),
    ]

    assert [line.text for line in by_day(known, written)] == [
        "앞",
        "2026. 6. 1. 먼저",
        "기록",
        "2026. 11. 1. 뒤",
        "덧붙임",
    ]


def test_an_impossible_day_is_only_text():
    written = [Line("2026. 13. 45. 언젠가")]

    assert (
        by_day([(date(2026, 1, 1), Line("기록"))], written)[0].text == written[0].text
    )
