"""Where an entry of the calendar goes when a key moves it."""

from datetime import date, time, timedelta

from services.meetings.agenda import MeetingEntry
from services.meetings.place import Place
from services.meetings.slots import minute_of, time_of

STEP_MINUTES = 10
_A_DAY = 24 * 60
_WEEKEND = 5


def shifted(entry: MeetingEntry, *, begin: int = 0, end: int = 0) -> Place | None:
    """Return the place with begin and end moved by minutes; None if it is none."""
    starts = minute_of(entry.starts_at) + begin
    ends = minute_of(entry.ends_at) + end
    if not 0 <= starts < ends < _A_DAY:
        return None
    return _place(entry, entry.day, time_of(starts), time_of(ends))


def on_workday(entry: MeetingEntry, step: int) -> Place:
    """Return the same hours on the next workday, or the one before for a step of -1."""
    day = entry.day + timedelta(days=step)
    while day.weekday() >= _WEEKEND:
        day += timedelta(days=step)
    return on_day(entry, day)


def on_day(entry: MeetingEntry, day: date) -> Place:
    """Return the same hours on that day."""
    return _place(entry, day, entry.starts_at, entry.ends_at)


def _place(entry: MeetingEntry, day: date, starts: time, ends: time) -> Place:
    return Place(day, starts, ends, entry.host_id, entry.room_id)
