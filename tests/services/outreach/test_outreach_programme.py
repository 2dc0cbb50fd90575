"""The timetable of a dong visit: overlap, gaps, sum equals span."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values import ProgrammeKind
from services.outreach.dongs import natural_key
from services.outreach.programme import (
    Finding,
    ProgrammeFault,
    ProgrammeLine,
    check_programme,
    default_programme,
    end_of,
)

TEN = time(10)


def line(begin, minutes):
    return ProgrammeLine(
        ProgrammeKind.OTHER, time.fromisoformat(begin), minutes, "순서"
    )


def faults(*lines, begin="10:00", end="11:00"):
    found = check_programme(lines, time.fromisoformat(begin), time.fromisoformat(end))
    return [(one.fault, one.line, one.minutes) for one in found]


def test_the_customary_timetable_fills_its_span_exactly():
    lines = default_programme(TEN)
    assert end_of(lines) == time(11, 45)
    assert check_programme(lines, TEN, time(11, 45)) == ()
    assert [entry.kind for entry in lines][2] is ProgrammeKind.DIALOGUE


def test_a_customary_timetable_is_cut_where_the_day_ends():
    assert [entry.minutes for entry in default_programme(time(23, 40))] == [5, 10]


def test_no_lines_have_no_faults_and_no_end():
    assert (faults(), end_of(())) == ([], None)


def test_a_gap_between_lines_is_found_with_its_length():
    assert faults(line("10:00", 20), line("10:30", 30)) == [
        (ProgrammeFault.GAP, 1, 10),
        (ProgrammeFault.SUM, 2, -10),
    ]


def test_a_gap_of_a_minute_is_a_gap():
    assert (ProgrammeFault.GAP, 1, 1) in faults(line("10:00", 30), line("10:31", 29))


def test_an_overlap_is_found_at_the_later_line():
    assert faults(line("10:00", 40), line("10:30", 30)) == [
        (ProgrammeFault.OVERLAP, 1, 10),
        (ProgrammeFault.SUM, 2, 10),
    ]


def test_lines_may_come_in_any_order():
    assert faults(line("10:30", 30), line("10:00", 30)) == []


def test_a_visit_that_ends_before_its_span_has_a_gap_at_the_end():
    assert faults(line("10:00", 50))[0] == (ProgrammeFault.GAP, 1, 10)


def test_what_lies_outside_the_span_is_named():
    assert (ProgrammeFault.OUTSIDE, 0, 15) in faults(line("09:45", 75))


def test_a_line_without_length_is_named():
    found = faults(line("10:00", 60), line("11:00", 0))
    assert (ProgrammeFault.NO_LENGTH, 1, 0) in found


@given(st.lists(st.integers(1, 60), min_size=1, max_size=10), st.data())
def test_lines_end_to_end_are_whole_and_any_shift_of_one_is_noticed(lengths, data):
    starts = [sum(lengths[:at]) for at in range(len(lengths))]
    lines = [
        ProgrammeLine(ProgrammeKind.OTHER, _at(60 + begin), minutes, "순서")
        for begin, minutes in zip(starts, lengths, strict=True)
    ]
    begin, end = _at(60), _at(60 + sum(lengths))
    assert check_programme(data.draw(st.permutations(lines)), begin, end) == ()
    at = data.draw(st.integers(0, len(lines) - 1))
    moved = ProgrammeLine(
        ProgrammeKind.OTHER, _at(59 + starts[at]), lengths[at], "순서"
    )
    others = [*lines[:at], *lines[at + 1 :]]
    assert check_programme([*others, moved], begin, end)


@given(
    st.lists(
        st.tuples(st.integers(0, 600), st.integers(1, 120)), min_size=1, max_size=8
    )
)
def test_a_timetable_without_faults_covers_each_minute_once(entries):
    lines = [
        ProgrammeLine(ProgrammeKind.OTHER, _at(begin), minutes, "순서")
        for begin, minutes in entries
    ]
    covered = [m for begin, length in entries for m in range(begin, begin + length)]
    begin, end = min(covered), max(covered) + 1
    is_whole = sorted(covered) == list(range(begin, end))
    assert (check_programme(lines, _at(begin), _at(end)) == ()) == is_whole


def test_a_finding_is_a_value():
    assert Finding(ProgrammeFault.GAP, 0, 5) == Finding(ProgrammeFault.GAP, 0, 5)


def test_dongs_stand_in_ganada_order_with_numbers_by_size():
    names = ["성사10동", "성사2동", "화정1동", "고양동", "성사1동", "행신3동"]
    assert sorted(names, key=natural_key) == [
        "고양동",
        "성사1동",
        "성사2동",
        "성사10동",
        "행신3동",
        "화정1동",
    ]


@given(st.lists(st.text(max_size=12), max_size=20))
def test_any_names_can_be_sorted_and_their_first_order_does_not_matter(names):
    forwards = sorted(names, key=natural_key)
    names.reverse()
    backwards = sorted(names, key=natural_key)
    assert [natural_key(n) for n in forwards] == [natural_key(n) for n in backwards]


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_numbers_in_names_sort_by_size(one, other):
    keys = natural_key(f"성사{one}동"), natural_key(f"성사{other}동")
    assert (keys[0] < keys[1]) == (one < other)


@pytest.mark.parametrize("name", ["", "3동", "Ⅱ동", "²동"])
def test_odd_names_have_a_key(name):
    assert isinstance(natural_key(name), tuple)


def _at(minute):
    return time(*divmod(minute, 60))
