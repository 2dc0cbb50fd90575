"""The table of public holidays: data with a version, never a rule in code.

Holidays change by law and by decree within weeks, so a deadline remembers the
version of the table it was counted with.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from io import StringIO
from types import MappingProxyType
from typing import NamedTuple

from services.korean.dates import KOREAN

_SATURDAY = 5
_COLUMNS = {"date", "name_ko", "name_en"}


class HolidayName(NamedTuple):
    """What a holiday is called in the two languages."""

    korean: str
    english: str


@dataclass(frozen=True)
class HolidayTable:
    """Public holidays by date; ``version`` names the state of the law it shows."""

    days: Mapping[date, HolidayName] = field(repr=False)
    version: str

    def __post_init__(self) -> None:
        """Keep the table from being changed behind its version."""
        object.__setattr__(self, "days", MappingProxyType(dict(self.days)))

    @cached_property
    def years(self) -> frozenset[int]:
        """The years the table knows; outside them it cannot be trusted."""
        return frozenset(day.year for day in self.days)

    def covers(self, day: date) -> bool:
        """Say whether the table knows the year of this day."""
        return day.year in self.years

    def is_holiday(self, day: date) -> bool:
        """Say whether this is a public holiday; Sundays alone are not listed."""
        return day in self.days

    def is_work_day(self, day: date) -> bool:
        """Say whether offices are open: Monday to Friday and no holiday."""
        return day.weekday() < _SATURDAY and day not in self.days

    def name(self, day: date, language: str = KOREAN) -> str:
        """Return what the holiday is called; empty on every other day."""
        found = self.days.get(day)
        if found is None:
            return ""
        return found.korean if language == KOREAN else found.english

    def with_days(
        self, added: Mapping[date, HolidayName], version: str
    ) -> "HolidayTable":
        """Return a new version with more days, such as a 임시공휴일."""
        return HolidayTable({**self.days, **added}, version)

    def without_days(self, removed: frozenset[date], version: str) -> "HolidayTable":
        """Return a new version in which these days are no holidays."""
        kept = {day: name for day, name in self.days.items() if day not in removed}
        return HolidayTable(kept, version)


def builtin(years: range) -> HolidayTable:
    """Return the table computed by the holidays library for these years."""
    import holidays  # noqa: PLC0415 - slow to load, needed once
    from holidays.version import __version__  # noqa: PLC0415 - as above

    korean = holidays.country_holidays("KR", years=years, language="ko")
    english = holidays.country_holidays("KR", years=years, language="en_US")
    return HolidayTable(
        {day: HolidayName(name, english[day]) for day, name in korean.items()},
        f"holidays {__version__} {years.start}-{years.stop - 1}",
    )


def from_csv(text: str, version: str) -> HolidayTable:
    """Return the table in a file with the columns date, name_ko and name_en.

    Args:
        text: The file; a byte order mark and more columns are welcome.
        version: What this state of the table is called.

    Raises:
        ValueError: If a column is missing, a date is malformed or listed twice; it
            names the line.
    """
    rows = csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""))
    if not _COLUMNS.issubset(rows.fieldnames or ()):
        msg = "a holiday table has the columns date, name_ko and name_en"
        raise ValueError(msg)
    days: dict[date, HolidayName] = {}
    for row in rows:
        day = _day(row["date"], rows.line_num)
        if day in days:
            msg = f"line {rows.line_num} repeats a date"
            raise ValueError(msg)
        days[day] = HolidayName(row["name_ko"] or "", row["name_en"] or "")
    return HolidayTable(days, version)


def _day(text: str, line: int) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        msg = f"line {line} has no date"
        raise ValueError(msg) from error
