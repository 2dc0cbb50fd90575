"""The series "second and fourth Thursday", and where a session may move to.

No rule says what happens on a holiday: the proposals are for a person, who decides
and gives a reason. Cancelling is always the further choice.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.korean.dates import nth_weekday_of_month
from services.korean.holidays import HolidayTable

THURSDAY = 3
LONGEST_DELAY_DAYS = 10  # later than this, the day before is proposed instead

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


class Move(StrEnum):
    """Which of the proposals is recommended."""

    NEXT_FREE = "next_free"
    PREVIOUS_BUSINESS_DAY = "previous_business_day"


@dataclass(frozen=True, slots=True)
class Series:
    """Which weekdays of a month are sessions; Monday is 0."""

    weekday: int = THURSDAY
    nths: frozenset[int] = frozenset({2, 4})

    def holds(self, day: date) -> bool:
        """Say whether a session falls on this day."""
        return day.weekday() == self.weekday and nth_weekday_of_month(day) in self.nths


@dataclass(frozen=True, slots=True)
class Proposals:
    """Where a session can go, and which day is recommended."""

    next_free: date
    previous_business_day: date
    next_business_day: date
    recommended: Move

    @property
    def recommended_day(self) -> date:
        """The recommended day itself."""
        if self.recommended is Move.NEXT_FREE:
            return self.next_free
        return self.previous_business_day


def nth_weekdays(first: date, last: date, series: Series) -> tuple[date, ...]:
    """Return the sessions from ``first`` to ``last``, both included."""
    start = first + _DAY * ((series.weekday - first.weekday()) % 7)
    weeks = ((last - start).days // 7) + 1
    days = (start + _WEEK * n for n in range(max(weeks, 0)))
    return tuple(day for day in days if series.holds(day))


def proposals(
    day: date,
    table: HolidayTable,
    series: Series,
    longest_delay_days: int = LONGEST_DELAY_DAYS,
) -> Proposals:
    """Return the days a session could move to.

    Recommended is the next free weekday of the series' kind, which is neither a
    session nor a holiday; if that is too late, the working day before.
    """
    free = day + _WEEK
    while series.holds(free) or table.is_holiday(free):
        free += _WEEK
    is_near = (free - day).days <= longest_delay_days
    return Proposals(
        next_free=free,
        previous_business_day=_work_day(day, table, -_DAY),
        next_business_day=_work_day(day, table, _DAY),
        recommended=Move.NEXT_FREE if is_near else Move.PREVIOUS_BUSINESS_DAY,
    )


def _work_day(day: date, table: HolidayTable, step: timedelta) -> date:
    day += step
    while not table.is_work_day(day):
        day += step
    return day
