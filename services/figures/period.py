"""Reads the heads of a plan's columns as spans of days.

They are written as on the papers: ``'18.7~`` from July to the end of the year,
``'19`` a year, ``'22.6월`` from January to the end of June.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

LAST_MONTH = 12
CENTURY = 2000
SHORT = 2  # digits of a year written '26
EARLIEST = 1900

_HEAD = re.compile(
    r"[‘’'`]?(?P<year>[0-9]{4}|[0-9]{2})\s*(?:년|\.)?\s*"
    r"(?:(?P<month>[0-9]{1,2})\s*(?:월|\.)?)?\s*(?P<on>[~～])?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a column, both ends included."""

    first: date
    last: date


def period_of(head: str) -> Period | None:
    """Return the days that a column's head names; None for one that names none."""
    found = _HEAD.fullmatch(head.strip())
    if found is None:
        return None
    year = int(found["year"])
    year += CENTURY if len(found["year"]) == SHORT else 0
    month = int(found["month"] or LAST_MONTH)
    if year < EARLIEST or not 1 <= month <= LAST_MONTH:
        return None
    if found["on"] and found["month"]:
        return Period(date(year, month, 1), date(year, LAST_MONTH, 31))
    return Period(date(year, 1, 1), date(year, month, monthrange(year, month)[1]))
