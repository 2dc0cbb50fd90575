"""One session as its places: who stands where, and which slots are free."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time

from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session

from models.meetings import Meeting, Series
from models.reception import Person
from models.selection import MeetingRequest
from models.values import MeetingId, MeetingState, Permission, RequestId
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.korean.document_guard import drop_guarded
from services.korean.names import mask_name
from services.meetings.clashes import dong_visits_at
from services.meetings.place import Place
from services.meetings.series import SeriesRow, row_of
from services.meetings.sessions import TAKING, SessionRow, session_row
from services.meetings.slots import cut, span_of, time_of

SHOWN = (*TAKING, MeetingState.TENTATIVE)


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A place of a session, or what takes its host or room away meanwhile."""

    starts_at: time
    ends_at: time
    meeting_id: MeetingId | None = None
    request_id: RequestId | None = None
    state: MeetingState | None = None
    who: str = ""
    title: str = ""
    people: int = 0
    ready: bool = False  # something is written for the pack
    elsewhere: bool = False  # host or room are there, not in the session

    @property
    def is_free(self) -> bool:
        """Whether somebody can be placed here."""
        return self.meeting_id is None and not self.elsewhere


@dataclass(frozen=True, slots=True)
class SessionSlots:
    """A session and its places in order; ``rest_minutes`` fit no slot."""

    session: SessionRow
    slots: tuple[SlotRow, ...]
    rest_minutes: int

    @property
    def free_minutes(self) -> int:
        """How much of the session nothing takes."""
        free = (s for s in self.slots if s.is_free)
        return self.rest_minutes + sum(
            span_of(slot.starts_at, slot.ends_at).minutes for slot in free
        )


class SlotsOf:
    """Answers how a session is filled."""

    permission = Permission.CALENDAR_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, series_id: str, rule_day: date) -> SessionSlots:
        """Return the places of the session of ``rule_day``; people are masked."""
        with self._units.read(actor, self.permission) as reading:
            series = row_of(reading.get(Series, series_id))
            row = session_row(reading.session, series, rule_day)
            standing = _standing(reading.session, row)
            standing += _elsewhere(reading.session, row, series)
            taking = [
                span_of(slot.starts_at, slot.ends_at)
                for slot in standing
                if slot.elsewhere or slot.state in TAKING
            ]
            parts = cut(row.span, taking, series.slot_minutes)
            free = (SlotRow(time_of(s.begin), time_of(s.end)) for s in parts.free)
            slots = sorted([*standing, *free], key=lambda s: (s.starts_at, s.ends_at))
            return SessionSlots(row, tuple(slots), parts.rest_minutes)


def _standing(session: Session, row: SessionRow) -> list[SlotRow]:
    found = session.execute(
        select(Meeting, Person.name)
        .outerjoin(MeetingRequest, MeetingRequest.id == Meeting.request_id)
        .outerjoin(Person, Person.id == MeetingRequest.person_id)
        .where(Meeting.session_id == row.session_id, Meeting.state.in_(SHOWN))
    )
    return [_slot(meeting, name) for meeting, name in found]


def _elsewhere(
    session: Session, row: SessionRow, series: SeriesRow
) -> Iterator[SlotRow]:
    """Yield what else the session's host does then, and who else has its room."""
    ours = [
        column == value
        for column, value in (
            (Meeting.host_id, series.host_id),
            (Meeting.room_id, series.room_id),
        )
        if value is not None
    ]
    found = session.scalars(
        select(Meeting).where(
            Meeting.day == row.held_on,
            Meeting.state == MeetingState.CONFIRMED,
            or_(Meeting.session_id.is_(None), Meeting.session_id != row.session_id),
            or_(false(), *ours),
        )
    )
    for meeting in found:
        if row.span.overlaps(span_of(meeting.starts_at, meeting.ends_at)):
            yield replace(_slot(meeting, None), elsewhere=True)
    begin, end = time_of(row.span.begin), time_of(row.span.end)
    place = Place(row.held_on, begin, end, series.host_id)
    for visit in dong_visits_at(session, place):
        if visit.starts_at is not None and visit.ends_at is not None:
            yield SlotRow(
                visit.starts_at, visit.ends_at, title=visit.name, elsewhere=True
            )


def _slot(meeting: Meeting, name: str | None) -> SlotRow:
    return SlotRow(
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        meeting_id=MeetingId(meeting.id),
        request_id=None
        if meeting.request_id is None
        else RequestId(meeting.request_id),
        state=meeting.state,
        who=mask_name(name or ""),
        title=drop_guarded(meeting.title),
        people=meeting.people,
        ready=bool(meeting.gist.strip()),
    )
