"""The calendar of a day, a week or a month as one list; people stay masked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meetings import Closure, Host, Meeting, Room
from models.outreach import Dong, DongVisit
from models.reception import Person
from models.selection import MeetingRequest
from models.values import (
    ClosureKind,
    DongVisitState,
    HostId,
    MeetingKind,
    MeetingState,
    Permission,
    RoomId,
)
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.korean.document_guard import drop_guarded
from services.korean.election import RestrictedWindow, restricted_window
from services.korean.names import mask_name
from services.meetings.elections import elections
from services.meetings.sessions import SessionRow, session_rows
from services.meetings.slots import span_of

DAYS_A_WEEK = 7
GONE = (DongVisitState.POSTPONED, DongVisitState.DROPPED)


class View(StrEnum):
    """How many days are shown."""

    DAY = "day"
    WEEK = "week"  # Monday to Sunday
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    """A meeting as the calendar shows it.

    Attributes:
        who: The applicant, masked; empty where nobody applied.
        overlaps: Another confirmed entry takes the same host or room then.
    """

    id: str
    kind: MeetingKind
    state: MeetingState
    day: date
    starts_at: time
    ends_at: time
    title: str
    who: str
    people: int
    host_id: HostId | None
    host: str
    host_en: str
    room_id: RoomId | None
    room: str
    room_en: str
    session_id: str | None
    request_id: str | None
    overlaps: bool


@dataclass(frozen=True, slots=True)
class DongVisitEntry:
    """A dong visit as the calendar shows it; times may be open still."""

    id: str
    day: date
    starts_at: time | None
    ends_at: time | None
    dong: str
    dong_en: str
    state: str


@dataclass(frozen=True, slots=True)
class ClosureEntry:
    """A day that is no working day."""

    day: date
    name: str
    name_en: str
    kind: ClosureKind


@dataclass(frozen=True, slots=True)
class WindowEntry:
    """Restricted weeks that touch the days shown."""

    name: str
    name_en: str
    window: RestrictedWindow


@dataclass(frozen=True, slots=True)
class AgendaRows:
    """Everything of a span of days, each in order of its time."""

    first: date
    last: date
    meetings: tuple[MeetingEntry, ...]
    sessions: tuple[SessionRow, ...]
    dong_visits: tuple[DongVisitEntry, ...]
    closures: tuple[ClosureEntry, ...]
    windows: tuple[WindowEntry, ...]


def span_of_view(view: View, day: date) -> tuple[date, date]:
    """Return the first and last day that a view shows around ``day``."""
    if view is View.DAY:
        return day, day
    if view is View.WEEK:
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=DAYS_A_WEEK - 1)
    first = day.replace(day=1)
    next_month = (first + timedelta(days=31)).replace(day=1)
    return first, next_month - timedelta(days=1)


class Agenda:
    """Answers what is in the calendar."""

    permission = Permission.CALENDAR_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, view: View, day: date) -> AgendaRows:
        """Return the entries of the view around ``day``; called-off ones are left out."""
        first, last = span_of_view(view, day)
        with self._units.read(actor, self.permission) as reading:
            session = reading.session
            rows = session_rows(session, first, last)
            return AgendaRows(
                first,
                last,
                _meetings(session, first, last),
                tuple(row for row in rows if first <= row.held_on <= last),
                tuple(_dong_visits(session, first, last)),
                tuple(_closures(session, first, last)),
                tuple(_windows(session, first, last)),
            )


def _meetings(session: Session, first: date, last: date) -> tuple[MeetingEntry, ...]:
    found = session.execute(
        select(Meeting, Host, Room, Person.name)
        .outerjoin(Host, Host.id == Meeting.host_id)
        .outerjoin(Room, Room.id == Meeting.room_id)
        .outerjoin(MeetingRequest, MeetingRequest.id == Meeting.request_id)
        .outerjoin(Person, Person.id == MeetingRequest.person_id)
        .where(
            Meeting.day.between(first, last),
            Meeting.state.not_in((MeetingState.CANCELLED, MeetingState.POSTPONED)),
        )
        .order_by(Meeting.day, Meeting.starts_at, Meeting.id)
    ).all()
    confirmed = [row.Meeting for row in found if row.Meeting.state is _CONFIRMED]
    return tuple(
        _entry(row.Meeting, row.Host, row.Room, row.name, confirmed) for row in found
    )


_CONFIRMED = MeetingState.CONFIRMED


def _entry(
    meeting: Meeting,
    host: Host | None,
    room: Room | None,
    name: str | None,
    confirmed: list[Meeting],
) -> MeetingEntry:
    return MeetingEntry(
        id=meeting.id,
        kind=meeting.kind,
        state=meeting.state,
        day=meeting.day,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=drop_guarded(meeting.title),
        who=mask_name(name or ""),
        people=meeting.people,
        host_id=HostId(host.id) if host else None,
        host=host.title if host else "",
        host_en=host.title_en if host else "",
        room_id=RoomId(room.id) if room else None,
        room=room.name if room else "",
        room_en=room.name_en if room else "",
        session_id=meeting.session_id,
        request_id=meeting.request_id,
        overlaps=any(_overlap(meeting, other) for other in confirmed),
    )


def _overlap(meeting: Meeting, other: Meeting) -> bool:
    """Say whether two confirmed entries take the same host or room at once."""
    if meeting.id == other.id or meeting.state is not _CONFIRMED:
        return False
    same_host = meeting.host_id is not None and meeting.host_id == other.host_id
    same_room = meeting.room_id is not None and meeting.room_id == other.room_id
    if meeting.day != other.day or not (same_host or same_room):
        return False
    span = span_of(meeting.starts_at, meeting.ends_at)
    return span.overlaps(span_of(other.starts_at, other.ends_at))


def _dong_visits(session: Session, first: date, last: date) -> Iterator[DongVisitEntry]:
    found = session.execute(
        select(DongVisit, DongVisit.day, Dong.name, Dong.name_en)
        .join(Dong, Dong.id == DongVisit.dong_id)
        .where(
            DongVisit.day.between(first, last),
            DongVisit.state.not_in(GONE),
        )
        .order_by(DongVisit.day, DongVisit.starts_at, DongVisit.id)
    )
    for visit, day, name, name_en in found:
        if day is None:
            continue
        yield DongVisitEntry(
            visit.id,
            day,
            visit.starts_at,
            visit.ends_at,
            name,
            name_en,
            visit.state.value,
        )


def _closures(session: Session, first: date, last: date) -> Iterator[ClosureEntry]:
    found = session.scalars(
        select(Closure)
        .where(Closure.day.between(first, last), Closure.kind != ClosureKind.LIFTED)
        .order_by(Closure.day)
    )
    return (ClosureEntry(row.day, row.name, row.name_en, row.kind) for row in found)


def _windows(session: Session, first: date, last: date) -> Iterator[WindowEntry]:
    for election in elections(session):
        window = restricted_window(election.day, election.vacancy_fixed)
        if window.first <= last and first <= window.last:
            yield WindowEntry(election.korean, election.english, window)
