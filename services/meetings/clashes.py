"""What a place in the calendar would meet, asked before anything is saved."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meetings import Host, Meeting, Room
from models.outreach import Dong, DongVisit
from models.reception import Person
from models.selection import MeetingRequest
from models.values import (
    DongVisitState,
    MeetingId,
    MeetingKind,
    MeetingState,
    Permission,
    RequestId,
)
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.korean.working_time import WorkingHours
from services.meetings.clash import RESTRICTED_KINDS, Clash, ClashKind, day_rules
from services.meetings.place import Place
from services.meetings.slots import Span, span_of

MAYOR_RANK = 1
GONE = (DongVisitState.POSTPONED, DongVisitState.DROPPED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A place to be asked about.

    Attributes:
        meeting_id: The entry itself, when it is to be moved.
        request_id: Whose applicant must not be in two places.
    """

    kind: MeetingKind
    place: Place
    meeting_id: MeetingId | None = None
    request_id: RequestId | None = None


class ClashesOf:
    """Says what a place would meet; it forbids nothing."""

    permission = Permission.CALENDAR_READ

    def __init__(self, units: UnitOfWork, hours: WorkingHours) -> None:
        self._units = units
        self._hours = hours

    def run(self, actor: Actor, asked: Asked) -> tuple[Clash, ...]:
        """Return every clash: host, room, applicant, dong visit, day, hours."""
        with self._units.read(actor, self.permission) as reading:
            session = reading.session
            return (
                *_entries(session, asked),
                *dong_visits_at(session, asked.place),
                *_day(session, asked),
                *_outside(asked.place, self._hours),
            )


def _entries(session: Session, asked: Asked) -> Iterator[Clash]:
    place = asked.place
    span = span_of(place.starts_at, place.ends_at)
    person = _person_of(session, asked.request_id)
    for other in _confirmed(session, asked):
        if not span.overlaps(span_of(other.starts_at, other.ends_at)):
            continue
        if place.host_id is not None and other.host_id == place.host_id:
            host = session.get_one(Host, place.host_id)
            yield _entry(ClashKind.HOST, host.title, host.title_en, other)
        if place.room_id is not None and other.room_id == place.room_id:
            room = session.get_one(Room, place.room_id)
            yield _entry(ClashKind.ROOM, room.name, room.name_en, other)
        if person and _person_of(session, other.request_id) == person:
            yield _entry(ClashKind.PERSON, "", "", other)


def _confirmed(session: Session, asked: Asked) -> Iterator[Meeting]:
    found = session.scalars(
        select(Meeting)
        .where(Meeting.day == asked.place.day, Meeting.state == MeetingState.CONFIRMED)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return (meeting for meeting in found if meeting.id != asked.meeting_id)


def _entry(kind: ClashKind, name: str, name_en: str, other: Meeting) -> Clash:
    return Clash(
        kind, name, name_en, MeetingId(other.id), other.starts_at, other.ends_at
    )


def _person_of(session: Session, request_id: str | None) -> str | None:
    """Return who applied, known under one id even after two were joined."""
    if request_id is None:
        return None
    found = session.execute(
        select(Person.id, Person.alias_of)
        .join(MeetingRequest, MeetingRequest.person_id == Person.id)
        .where(MeetingRequest.id == request_id)
    ).first()
    return None if found is None else found.alias_of or found.id


def dong_visits_at(session: Session, place: Place) -> Iterator[Clash]:
    """Yield the mayor's dong visits at that time, when the mayor is the host."""
    host = None if place.host_id is None else session.get(Host, place.host_id)
    if host is None or host.rank != MAYOR_RANK:
        return
    found = session.execute(
        select(DongVisit.starts_at, DongVisit.ends_at, Dong.name, Dong.name_en)
        .join(Dong, Dong.id == DongVisit.dong_id)
        .where(DongVisit.day == place.day, DongVisit.state.not_in(GONE))
    )
    span = span_of(place.starts_at, place.ends_at)
    for row in found:
        if row.starts_at is None or row.ends_at is None:
            continue
        if span.overlaps(span_of(row.starts_at, row.ends_at)):
            yield Clash(
                ClashKind.DONG_VISIT,
                row.name,
                row.name_en,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
            )


def _day(session: Session, asked: Asked) -> Iterator[Clash]:
    for clash in day_rules(session).clashes(asked.place.day):
        if clash.kind is not ClashKind.ELECTION or asked.kind in RESTRICTED_KINDS:
            yield clash


def _outside(place: Place, hours: WorkingHours) -> Iterator[Clash]:
    span = span_of(place.starts_at, place.ends_at)
    working = [span_of(begin, end) for begin, end in hours.spans]
    if not _is_inside(span, working):
        yield Clash(
            ClashKind.OUTSIDE_HOURS,
            hours.source,
            starts_at=hours.opens,
            ends_at=hours.closes,
        )


def _is_inside(span: Span, working: list[Span]) -> bool:
    return any(w.begin <= span.begin and span.end <= w.end for w in working)
