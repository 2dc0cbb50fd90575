"""Dates and times as Korean office paper writes them, with English counterparts.

Source: 행정업무의 운영 및 혁신에 관한 규정 §7 ⑤ (digits, full stops, 24 hours).
The same forms serve window and paper, so that both always read alike.
"""

import re
import unicodedata
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
KOREAN = "ko"
ENGLISH = "en"

_WEEKDAYS = "월화수목금토일"
_ENGLISH_DAY = "EEE, d MMM y"
_ENGLISH_DAY_WITHOUT_YEAR = "EEE, d MMM"
_RANGE = " ~ "
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199

_SPLIT = r"\s*[-./]\s*"
_DAY_END = r"\s*[.일]?\s*(?:\(\s*(?:[월화수목금토일]|[A-Za-z]{3})\s*\))?"
_DAYS = tuple(
    re.compile(shape + _DAY_END)
    for shape in (
        rf"(?P<y>\d{{4}}){_SPLIT}(?P<m>\d{{1,2}}){_SPLIT}(?P<d>\d{{1,2}})",
        r"(?P<y>\d{4})\s*년\s*(?P<m>\d{1,2})\s*월\s*(?P<d>\d{1,2})",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        rf"(?P<m>\d{{1,2}}){_SPLIT}(?P<d>\d{{1,2}})",
        r"(?P<m>\d{1,2})\s*월\s*(?P<d>\d{1,2})",
    )
)
_TIMES = tuple(
    re.compile(shape)
    for shape in (
        r"(?P<h>\d{1,2})\s*[:.]\s*(?P<m>\d{2})",
        r"(?P<h>\d{1,2})\s*시\s*(?:(?P<m>\d{1,2})\s*분)?",
        r"(?P<h>\d{1,2}?)(?P<m>\d{2})",
        r"(?P<h>\d{1,2})",
    )
)


def weekday_letter(day: date, language: str = KOREAN) -> str:
    """Return the short weekday: ``월`` or ``Mon``."""
    if language == KOREAN:
        return _WEEKDAYS[day.weekday()]
    return _english(day, "EEE")


def date_text(day: date, language: str = KOREAN) -> str:
    """Return a date with its weekday: ``2026. 11. 23.(월)``."""
    if language == KOREAN:
        return f"{date_short(day)}({weekday_letter(day)})"
    return _english(day, _ENGLISH_DAY)


def date_short(day: date, language: str = KOREAN) -> str:
    """Return a date without its weekday: ``2026. 11. 23.``."""
    if language == KOREAN:
        return f"{day.year}. {day.month}. {day.day}."
    return _english(day, "d MMM y")


def month_text(day: date, language: str = KOREAN) -> str:
    """Return the month a day lies in: ``2026. 11.``."""
    if language == KOREAN:
        return f"{day.year}. {day.month}."
    return _english(day, "MMM y")


def time_text(moment: time | datetime) -> str:
    """Return 24-hour time with two digits each: ``09:05``.

    Args:
        moment: A local time, or an instant, which is shown as Seoul time.
    """
    if isinstance(moment, datetime):
        moment = in_seoul(moment)
    return f"{moment.hour:02}:{moment.minute:02}"


def instant_text(moment: datetime, language: str = KOREAN) -> str:
    """Return date and time in Seoul: ``2026. 11. 23.(월) 15:30``."""
    local = in_seoul(moment)
    return f"{date_text(local, language)} {time_text(local)}"


def range_text(first: date, last: date | None, language: str = KOREAN) -> str:
    """Return a span of days, naming a shared year once.

    Args:
        first: The first day.
        last: The last day; None for a span that goes on.
        language: ``ko`` or ``en``.

    Raises:
        ValueError: If ``last`` is before ``first``.
    """
    if last is None:
        going_on = "(계속)" if language == KOREAN else "(ongoing)"
        return f"{date_text(first, language)}{_RANGE}{going_on}"
    if last < first:
        msg = "a range ends before it begins"
        raise ValueError(msg)
    if last == first:
        return date_text(first, language)
    if first.year != last.year:
        return f"{date_text(first, language)}{_RANGE}{date_text(last, language)}"
    if language == KOREAN:
        end = f"{last.month}. {last.day}.({weekday_letter(last)})"
        return f"{date_text(first)}{_RANGE}{end}"
    start = _english(first, _ENGLISH_DAY_WITHOUT_YEAR)
    return f"{start}{_RANGE}{date_text(last, language)}"


def time_range(first: time | datetime, last: time | datetime) -> str:
    """Return a span of time within a day: ``14:00 ~ 15:00``."""
    return f"{time_text(first)}{_RANGE}{time_text(last)}"


def nth_weekday_of_month(day: date) -> int:
    """Return how often this weekday has come up in its month, itself included."""
    return (day.day - 1) // 7 + 1


def in_seoul(moment: datetime) -> datetime:
    """Return the same instant on a Seoul clock.

    Raises:
        ValueError: If ``moment`` does not say which zone it is in.
    """
    if moment.tzinfo is None:
        msg = "an instant needs a time zone"
        raise ValueError(msg)
    return moment.astimezone(SEOUL)


def read_day(text: str, near: date) -> date | None:
    """Return the day that was typed, or None where the text is not one whole day.

    Read are ``2026. 12. 5.(토)``, ``2026-12-05``, ``20261205``, ``12/5`` and
    ``12월 5일``.  The digits tell the day: a weekday behind them is passed over.

    Args:
        text: As it was typed.
        near: A day without its year is the one closest to this.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = next((f for f in (one.fullmatch(plain) for one in _DAYS) if f), None)
    if found is None:
        return None
    told = {part: int(digits) for part, digits in found.groupdict().items()}
    years = [told["y"]] if "y" in told else [near.year + at for at in (-1, 0, 1)]
    days = [day for day in (_day(y, told["m"], told["d"]) for y in years) if day]
    return min(days, key=lambda day: abs(day - near), default=None)


def read_time(text: str) -> time | None:
    """Return the time of day that was typed, or None where the text is none.

    Read are ``14:00``, ``14.00``, ``1400``, ``930``, ``14시 30분`` and ``14``.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = next((f for f in (one.fullmatch(plain) for one in _TIMES) if f), None)
    if found is None:
        return None
    try:
        return time(int(found["h"]), int(found.groupdict().get("m") or 0))
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> date | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _english(day: date, pattern: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - slow, English screens only

    return format_date(day, pattern, locale=ENGLISH)
