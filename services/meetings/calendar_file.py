"""Sessions as a calendar file for other programs; it names no citizen.

Times are written in UTC, so that no reader needs a zone of ours.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from models.values import SessionState
from services.core.clock import SEOUL
from services.meetings.sessions import SessionRow

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Tongtong Desk//sessions//KO"
VERSION = "2.0"


def sessions_file(rows: Iterable[SessionRow], now: datetime) -> bytes:
    """Return the sessions as an iCalendar file.

    Args:
        rows: The sessions; cancelled ones are written as cancelled, so that a
            calendar which took them in before takes them out.
        now: The instant of writing.
    """
    from icalendar import Calendar  # noqa: PLC0415 - slow, needed for this file only

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", VERSION)
    for row in rows:
        calendar.add_component(_event(row, now))
    return bytes(calendar.to_ical())


def _event(row: SessionRow, now: datetime) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - slow, needed for this file only

    begin = datetime.combine(row.held_on, row.starts_at, SEOUL).astimezone(UTC)
    is_cancelled = row.state is SessionState.CANCELLED
    event = Event()
    event.add("uid", row.session_id)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", begin)
    event.add("dtend", begin + timedelta(minutes=row.minutes))
    event.add("summary", row.series_name)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    return event
