"""A place in the calendar: a day, two times, a host, a room; and what it must keep."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy.orm import Session

from models.errors import FieldError, ReasonNeeded
from models.meetings import Host, Meeting, Room
from models.values import HostId, MeetingKind, MeetingState, RoomId
from services.core.form_faults import Fault, TextField, faults_in
from services.core.unit_of_work import Reading
from services.meetings.clash import RESTRICTED_KINDS
from services.meetings.elections import is_restricted

LONGEST_TITLE = 200
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands; local times of one day."""

    day: date
    starts_at: time
    ends_at: time
    host_id: HostId | None = None
    room_id: RoomId | None = None


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a person said to stand beside another entry, or in restricted weeks."""

    overlap: str = ""
    election: str = ""


def place_of(meeting: Meeting) -> Place:
    """Return where the meeting stands."""
    return Place(
        meeting.day,
        meeting.starts_at,
        meeting.ends_at,
        None if meeting.host_id is None else HostId(meeting.host_id),
        None if meeting.room_id is None else RoomId(meeting.room_id),
    )


def put(meeting: Meeting, place: Place) -> None:
    """Set where the meeting stands."""
    meeting.day = place.day
    meeting.starts_at, meeting.ends_at = place.starts_at, place.ends_at
    meeting.host_id, meeting.room_id = place.host_id, place.room_id


def check_place(reading: Reading, place: Place) -> None:
    """Refuse a place that is none.

    Raises:
        FieldError: It ends before it begins.
        NotFound: The host or the room is not there.
    """
    if place.ends_at <= place.starts_at:
        raise FieldError(field="ends_at", fault="before_start")
    if place.host_id is not None:
        reading.get(Host, place.host_id)
    if place.room_id is not None:
        reading.get(Room, place.room_id)


def text_faults_of(grounds: Grounds, title: str) -> list[Fault]:
    """Return what is wrong with the texts of an entry."""
    titled = faults_in(TextField("title", title, LONGEST_TITLE, needed=True))
    return [*titled, *ground_faults(grounds)]


def ground_faults(grounds: Grounds) -> list[Fault]:
    """Return what is wrong with the reasons that were given for a place."""
    return faults_in(
        TextField("overlap_reason", grounds.overlap, LONGEST_REASON),
        TextField("election_ground", grounds.election, LONGEST_REASON),
    )


def check_election(session: Session, kind: MeetingKind, day: date, ground: str) -> None:
    """Ask for the ground of an entry in the weeks before an election; never block.

    Source: 공직선거법 §86 ②, which excepts group and urgent petitions and disasters.

    Raises:
        ReasonNeeded: The day is restricted and no ground was given.
    """
    if kind not in RESTRICTED_KINDS or ground.strip():
        return
    if is_restricted(session, day):
        raise ReasonNeeded(step="election")


def claims(state: MeetingState) -> bool:
    """Say whether an entry of this state holds its host and room."""
    return state is MeetingState.CONFIRMED
