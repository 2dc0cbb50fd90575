"""A clock that the sample's builder moves, so that its days look lived.

The day that is played off-screen is always the same one, whatever the computer's clock
says: a sample played at night would show people who come at night.
"""

from datetime import date, datetime, time, timedelta

from services.core.clock import SEOUL

PLAYED = datetime(2026, 11, 26, 10, 30, tzinfo=SEOUL)  # the morning of a Tongtong Day
EVENING = time(17, 20)


class SampleClock:
    """Answers the instant it was last set to."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """Return the instant."""
        return self._now

    def set(self, now: datetime) -> None:
        """Go to an instant."""
        self._now = now

    def go(self, day: date, at: time) -> None:
        """Go to a local time of a day."""
        self._now = datetime.combine(day, at, SEOUL)

    def pass_minutes(self, minutes: float) -> None:
        """Let time pass."""
        self._now += timedelta(minutes=minutes)


def played_clock() -> SampleClock:
    """Return a clock that stands in the morning of the day that is played."""
    return SampleClock(PLAYED)
