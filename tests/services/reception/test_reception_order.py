from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.values import VisitState
from services.reception.order import (
    CALLABLE,
    LEAD,
    CallingRule,
    InLine,
    calling_order,
    next_place,
)
from tests.doubles.fixed_clock import THURSDAY

MINUTES = st.integers(-120, 120)


def rows():
    meeting = st.none() | MINUTES.map(lambda m: THURSDAY + timedelta(minutes=m))
    row = st.builds(
        InLine,
        visit_id=st.uuids().map(str),
        state=st.sampled_from(VisitState),
        priority=st.booleans(),
        meeting_at=meeting,
        queued_at=MINUTES.map(lambda m: THURSDAY - timedelta(minutes=abs(m))),
        number=st.integers(1, 50),
    )
    return st.lists(row, unique_by=lambda one: one.visit_id, max_size=25)


def row(name, state=VisitState.WAITING, **more):
    fields = {
        "priority": False,
        "meeting_at": None,
        "queued_at": THURSDAY,
        "number": 1,
        **more,
    }
    return InLine(name, state, **fields)


@given(rows())
def test_everybody_who_waits_has_one_place_and_nobody_else_has(line):
    order = calling_order(line, THURSDAY)
    waiting = {one.visit_id for one in line if one.state in CALLABLE}
    assert sorted(place.visit_id for place in order) == sorted(waiting)


@given(rows(), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_the_rows_were_read(line, chance):
    shuffled = list(line)
    chance.shuffle(shuffled)
    assert calling_order(shuffled, THURSDAY) == calling_order(line, THURSDAY)


@given(rows())
def test_priority_comes_before_appointments_and_those_before_the_others(line):
    ranks = [list(CallingRule).index(p.rule) for p in calling_order(line, THURSDAY)]
    assert ranks == sorted(ranks)


@given(rows())
def test_among_those_without_an_appointment_who_came_first_is_first(line):
    came = {one.visit_id: one.queued_at for one in line}
    order = calling_order(line, THURSDAY)
    walk_ins = [came[p.visit_id] for p in order if p.rule is CallingRule.ARRIVAL]
    assert walk_ins == sorted(walk_ins)


@given(rows())
def test_nobody_is_called_before_two_minutes_to_the_appointment(line):
    following = next_place(calling_order(line, THURSDAY))
    called = (
        {one.visit_id: one for one in line}[following.visit_id] if following else None
    )
    assert (
        called is None
        or called.priority
        or called.meeting_at is None
        or called.meeting_at - LEAD <= THURSDAY
    )


def test_an_appointment_moves_up_two_minutes_before_its_time():
    line = [
        row("came first", queued_at=THURSDAY - timedelta(minutes=30)),
        row("expected", meeting_at=THURSDAY + timedelta(minutes=10)),
    ]
    early = calling_order(line, THURSDAY + timedelta(minutes=7, seconds=59))
    in_time = calling_order(line, THURSDAY + timedelta(minutes=8))
    assert [place.visit_id for place in early] == ["came first", "expected"]
    assert [place.visit_id for place in in_time] == ["expected", "came first"]


def test_whoever_is_absent_is_left_out():
    line = [row("absent", VisitState.ABSENT, priority=True), row("here")]
    assert [p.visit_id for p in calling_order(line, THURSDAY)] == ["here"]


def test_with_only_early_appointments_nobody_is_called():
    line = [row("expected", meeting_at=THURSDAY + timedelta(hours=1))]
    assert next_place(calling_order(line, THURSDAY)) is None
