"""Deadlines of petitions: which way of counting a period takes, and when it ends.

Source: 민원 처리에 관한 법률 §19, 시행령 §19-21. The periods of the kinds of petition are
data with their own source; see `PeriodRule`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.korean.dates import KOREAN, in_seoul
from services.korean.working_time import (
    MONTHS_A_YEAR,
    WorkCalendar,
    add_hours,
    at_seoul,
    months_after,
    next_working_minute,
    nth_day,
    weeks_after,
)

SOON_DAYS = 2  # working days left; custom of offices, overruled by the setting

_DAY = timedelta(days=1)


class PeriodUnit(StrEnum):
    """What a period is counted in; the value is its written form."""

    IMMEDIATE = "immediate"
    HOURS = "h"
    DAYS = "d"
    WEEKS = "w"
    MONTHS = "mo"
    YEARS = "y"


class CountingRule(StrEnum):
    """How a deadline was counted; kept beside the case."""

    IMMEDIATE = "immediate"
    WORKING_HOURS = "working_hours"
    DAYS_AS_HOURS = "days_as_hours"
    WORKING_DAYS = "working_days"
    CALENDAR = "calendar"


class Urgency(StrEnum):
    """How near a deadline is."""

    NORMAL = "normal"
    SOON = "soon"
    TODAY = "today"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in its legal unit; ``amount`` is 0 for an immediate one.

    Raises:
        ValueError: If the amount does not fit the unit.
    """

    amount: int
    unit: PeriodUnit

    def __post_init__(self) -> None:
        """Refuse a length that no rule can count."""
        is_immediate = self.unit is PeriodUnit.IMMEDIATE
        if self.amount < 0 or is_immediate != (self.amount == 0):
            msg = "a period has an amount unless it is immediate"
            raise ValueError(msg)

    def __str__(self) -> str:
        """Return the written form that `parse_period` reads."""
        return f"{self.amount or ''}{self.unit}"


@dataclass(frozen=True, slots=True)
class CountingNumbers:
    """The numbers of the counting rules, with their source."""

    immediate_hours: int
    hours_a_day: int
    longest_days_as_hours: int
    source: str
    valid_from: date


# In force with the Act of 2022; earlier texts count alike.
COUNTING_NUMBERS = CountingNumbers(
    immediate_hours=3,
    hours_a_day=8,
    longest_days_as_hours=5,
    source="민원 처리에 관한 법률 §19, 시행령 §19",
    valid_from=date(2022, 7, 12),
)


@dataclass(frozen=True, slots=True)
class Excluded:
    """Days that are not counted, both ends left out too.

    For a supplement ``first`` is the day of the request and ``last`` the day the
    answer came. Source: 시행령 §20, 행정절차법 시행령 §11.

    Raises:
        ValueError: If it ends before it begins.
    """

    reason: str
    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a span that runs backwards."""
        if self.last < self.first:
            msg = "excluded days end before they begin"
            raise ValueError(msg)

    def days(self) -> frozenset[date]:
        """Return every day left out."""
        length = (self.last - self.first).days + 1
        return frozenset(self.first + _DAY * n for n in range(length))


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a matter is due and what that was counted from."""

    due: datetime
    rule: CountingRule
    table_version: str
    excluded: tuple[Excluded, ...] = ()


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """The period a kind of petition is given by law, from a day on."""

    kind: str
    period: Period
    source: str
    valid_from: date


def parse_period(text: str) -> Period:
    """Return the period written as ``immediate``, ``3h``, ``14d``, ``2w``, ``1mo``, ``1y``.

    Raises:
        ValueError: If the text is no such form.
    """
    if text == PeriodUnit.IMMEDIATE:
        return Period(0, PeriodUnit.IMMEDIATE)
    found = re.fullmatch(r"([1-9][0-9]{0,3})(h|d|w|mo|y)", text, re.ASCII)
    if found is None:
        msg = "a period is written like 14d, 3h, 2w, 1mo, 1y or immediate"
        raise ValueError(msg)
    return Period(int(found[1]), PeriodUnit(found[2]))


def rule_for(kind: str, on: date, rules: Iterable[PeriodRule]) -> PeriodRule | None:
    """Return the rule in force for a kind of petition on a day; None without one."""
    in_force = (r for r in rules if r.kind == kind and r.valid_from <= on)
    return max(in_force, key=lambda rule: rule.valid_from, default=None)


