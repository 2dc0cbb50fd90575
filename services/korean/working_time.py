"""Working hours and days of the office, and how the law counts along them.

Source: 민원 처리에 관한 법률 §19, 시행령 §8의3 (hours) and §19; 민법 §159-161. The lunch
hour is custom. What counts is here, what a petition is given is in `deadline`.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from services.korean.dates import SEOUL, in_seoul
from services.korean.holidays import HolidayTable

MONTHS_A_YEAR = 12
DAYS_A_WEEK = 7

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When the office works on a working day; spans exclude their end.

    Raises:
        ValueError: If there is no span, or spans are empty, overlap or lack order.
    """

    spans: tuple[tuple[time, time], ...]
    source: str

    def __post_init__(self) -> None:
        """Refuse hours that cannot be counted along."""
        edges = [edge for span in self.spans for edge in span]
        in_order = all(a < b for a, b in self.spans) and all(
            a <= b for a, b in pairwise(edges)
        )
        if not edges or not in_order:
            msg = "working hours are spans in order"
            raise ValueError(msg)

    @property
    def opens(self) -> time:
        """When the working day begins."""
        return self.spans[0][0]

    @property
    def closes(self) -> time:
        """When the working day ends."""
        return self.spans[-1][1]


STANDARD_HOURS = WorkingHours(
    spans=((time(9), time(12)), (time(13), time(18))),
    source="시행령 §8의3 (09:00-18:00); 점심시간은 관행",
)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days and hours that count: holidays, working hours and days left out."""

    holidays: HolidayTable
    hours: WorkingHours = STANDARD_HOURS
    closed: frozenset[date] = field(default=frozenset())

    def is_work_day(self, day: date) -> bool:
        """Say whether this day counts."""
        return day not in self.closed and self.holidays.is_work_day(day)

    def closed_on(self, days: frozenset[date]) -> "WorkCalendar":
        """Return the calendar with more days that do not count."""
        return replace(self, closed=self.closed | days)

    def next_work_day(self, day: date) -> date:
        """Return this day if it counts, otherwise the next one that does."""
        while not self.is_work_day(day):
            day += _DAY
        return day

    def work_days_between(self, first: date, last: date) -> int:
        """Return how many days count after ``first`` up to and with ``last``."""
        days = (first + _DAY * n for n in range(1, (last - first).days + 1))
        return sum(map(self.is_work_day, days))

    def closing(self, day: date) -> datetime:
        """Return the end of working time on this day."""
        return at_seoul(day, self.hours.closes)

    def spans_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield working spans from ``moment`` on, the first one cut to it."""
        local = in_seoul(moment)
        day = local.date()
        while True:
            day = self.next_work_day(day)
            for begins, ends in self.hours.spans:
                start = max(local, at_seoul(day, begins))
                end = at_seoul(day, ends)
                if start < end:
                    yield start, end
            day += _DAY


def at_seoul(day: date, moment: time) -> datetime:
    """Return the instant a Seoul clock shows this time on this day."""
    return datetime.combine(day, moment, tzinfo=SEOUL)


def next_working_minute(moment: datetime, calendar: WorkCalendar) -> datetime:
    """Return the instant itself inside working time, otherwise the next opening.

    Raises:
        ValueError: If ``moment`` has no time zone.
    """
    start, _ = next(calendar.spans_from(moment))
    return start


def add_hours(moment: datetime, hours: int, calendar: WorkCalendar) -> datetime:
    """Return when this many working hours after ``moment`` are used up.

    Raises:
        ValueError: If ``hours`` is less than 1 or ``moment`` has no time zone.
    """
    _positive(hours)
    left = timedelta(hours=hours)
    spans = calendar.spans_from(moment)
    start, end = next(spans)
    while end - start < left:
        left -= end - start
        start, end = next(spans)
    return start + left


def nth_day(first: date, n: int, calendar: WorkCalendar) -> datetime:
    """Return the end of the ``n``-th day that counts, ``first`` included.

    Raises:
        ValueError: If ``n`` is less than 1.
    """
    _positive(n)
    day = calendar.next_work_day(first)
    for _ in range(n - 1):
        day = calendar.next_work_day(day + _DAY)
    return calendar.closing(day)


def weeks_after(first: date, weeks: int, calendar: WorkCalendar) -> datetime:
    """Return the end of a period of weeks, its first day included.

    Raises:
        ValueError: If ``weeks`` is less than 1.
    """
    _positive(weeks)
    last = first + timedelta(days=DAYS_A_WEEK * weeks) - _DAY
    return _closing_of_calendar_period(first, last, calendar)


def months_after(first: date, months: int, calendar: WorkCalendar) -> datetime:
    """Return the end of a period of months, its first day included.

    It ends the day before the matching date, or on the last day of a month that
    has no such date; then on the next day that counts. Source: 민법 §160, §161.

    Raises:
        ValueError: If ``months`` is less than 1.
    """
    _positive(months)
    later = first.year * MONTHS_A_YEAR + first.month - 1 + months
    year, month = later // MONTHS_A_YEAR, later % MONTHS_A_YEAR + 1
    length = monthrange(year, month)[1]
    if first.day > length:
        last = date(year, month, length)
    else:
        last = date(year, month, first.day) - _DAY
    return _closing_of_calendar_period(first, last, calendar)


def _closing_of_calendar_period(
    first: date, last: date, calendar: WorkCalendar
) -> datetime:
    """Return the end of a period that skips nothing but the days left out."""
    for day in sorted(calendar.closed):
        if first <= day <= last:
            last += _DAY
    return calendar.closing(calendar.next_work_day(last))


def _positive(count: int) -> None:
    if count < 1:
        msg = "a period counts from one upwards"
        raise ValueError(msg)
