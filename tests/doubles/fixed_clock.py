"""A clock that stands still until a test moves it."""

from datetime import datetime, timedelta

from services.core.clock import SEOUL

THURSDAY = datetime(2026, 11, 26, 9, 0, tzinfo=SEOUL)  # a 통통 Day


class FixedClock:
    """Answers the same instant until it is set or ticked."""

    def __init__(self, now: datetime = THURSDAY) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        self._now = now

    def tick(self, **lengths: float) -> datetime:
        """Move by a timedelta's arguments; return the new instant."""
        self._now += timedelta(**lengths)
        return self._now
