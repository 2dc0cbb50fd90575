"""Puts an entry into the calendar; the office file itself refuses a double booking."""

from dataclasses import dataclass, field

from models.meetings import Meeting
from models.values import DongVisitId, MeetingId, MeetingKind, MeetingState, Permission
from services.core.actor import Actor
from services.core.form_faults import refuse
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work
from services.meetings.place import (
    Grounds,
    Place,
    check_election,
    check_place,
    claims,
    text_faults_of,
)

BOOKABLE = (MeetingState.TENTATIVE, MeetingState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Booking:
    """A new entry as the form gives it.

    Attributes:
        state: TENTATIVE claims nothing, CONFIRMED claims host and room.
        meeting_id: Made by the form, so that a second click makes no second entry.
    """

    kind: MeetingKind
    place: Place
    title: str
    state: MeetingState = MeetingState.CONFIRMED
    people: int = 1
    dong_visit_id: DongVisitId | None = None
    grounds: Grounds = field(default_factory=Grounds)
    meeting_id: MeetingId | None = None


class BookMeeting:
    """Books an entry that is not a place of a session."""

    permission = Permission.CALENDAR_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, booking: Booking) -> MeetingId:
        """Book it; repeating with the same id changes nothing. Undoable.

        Raises:
            FormRefused: Fields cannot be taken as they stand.
            ReasonNeeded: Restricted weeks before an election, and no ground.
            DoubleBooking: Host or room is taken and no reason was given.
        """
        _check(booking)
        with self._units.begin(actor, self.permission) as work:
            known = booking.meeting_id
            if known is not None and work.session.get(Meeting, known) is not None:
                return known
            check_place(work, booking.place)
            meeting = add_meeting(work, booking)
            work.leave_undo(unbook(meeting.id))
            return MeetingId(meeting.id)


def add_meeting(work: Work, booking: Booking) -> Meeting:
    """Add the entry in an open transaction, through the walls.

    Raises:
        ReasonNeeded: Restricted weeks before an election, and no ground.
    """
    place, grounds = booking.place, booking.grounds
    if claims(booking.state):
        check_election(work.session, booking.kind, place.day, grounds.election)
    return work.add(
        Meeting(
            id=booking.meeting_id,
            kind=booking.kind,
            state=booking.state,
            day=place.day,
            starts_at=place.starts_at,
            ends_at=place.ends_at,
            host_id=place.host_id,
            room_id=place.room_id,
            title=booking.title.strip(),
            people=booking.people,
            dong_visit_id=booking.dong_visit_id,
            overlap_reason=grounds.overlap.strip() or None,
            election_ground=grounds.election.strip(),
        )
    )


def unbook(meeting_id: str) -> UndoStep:
    """Return the reverse of booking: the entry stays, cancelled."""

    def reverse(work: Work) -> None:
        work.get(Meeting, meeting_id).state = MeetingState.CANCELLED

    return UndoStep("meeting.booked", Permission.CALENDAR_WRITE, reverse)


def _check(booking: Booking) -> None:
    faults = text_faults_of(booking.grounds, booking.title)
    if booking.people < 1:
        faults.append(("people", "too_few"))
    if booking.state not in BOOKABLE:
        faults.append(("state", "not_bookable"))
    if booking.kind is MeetingKind.TONGTONG:
        faults.append(("kind", "needs_session"))
    if booking.place.ends_at <= booking.place.starts_at:
        faults.append(("ends_at", "before_start"))
    refuse(faults)
