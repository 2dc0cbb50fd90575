"""Collects what a file gives out, by the columns that reading it back understands."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meetings import Closure, Host, Meeting, Room
from models.outreach import Dong
from models.petitions import Petition
from models.reception import Person, Visit
from models.selection import MeetingRequest
from models.values import ClosureKind
from services.core.clock import SEOUL
from services.exchange.kinds import FileKind
from services.exchange.words import (
    MEETING_KINDS,
    MEETING_STATES,
    PETITION_KINDS,
    PETITION_STATES,
    REQUEST_STATES,
    SUBJECTS,
    VISIT_STATES,
    written,
)
from services.korean.phones import format_phone
from services.outreach.dongs import natural_key

MICRO_DIGITS = 6

Given = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Span:
    """The days of which a file tells, both included."""

    first: date
    last: date

    def begin(self) -> datetime:
        """Return the first instant."""
        return datetime.combine(self.first, datetime.min.time(), SEOUL)

    def end(self) -> datetime:
        """Return the last instant."""
        return datetime.combine(self.last, datetime.max.time(), SEOUL)


def given_rows(session: Session, kind: FileKind, span: Span) -> Iterator[Given]:
    """Yield the rows of a kind, unmasked, in the order of their days.

    Raises:
        KeyError: That kind is no table of rows.
    """
    return _GIVERS[kind](session, span)


def gives(kind: FileKind) -> bool:
    """Say whether a kind is given out as rows."""
    return kind in _GIVERS


def _visits(session: Session, span: Span) -> Iterator[Given]:
    found = session.execute(
        select(Visit, Person)
        .outerjoin(Person, Person.id == Visit.person_id)
        .where(Visit.day.between(span.first, span.last))
        .order_by(Visit.day, Visit.arrived_at, Visit.id)
    )
    dongs = _dong_names(session)
    for visit, person in found:
        yield {
            "day": visit.day.isoformat(),
            "number": visit.label,
            "arrived": f"{visit.arrived_at.astimezone(SEOUL):%H:%M}",
            **_person(person, dongs),
            "subject": written(SUBJECTS, visit.subject),
            "title": visit.title,
            "note": visit.note,
            "state": written(VISIT_STATES, visit.state),
            "outcome": visit.outcome,
        }


def _petitions(session: Session, span: Span) -> Iterator[Given]:
    found = session.execute(
        select(Petition, Person)
        .join(Person, Person.id == Petition.person_id)
        .where(Petition.received_at.between(span.begin(), span.end()))
        .order_by(Petition.year, Petition.desk, Petition.serial)
    )
    dongs = _dong_names(session)
    for petition, person in found:
        answered = petition.answered_at
        yield {
            "receipt": petition.receipt,
            "received": f"{petition.received_at.astimezone(SEOUL):%Y-%m-%d %H:%M}",
            "kind": written(PETITION_KINDS, petition.kind),
            "subject": written(SUBJECTS, petition.subject),
            "title": petition.title,
            "content": petition.content,
            **_person(person, dongs),
            "others": petition.others,
            "department": petition.department,
            "state": written(PETITION_STATES, petition.state),
            "answered": f"{answered.astimezone(SEOUL):%Y-%m-%d}" if answered else "",
            "city_number": petition.city_number,
        }


def _requests(session: Session, span: Span) -> Iterator[Given]:
    found = session.execute(
        select(MeetingRequest, Person)
        .join(Person, Person.id == MeetingRequest.person_id)
        .where(MeetingRequest.applied_on.between(span.first, span.last))
        .order_by(MeetingRequest.applied_on, MeetingRequest.id)
    )
    dongs = _dong_names(session)
    for request, person in found:
        yield {
            "applied": request.applied_on.isoformat(),
            **_person(person, dongs),
            "subject": written(SUBJECTS, request.subject),
            "title": request.title,
            "wish": request.wish,
            "group_name": request.group_name,
            "people": request.people,
            "department": request.department,
            "support": request.support,
            "state": written(REQUEST_STATES, request.state),
        }


def _meetings(session: Session, span: Span) -> Iterator[Given]:
    found = session.execute(
        select(Meeting, Host.title, Room.name)
        .outerjoin(Host, Host.id == Meeting.host_id)
        .outerjoin(Room, Room.id == Meeting.room_id)
        .where(Meeting.day.between(span.first, span.last))
        .order_by(Meeting.day, Meeting.starts_at, Meeting.id)
    )
    for meeting, host, room in found:
        yield {
            "day": meeting.day.isoformat(),
            "starts": f"{meeting.starts_at:%H:%M}",
            "ends": f"{meeting.ends_at:%H:%M}",
            "kind": written(MEETING_KINDS, meeting.kind),
            "title": meeting.title,
            "host": host or "",
            "room": room or "",
            "people": meeting.people,
            "state": written(MEETING_STATES, meeting.state),
            "election_ground": meeting.election_ground,
            "overlap_reason": meeting.overlap_reason or "",
        }


def _people(session: Session, _span: Span) -> Iterator[Given]:
    dongs = _dong_names(session)
    for person in session.scalars(select(Person).order_by(Person.name, Person.id)):
        yield _person(person, dongs)


def _dongs(session: Session, _span: Span) -> Iterator[Given]:
    found = session.scalars(select(Dong)).all()
    for dong in sorted(found, key=lambda d: (natural_key(d.name), d.valid_from)):
        yield {
            "code10": dong.code10,
            "code7": dong.code7,
            "district": dong.district,
            "district_en": dong.district_en,
            "dong": dong.name,
            "dong_en": dong.name_en,
            "lon": decimal_text(dong.lon_e6),
            "lat": decimal_text(dong.lat_e6),
            "area_km2": decimal_text(dong.area_m2),
            "households": dong.households,
            "neighbours": dong.neighbours,
            "natural_villages": dong.natural_villages,
            "valid_from": dong.valid_from.isoformat(),
            "valid_to": dong.valid_to.isoformat() if dong.valid_to else "",
        }


def _holidays(session: Session, span: Span) -> Iterator[Given]:
    kinds = (ClosureKind.PUBLIC, ClosureKind.TEMPORARY)
    found = session.scalars(
        select(Closure)
        .where(Closure.kind.in_(kinds), Closure.day.between(span.first, span.last))
        .order_by(Closure.day)
    )
    for row in found:
        yield {"date": row.day.isoformat(), "name_ko": row.name, "name_en": row.name_en}


_GIVERS: Mapping[FileKind, Callable[[Session, Span], Iterator[Given]]] = (
    MappingProxyType(
        {
            FileKind.VISITS: _visits,
            FileKind.PETITIONS: _petitions,
            FileKind.REQUESTS: _requests,
            FileKind.MEETINGS: _meetings,
            FileKind.PEOPLE: _people,
            FileKind.DONGS: _dongs,
            FileKind.HOLIDAYS: _holidays,
        }
    )
)


def decimal_text(millionths: int) -> str:
    """Return millionths as a plain decimal number: ``126.82655``."""
    sign = "-" if millionths < 0 else ""
    whole, part = divmod(abs(millionths), 10**MICRO_DIGITS)
    return f"{sign}{whole}.{part:0{MICRO_DIGITS}}".rstrip("0").rstrip(".")


def _person(person: Person | None, dongs: Mapping[str, str]) -> Given:
    if person is None:
        return {"name": "", "phone": "", "address": "", "dong": ""}
    return {
        "name": person.name,
        "phone": format_phone(person.phone),
        "address": person.address,
        "dong": dongs.get(person.dong_id or "", ""),
    }


def _dong_names(session: Session) -> Mapping[str, str]:
    return {row.id: row.name for row in session.execute(select(Dong.id, Dong.name))}
