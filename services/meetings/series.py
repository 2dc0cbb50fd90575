"""The rule of a series, such as 통통 Day: the 2nd and 4th Thursday at 14:00."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meetings import Series
from models.values import HostId, Permission, RoomId
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.korean.thursdays import Series as Rule
from services.korean.thursdays import nth_weekdays


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series as the calendar needs it; lengths in minutes."""

    id: str
    name: str
    rule: Rule
    starts_at: time
    minutes: int
    slot_minutes: int
    group_slot_minutes: int
    host_id: HostId | None
    room_id: RoomId | None
    valid_from: date
    valid_to: date | None

    def days(self, first: date, last: date) -> tuple[date, ...]:
        """Return the days of the rule from ``first`` to ``last`` while it is valid."""
        begin = max(first, self.valid_from)
        end = last if self.valid_to is None else min(last, self.valid_to)
        return nth_weekdays(begin, end, self.rule)

    def slot_for(self, people: int) -> int:
        """Return the length of a slot for so many people; more than one is a group."""
        return self.slot_minutes if people <= 1 else self.group_slot_minutes


def rows_of(session: Session) -> tuple[SeriesRow, ...]:
    """Return every series in the order of names."""
    found = session.scalars(select(Series).order_by(Series.name, Series.id))
    return tuple(row_of(series) for series in found)


def row_of(series: Series) -> SeriesRow:
    """Return the record as a value."""
    nths = frozenset(int(nth) for nth in series.nths.split(",") if nth.strip())
    return SeriesRow(
        id=series.id,
        name=series.name,
        rule=Rule(series.weekday, nths),
        starts_at=series.starts_at,
        minutes=series.minutes,
        slot_minutes=series.slot_minutes,
        group_slot_minutes=series.group_slot_minutes,
        host_id=None if series.host_id is None else HostId(series.host_id),
        room_id=None if series.room_id is None else RoomId(series.room_id),
        valid_from=series.valid_from,
        valid_to=series.valid_to,
    )


class SeriesList:
    """Lists the series of the office."""

    permission = Permission.CALENDAR_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> tuple[SeriesRow, ...]:
        """Return every series in the order of names."""
        with self._units.read(actor, self.permission) as reading:
            return rows_of(reading.session)
