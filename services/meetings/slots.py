"""A session is minutes of capacity; here they are cut into places for people.

Pure.  The buffer lies inside a slot (decision 18), so slots stand side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one day in minutes since midnight; the end is excluded."""

    begin: int
    end: int

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end - self.begin

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two share a minute."""
        return self.begin < other.end and other.begin < self.end


@dataclass(frozen=True, slots=True)
class Cut:
    """A session cut up: free slots in order, and minutes too short for one."""

    free: tuple[Span, ...]
    rest_minutes: int


def minute_of(moment: time) -> int:
    """Return the minutes since midnight."""
    return moment.hour * MINUTES_AN_HOUR + moment.minute


def time_of(minute: int) -> time:
    """Return the time of day of a minute since midnight.

    Raises:
        ValueError: The minute lies outside the day.
    """
    return time(*divmod(minute, MINUTES_AN_HOUR))


def span_of(starts_at: time, ends_at: time) -> Span:
    """Return the stretch between two times of a day."""
    return Span(minute_of(starts_at), minute_of(ends_at))


def cut(session: Span, taken: Sequence[Span], slot_minutes: int) -> Cut:
    """Return the free slots of a session.

    Args:
        session: When the session lasts.
        taken: What is placed already; may overlap or reach outside.
        slot_minutes: Length of a slot, at least 1.

    Raises:
        ValueError: The slot has no length.
    """
    if slot_minutes < 1:
        msg = "a slot lasts at least a minute"
        raise ValueError(msg)
    free: list[Span] = []
    rest = 0
    for gap in gaps(session, taken):
        count, left = divmod(gap.minutes, slot_minutes)
        starts = (gap.begin + slot_minutes * n for n in range(count))
        free.extend(Span(begin, begin + slot_minutes) for begin in starts)
        rest += left
    return Cut(tuple(free), rest)


def gaps(session: Span, taken: Sequence[Span]) -> tuple[Span, ...]:
    """Return the stretches of the session that nothing takes, in order."""
    found: list[Span] = []
    at = session.begin
    for span in sorted(taken, key=lambda one: (one.begin, one.end)):
        if at < min(span.begin, session.end):
            found.append(Span(at, min(span.begin, session.end)))
        at = max(at, span.end)
    if at < session.end:
        found.append(Span(at, session.end))
    return tuple(found)


def used_minutes(session: Span, taken: Sequence[Span]) -> int:
    """Return how many minutes of the session are taken, shared ones once."""
    return session.minutes - sum(gap.minutes for gap in gaps(session, taken))
