"""A clock that the builder moves, so that a sample day has natural times."""

from datetime import datetime, timedelta


class SampleClock:
    """Answers the moment that the sample has come to."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the sample's present instant."""
        return self._now

    def go_to(self, moment: datetime) -> None:
        """Move to a moment."""
        self._now = moment

    def pass_minutes(self, minutes: float) -> None:
        """Let time go by."""
        self._now += timedelta(minutes=minutes)
