"""When the next round comes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sync.schedule import Outcome, Pace, seconds_until_next

PACE = Pace()
CHANCE = st.floats(0, 1)
FAILURES = st.integers(0, 10_000)


@given(failures=FAILURES, chance=CHANCE)
def test_a_wait_after_a_failure_is_never_nothing_and_never_too_long(failures, chance):
    wait = seconds_until_next(Outcome.OFFLINE, failures, chance, PACE)
    assert wait is not None
    assert PACE.first_retry_s * (1 - PACE.spread) <= wait <= PACE.longest_retry_s


@given(failures=FAILURES, chance=CHANCE)
def test_more_failures_never_mean_a_shorter_wait(failures, chance):
    waits = [
        seconds_until_next(Outcome.OFFLINE, n, chance, PACE) or 0
        for n in (failures, failures + 1)
    ]
    assert waits[0] <= waits[1]


@given(failures=st.integers(1, 6))
def test_each_failure_doubles_the_wait_until_the_longest(failures):
    once, twice = (
        seconds_until_next(Outcome.OFFLINE, n, 0.0, PACE) or 0
        for n in (failures, failures + 1)
    )
    assert twice == 2 * once


@given(chances=st.lists(CHANCE, min_size=2, max_size=2, unique=True))
def test_two_desks_do_not_come_at_the_same_moment(chances):
    one, other = (seconds_until_next(Outcome.OFFLINE, 5, c, PACE) for c in chances)
    assert one is not None
    assert other is not None
    assert abs(one - other) == pytest.approx(
        80 * PACE.spread * abs(chances[0] - chances[1])
    )


@given(
    outcome=st.sampled_from([Outcome.DONE, Outcome.NOTHING_TO_DO]), failures=FAILURES
)
def test_past_failures_do_not_slow_a_desk_that_got_through(outcome, failures):
    assert seconds_until_next(outcome, failures, 0.0, PACE) == PACE.settled_s


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.INCOMPATIBLE])
def test_what_a_person_must_repair_is_only_looked_at_now_and_then(outcome):
    assert seconds_until_next(outcome, 1, 0.0, PACE) == PACE.person_s


@pytest.mark.parametrize("outcome", [Outcome.FORKED, Outcome.INTERRUPTED])
def test_a_fork_and_a_stop_are_not_retried(outcome):
    assert seconds_until_next(outcome, 1, 0.5, PACE) is None
