"""Places a request to meet into a slot of a session."""

from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import FieldError, StepRefused
from models.meetings import Meeting
from models.values import (
    MeetingId,
    MeetingKind,
    MeetingState,
    Permission,
    RequestId,
    RequestState,
)
from services.core.actor import Actor
from services.core.form_faults import refuse
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work
from services.meetings.book import Booking, add_meeting
from services.meetings.place import Grounds, Place, ground_faults
from services.meetings.requests import RequestFacts, Requests
from services.meetings.series import SeriesRow
from services.meetings.session_day import ensure_day, open_session
from services.meetings.sessions import SessionRow
from services.meetings.slots import Span, minute_of, time_of


@dataclass(frozen=True, slots=True)
class Placement:
    """Which request goes where.

    Attributes:
        rule_day: The session's day by the rule.
        minutes: None takes the length of a slot for so many people.
        meeting_id: Made by the form, so that a second click places once.
    """

    request_id: RequestId
    series_id: str
    rule_day: date
    starts_at: time
    minutes: int | None = None
    grounds: Grounds = field(default_factory=Grounds)
    meeting_id: MeetingId | None = None


class PlaceRequest:
    """Gives a request its slot; the request is scheduled in the same transaction."""

    permission = Permission.CALENDAR_WRITE

    def __init__(self, units: UnitOfWork, requests: Requests) -> None:
        self._units = units
        self._requests = requests

    def run(self, actor: Actor, placement: Placement) -> MeetingId:
        """Place the request; repeating with the same id changes nothing. Undoable.

        Raises:
            StepRefused: The session was held or cancelled, nobody has decided about
                its holiday, or the request cannot be scheduled.
            FormRefused: A reason cannot be stored.
            FieldError: The slot reaches outside the session.
            ReasonNeeded: Restricted weeks before an election, and no ground.
            DoubleBooking: The host or the room is taken then.
        """
        refuse(ground_faults(placement.grounds))
        with self._units.begin(actor, self.permission) as work:
            known = placement.meeting_id
            if known is not None and work.session.get(Meeting, known) is not None:
                return known
            series, row = open_session(work, placement.series_id, placement.rule_day)
            if row.needs_decision:
                raise StepRefused(state="holiday", step="place")
            facts = self._requests.facts(work, placement.request_id)
            _refuse_second(work.session, placement.request_id)
            meeting = _place(work, placement, series, row, facts)
            before = self._requests.step(
                work, placement.request_id, RequestState.SCHEDULED
            )
            work.leave_undo(self._back(meeting.id, placement.request_id, before))
            return MeetingId(meeting.id)

    def _back(
        self, meeting_id: str, request_id: RequestId, before: RequestState
    ) -> UndoStep:
        def reverse(work: Work) -> None:
            meeting = work.get(Meeting, meeting_id)
            if meeting.state is not MeetingState.CONFIRMED:
                raise StepRefused(state=meeting.state.value, step="undo")
            meeting.state = MeetingState.CANCELLED
            self._requests.put_back(work, request_id, before)

        return UndoStep("request.placed", self.permission, reverse)


def _place(
    work: Work,
    placement: Placement,
    series: SeriesRow,
    row: SessionRow,
    facts: RequestFacts,
) -> Meeting:
    span = _slot(placement, series, row, facts.people)
    place = Place(
        row.held_on,
        time_of(span.begin),
        time_of(span.end),
        facts.host_id or series.host_id,
        series.room_id,
    )
    booking = Booking(
        MeetingKind.TONGTONG,
        place,
        facts.title,
        people=facts.people,
        grounds=placement.grounds,
        meeting_id=placement.meeting_id,
    )
    day = ensure_day(work, row)
    meeting = add_meeting(work, booking)
    meeting.session_id, meeting.request_id = day.id, placement.request_id
    return meeting


def _slot(
    placement: Placement, series: SeriesRow, row: SessionRow, people: int
) -> Span:
    minutes = placement.minutes or series.slot_for(people)
    begin = minute_of(placement.starts_at)
    slot = Span(begin, begin + minutes)
    if minutes < 1 or slot.begin < row.span.begin or slot.end > row.span.end:
        raise FieldError(field="starts_at", fault="outside_session")
    return slot


def _refuse_second(session: Session, request_id: RequestId) -> None:
    """Refuse a request that stands in the calendar already."""
    standing = session.scalar(
        select(Meeting.id)
        .where(
            Meeting.request_id == request_id, Meeting.state == MeetingState.CONFIRMED
        )
        .limit(1)
    )
    if standing is not None:
        raise StepRefused(state=RequestState.SCHEDULED.value, step="place")