def due(
    received: datetime,
    period: Period,
    calendar: WorkCalendar,
    excluded: Sequence[Excluded] = (),
    numbers: CountingNumbers = COUNTING_NUMBERS,
) -> Deadline:
    """Return when a matter received at this instant is due.

    What comes in outside working time counts from the next working minute. Up to
    five days are counted in hours, longer ones in working days, the first included;
    weeks, months and years run through. Source: 법 §19, 시행령 §19.

    Raises:
        ValueError: If ``received`` has no time zone.
    """
    start = next_working_minute(received, calendar)
    return _count(start, period, calendar, excluded, numbers)


def extended_due(
    old_due: datetime,
    period: Period,
    calendar: WorkCalendar,
    excluded: Sequence[Excluded] = (),
    numbers: CountingNumbers = COUNTING_NUMBERS,
) -> Deadline:
    """Return the deadline after an extension by ``period``.

    It runs from the day after the old deadline, counted like the first period.
    Source: 시행령 §21; the first day is the custom of offices.

    Raises:
        ValueError: If ``old_due`` has no time zone.
    """
    day = in_seoul(old_due).date() + _DAY
    start = at_seoul(day, calendar.hours.opens)
    return _count(start, period, calendar, excluded, numbers)


def working_days_left(now: datetime, due: datetime, calendar: WorkCalendar) -> int:
    """Return the working days from today to a deadline: 3 reads D-3.

    0 is today; a day that has passed is at least -1, also over a weekend.
    """
    today, last = in_seoul(now).date(), in_seoul(due).date()
    if today <= last:
        return calendar.work_days_between(today, last)
    return min(-1, -calendar.work_days_between(last, today))


def days_left_text(
    now: datetime, due: datetime, calendar: WorkCalendar, language: str = KOREAN
) -> str:
    """Return the days left as offices write them: ``D-3(근무일)``, ``D-Day``, ``D+2(근무일)``."""
    left = working_days_left(now, due, calendar)
    if left == 0:
        return "D-Day"
    unit = "(근무일)" if language == KOREAN else " (working days)"
    return f"D{-left:+}{unit}"


def warning(
    now: datetime, due: datetime, calendar: WorkCalendar, soon_days: int = SOON_DAYS
) -> Urgency:
    """Return how near a deadline is.

    Args:
        now: The present instant.
        due: The deadline.
        calendar: The days that count.
        soon_days: With how many working days left it becomes urgent.
    """
    if now > due:
        return Urgency.OVERDUE
    left = working_days_left(now, due, calendar)
    if left == 0:
        return Urgency.TODAY
    return Urgency.SOON if left <= soon_days else Urgency.NORMAL


def _count(
    start: datetime,
    period: Period,
    calendar: WorkCalendar,
    excluded: Sequence[Excluded],
    numbers: CountingNumbers,
) -> Deadline:
    left_out = frozenset(day for span in excluded for day in span.days())
    counted = calendar.closed_on(left_out)
    end, rule = _end(start, period, counted, numbers)
    return Deadline(end, rule, calendar.holidays.version, tuple(excluded))


def _end(
    start: datetime, period: Period, calendar: WorkCalendar, numbers: CountingNumbers
) -> tuple[datetime, CountingRule]:
    amount = period.amount
    match period.unit:
        case PeriodUnit.IMMEDIATE:
            hours, rule = numbers.immediate_hours, CountingRule.IMMEDIATE
        case PeriodUnit.HOURS:
            hours, rule = amount, CountingRule.WORKING_HOURS
        case PeriodUnit.DAYS if amount <= numbers.longest_days_as_hours:
            hours, rule = amount * numbers.hours_a_day, CountingRule.DAYS_AS_HOURS
        case PeriodUnit.DAYS:
            end = nth_day(start.date(), amount, calendar)
            return end, CountingRule.WORKING_DAYS
        case _:
            return _calendar_end(start.date(), period, calendar), CountingRule.CALENDAR
    return add_hours(start, hours, calendar), rule


def _calendar_end(first: date, period: Period, calendar: WorkCalendar) -> datetime:
    if period.unit is PeriodUnit.WEEKS:
        return weeks_after(first, period.amount, calendar)
    is_years = period.unit is PeriodUnit.YEARS
    months = period.amount * (MONTHS_A_YEAR if is_years else 1)
    return months_after(first, months, calendar)
