"""Moves an entry of the calendar; its place goes as a whole or not at all."""

from dataclasses import dataclass, field

from models.errors import FieldError, StepRefused
from models.meetings import Meeting, SessionDay
from models.values import MeetingId, MeetingState, Permission
from services.core.actor import Actor
from services.core.form_faults import refuse
from services.core.undo import UndoStep
from services.core.unit_of_work import FormBase, UnitOfWork, Work
from services.meetings.place import (
    Grounds,
    Place,
    check_election,
    check_place,
    claims,
    ground_faults,
    place_of,
    put,
)
from services.meetings.slots import minute_of, span_of

MOVABLE = (MeetingState.TENTATIVE, MeetingState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Move:
    """Where an entry goes; ``base`` is what the form was loaded from."""

    meeting_id: MeetingId
    place: Place
    grounds: Grounds = field(default_factory=Grounds)
    base: FormBase | None = None


class MoveMeeting:
    """Moves an entry that is still to come."""

    permission = Permission.CALENDAR_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, move: Move) -> None:
        """Move it, or nothing. Undoable.

        A place of a session stays inside its session; the session itself moves
        with `MoveSession`.

        Raises:
            FormRefused: A reason cannot be stored.
            StepRefused: It was held, missed, postponed or cancelled.
            FieldError: The place is none, or lies outside its session.
            ReasonNeeded: Restricted weeks before an election, and no ground.
            DoubleBooking: Host or room is taken and no reason was given.
            ChangedMeanwhile: It is not as the form showed it.
        """
        refuse(ground_faults(move.grounds))
        with self._units.begin(actor, self.permission, move.base) as work:
            meeting = work.get(Meeting, move.meeting_id)
            if meeting.state not in MOVABLE:
                raise StepRefused(state=meeting.state.value, step="move")
            check_place(work, move.place)
            _check_session(work, meeting, move.place)
            before = place_of(meeting)
            grounds = Grounds(meeting.overlap_reason or "", meeting.election_ground)
            _move(work, meeting, move.place, move.grounds)
            work.leave_undo(_back(meeting.id, before, grounds))


def _move(work: Work, meeting: Meeting, place: Place, grounds: Grounds) -> None:
    if claims(meeting.state):
        check_election(work.session, meeting.kind, place.day, grounds.election)
    put(meeting, place)
    meeting.overlap_reason = grounds.overlap.strip() or None
    meeting.election_ground = grounds.election.strip()
    work.session.flush()


def _check_session(work: Work, meeting: Meeting, place: Place) -> None:
    if meeting.session_id is None:
        return
    day = work.get(SessionDay, meeting.session_id)
    span, begin = span_of(place.starts_at, place.ends_at), minute_of(day.starts_at)
    is_inside = begin <= span.begin and span.end <= begin + day.minutes
    if place.day != day.held_on or not is_inside:
        raise FieldError(field="starts_at", fault="outside_session")


def _back(meeting_id: str, before: Place, grounds: Grounds) -> UndoStep:
    def reverse(work: Work) -> None:
        _move(work, work.get(Meeting, meeting_id), before, grounds)

    return UndoStep("meeting.moved", Permission.CALENDAR_WRITE, reverse)
