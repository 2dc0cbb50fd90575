"""When a petition is due: its period, what stopped the clock, and its extensions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.petitions import ClockInterval, Extension, Petition
from services.korean.deadline import Excluded, due, extended_due, parse_period
from services.korean.holidays import HolidayTable
from services.korean.working_time import WorkCalendar

Holidays = Callable[[Session], HolidayTable]


@dataclass(frozen=True, slots=True)
class Counted:
    """A deadline and the holiday table it was counted with."""

    due_at: datetime
    table_version: str


def recount(session: Session, petition: Petition, holidays: Holidays) -> Counted:
    """Return when the petition is due by all that is known of it.

    The date told to the petitioner is another fact and stays as it was told.
    """
    calendar = WorkCalendar(holidays(session))
    excluded = excluded_days(stops_of(session, petition.id))
    period = parse_period(petition.period)
    counted = due(petition.received_at, period, calendar, excluded)
    for _ in range(extensions_of(session, petition.id)):
        counted = extended_due(counted.due, period, calendar, excluded)
    return Counted(counted.due, counted.table_version)


def stops_of(session: Session, petition_id: str) -> tuple[ClockInterval, ...]:
    """Return what stopped the petition's clock, in order."""
    found = session.scalars(
        select(ClockInterval)
        .where(ClockInterval.petition_id == petition_id)
        .order_by(ClockInterval.began_on, ClockInterval.id)
    )
    return tuple(found)


def extensions_of(session: Session, petition_id: str) -> int:
    """Return how often the period was extended."""
    count = session.scalar(
        select(func.count())
        .select_from(Extension)
        .where(Extension.petition_id == petition_id)
    )
    return count or 0


def excluded_days(intervals: Iterable[ClockInterval]) -> tuple[Excluded, ...]:
    """Return the days not counted; an interval that goes on excludes nothing yet."""
    return tuple(
        Excluded(interval.reason, interval.began_on, interval.ended_on)
        for interval in intervals
        if interval.ended_on is not None
    )
