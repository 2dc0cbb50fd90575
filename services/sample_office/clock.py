"""A clock that the sample's builder moves, so that its days look lived."""

from datetime import date, datetime, time, timedelta

from services.core.clock import SEOUL


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
