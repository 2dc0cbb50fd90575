"""The only reader of the computer's clock."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


class Clock(Protocol):
    """Answers what time it is; tests bring their own."""

    def now(self) -> datetime:
        """Return the present instant, aware."""


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


def today(clock: Clock) -> date:
    """Return the present day in Seoul, which is the office's day."""
    return clock.now().astimezone(SEOUL).date()


def local(instant: datetime) -> datetime:
    """Return the instant as Seoul's wall clock shows it."""
    return instant.astimezone(SEOUL)
