"""What can stand in the way of a place in the calendar, and what a day itself says.

A clash is shown and never decides: a holiday asks for a human decision, an election
window for its ground, a taken host or room for a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meetings import Closure
from models.values import ClosureKind, MeetingId, MeetingKind
from services.korean.election import (
    Election,
    RestrictedWindow,
    restricted_window,
    restricting,
)
from services.korean.holidays import HolidayName, HolidayTable
from services.meetings.elections import elections
from services.meetings.holidays import holiday_table

# What the head may not hold before an election.  Source: 공직선거법 §86 ②.
RESTRICTED_KINDS = frozenset(
    {
        MeetingKind.TONGTONG,
        MeetingKind.CITIZEN,
        MeetingKind.DONG_VISIT,
        MeetingKind.TOUR,
    }
)


class ClashKind(StrEnum):
    """What stands in the way."""

    HOST = "host"
    ROOM = "room"
    PERSON = "person"
    DONG_VISIT = "dong_visit"
    HOLIDAY = "holiday"
    OFFICE_CLOSED = "office_closed"
    ELECTION = "election"
    OUTSIDE_HOURS = "outside_hours"


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing in the way; never a citizen's name.

    Attributes:
        name: Of the holiday, the election, the host, the room or the other entry.
        name_en: The same in English where it is known.
        meeting_id: The other entry, if it is one.
        window: The restricted days before an election.
    """

    kind: ClashKind
    name: str = ""
    name_en: str = ""
    meeting_id: MeetingId | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    window: RestrictedWindow | None = None


@dataclass(frozen=True, slots=True)
class DayRules:
    """What the calendar knows of days: holidays, closed days, elections."""

    table: HolidayTable
    closed: Mapping[date, HolidayName]
    elections: tuple[Election, ...]

    def clashes(self, day: date) -> tuple[Clash, ...]:
        """Return what the day itself says against it, the weightiest first."""
        return (*self._closures(day), *self._windows(day))

    def _closures(self, day: date) -> tuple[Clash, ...]:
        found = []
        if self.table.is_holiday(day):
            names = self.table.days[day]
            found.append(Clash(ClashKind.HOLIDAY, names.korean, names.english))
        if day in self.closed:
            names = self.closed[day]
            found.append(Clash(ClashKind.OFFICE_CLOSED, names.korean, names.english))
        return tuple(found)

    def _windows(self, day: date) -> tuple[Clash, ...]:
        return tuple(
            Clash(
                ClashKind.ELECTION,
                election.korean,
                election.english,
                window=restricted_window(election.day, election.vacancy_fixed),
            )
            for election in restricting(day, self.elections)
        )


def day_rules(session: Session) -> DayRules:
    """Return what the office knows of days."""
    closed = session.execute(
        select(Closure.day, Closure.name, Closure.name_en).where(
            Closure.kind == ClosureKind.OFFICE
        )
    )
    return DayRules(
        holiday_table(session),
        {row.day: HolidayName(row.name, row.name_en) for row in closed},
        elections(session),
    )
