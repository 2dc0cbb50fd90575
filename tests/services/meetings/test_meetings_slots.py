"""Minutes of capacity cut into slots."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.meetings.slots import (
    Span,
    cut,
    gaps,
    minute_of,
    span_of,
    time_of,
    used_minutes,
)

HOUR = span_of(time(14), time(15))


@st.composite
def spans(draw, low=0, high=1439):
    begin = draw(st.integers(low, high - 1))
    return Span(begin, draw(st.integers(begin + 1, high)))


def test_an_empty_hour_gives_four_quarters_and_no_rest():
    parts = cut(HOUR, [], 15)
    assert [time_of(slot.begin) for slot in parts.free] == [
        time(14, 0),
        time(14, 15),
        time(14, 30),
        time(14, 45),
    ]
    assert parts.rest_minutes == 0


def test_a_group_slot_of_twenty_leaves_two_quarters_and_ten_minutes():
    parts = cut(HOUR, [span_of(time(14), time(14, 20))], 15)
    assert [time_of(slot.begin) for slot in parts.free] == [time(14, 20), time(14, 35)]
    assert parts.rest_minutes == 10


def test_a_slot_without_length_is_refused():
    with pytest.raises(ValueError, match="at least a minute"):
        cut(HOUR, [], 0)


@given(spans(), st.lists(spans(), max_size=8), st.integers(1, 90))
def test_free_slots_stand_in_order_inside_the_session_and_meet_nothing_taken(
    session, taken, minutes
):
    free = cut(session, taken, minutes).free
    edges = [edge for slot in free for edge in (slot.begin, slot.end)]
    assert edges == sorted(edges)
    for slot in free:
        assert slot.minutes == minutes
        assert session.begin <= slot.begin
        assert slot.end <= session.end
        assert not any(slot.overlaps(one) for one in taken)


@given(spans(), st.lists(spans(), max_size=8), st.integers(1, 90))
def test_every_minute_of_a_session_is_free_rest_or_used(session, taken, minutes):
    parts = cut(session, taken, minutes)
    free = sum(slot.minutes for slot in parts.free)
    assert free + parts.rest_minutes + used_minutes(session, taken) == session.minutes


@given(spans(high=300), st.lists(spans(high=300), max_size=6))
def test_gaps_are_exactly_the_minutes_that_nothing_takes(session, taken):
    left = {
        minute
        for minute in range(session.begin, session.end)
        if not any(one.begin <= minute < one.end for one in taken)
    }
    found = {m for gap in gaps(session, taken) for m in range(gap.begin, gap.end)}
    assert found == left


@given(st.times().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_a_time_and_its_minute_name_each_other(moment):
    assert time_of(minute_of(moment)) == moment
