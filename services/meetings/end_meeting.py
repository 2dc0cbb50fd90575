"""What becomes of an entry: confirmed, held, missed, postponed, cancelled."""

from dataclasses import dataclass

from models.errors import StepRefused
from models.meetings import Meeting
from models.values import (
    MeetingId,
    MeetingState,
    Permission,
    RequestId,
    RequestState,
)
from services.core.actor import Actor
from services.core.form_faults import TextField, faults_in, refuse
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work
from services.meetings.place import LONGEST_REASON, check_election
from services.meetings.requests import Requests
from services.meetings.session_day import require_reason

_M = MeetingState
_R = RequestState

STEPS: dict[MeetingState, frozenset[MeetingState]] = {
    _M.TENTATIVE: frozenset({_M.CONFIRMED, _M.CANCELLED}),
    _M.CONFIRMED: frozenset({_M.HELD, _M.NO_SHOW, _M.POSTPONED, _M.CANCELLED}),
    _M.POSTPONED: frozenset({_M.CANCELLED}),
    _M.HELD: frozenset(),
    _M.NO_SHOW: frozenset({_M.HELD}),
    _M.CANCELLED: frozenset(),
}

# What the request does when its meeting does this.
REQUEST_STEPS = {
    _M.HELD: _R.HELD,
    _M.NO_SHOW: _R.NO_SHOW,
    _M.POSTPONED: _R.POSTPONED,
    _M.CANCELLED: _R.POSTPONED,
}
NEEDS_REASON = frozenset({_M.POSTPONED, _M.CANCELLED})


@dataclass(frozen=True, slots=True)
class Ending:
    """What becomes of an entry.

    Attributes:
        reason: Asked where it is called off.
        election_ground: Asked where it is confirmed in restricted weeks.
    """

    meeting_id: MeetingId
    to: MeetingState
    reason: str = ""
    election_ground: str = ""


@dataclass(frozen=True, slots=True)
class _Stood:
    """How an entry and its request stood, for undo."""

    state: MeetingState
    reason: str
    ground: str
    request_state: RequestState | None


class EndMeeting:
    """Confirms an entry, or says that it was held, missed or called off."""

    permission = Permission.CALENDAR_WRITE

    def __init__(self, units: UnitOfWork, requests: Requests) -> None:
        self._units = units
        self._requests = requests

    def run(self, actor: Actor, ending: Ending) -> None:
        """Take the step, the request's too. Undoable.

        Raises:
            StepRefused: Its state does not allow it, or it is not yet the day.
            ReasonNeeded: It is called off without a reason.
            FormRefused: A text cannot be stored.
            DoubleBooking: Confirming would take a taken host or room.
        """
        refuse(
            faults_in(
                TextField("reason", ending.reason, LONGEST_REASON),
                TextField("election_ground", ending.election_ground, LONGEST_REASON),
            )
        )
        if ending.to in NEEDS_REASON:
            require_reason(ending.reason, f"meeting.{ending.to.value}")
        with self._units.begin(actor, self.permission) as work:
            meeting = work.get(Meeting, ending.meeting_id)
            before = meeting.state
            reason, ground = meeting.state_reason, meeting.election_ground
            _take(work, meeting, ending)
            request_state = self._step_request(work, meeting, before)
            stood = _Stood(before, reason, ground, request_state)
            work.leave_undo(self._back(meeting, stood))

    def _step_request(
        self, work: Work, meeting: Meeting, before: MeetingState
    ) -> RequestState | None:
        to = REQUEST_STEPS.get(meeting.state)
        if to is None or meeting.request_id is None or before is _M.POSTPONED:
            return None
        request_id = RequestId(meeting.request_id)
        if before is _M.NO_SHOW:  # came after all
            self._requests.put_back(work, request_id, _R.SCHEDULED)
            self._requests.step(work, request_id, to)
            return _R.NO_SHOW
        return self._requests.step(work, request_id, to)

    def _back(self, meeting: Meeting, stood: _Stood) -> UndoStep:
        meeting_id, after = meeting.id, meeting.state
        request_id = meeting.request_id

        def reverse(work: Work) -> None:
            again = work.get(Meeting, meeting_id)
            if again.state is not after:
                raise StepRefused(state=again.state.value, step="undo")
            again.state, again.state_reason = stood.state, stood.reason
            again.election_ground = stood.ground
            work.session.flush()
            if stood.request_state is not None and request_id is not None:
                again_id = RequestId(request_id)
                self._requests.put_back(work, again_id, stood.request_state)

        return UndoStep(f"meeting.{after.value}", self.permission, reverse)


def _take(work: Work, meeting: Meeting, ending: Ending) -> None:
    to = ending.to
    if to not in STEPS[meeting.state]:
        raise StepRefused(state=meeting.state.value, step=to.value)
    if to in (_M.HELD, _M.NO_SHOW) and meeting.day > work.today:
        raise StepRefused(state="future", step=to.value)
    if to is _M.CONFIRMED:
        ground = ending.election_ground.strip() or meeting.election_ground
        check_election(work.session, meeting.kind, meeting.day, ground)
        meeting.election_ground = ground
    meeting.state, meeting.state_reason = to, ending.reason.strip()
    work.session.flush()
