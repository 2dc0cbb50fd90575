"""Moves requests from state to state: for the calendar, and for the board."""

from models.errors import ReasonNeeded, StepRefused
from models.selection import MeetingRequest
from models.values import HostId, Permission, RequestId, RequestState
from services.core.actor import Actor
from services.core.undo import UndoStep
from services.core.unit_of_work import Reading, UnitOfWork, Work
from services.meetings.requests import RequestFacts
from services.selection.standing import current_decision, untold

# What the board moves by hand; verdicts go through Decide, dates through the calendar.
BY_HAND = frozenset(
    {
        RequestState.SCREENING,
        RequestState.OPINION,
        RequestState.WITHDRAWN,
        RequestState.MERGED,
        RequestState.CLOSED,
    }
)


class RequestSteps:
    """Requests as the calendar may touch them; see `services.meetings.requests`."""

    def facts(self, reading: Reading, request_id: RequestId) -> RequestFacts:
        """Return what a place in the calendar takes over.

        Raises:
            NotFound: There is no such request.
        """
        request = reading.get(MeetingRequest, request_id)
        decision = current_decision(reading.session, request_id)
        host = decision.host_id if decision is not None else None
        return RequestFacts(
            request.title, request.people, None if host is None else HostId(host)
        )

    def step(self, work: Work, request_id: RequestId, to: RequestState) -> RequestState:
        """Move the request; return the state before.

        Raises:
            StepRefused: Its present state does not allow it.
        """
        request = work.get(MeetingRequest, request_id)
        before = request.state
        request.step(to)
        return before

    def put_back(self, work: Work, request_id: RequestId, state: RequestState) -> None:
        """Set the state that an undone step had left."""
        work.get(MeetingRequest, request_id).state = state


class StepRequest:
    """Moves a card on the board: screening, asking a department, withdrawn, closed."""

    permission = Permission.REQUEST_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, request_id: RequestId, to: RequestState) -> None:
        """Take the step. Undoable.

        Raises:
            StepRefused: The state does not allow it, or it is not taken by hand.
            ReasonNeeded: Closing somebody who was not told yet.
        """
        if to not in BY_HAND:
            raise StepRefused(state="board", step=to.value)
        with self._units.begin(actor, self.permission) as work:
            request = work.get(MeetingRequest, request_id)
            if to is RequestState.CLOSED and untold(work.session, request):
                raise ReasonNeeded(step="request.tell")
            before = request.state
            request.step(to)
            work.leave_undo(_back(request_id, before, to))


def _back(request_id: RequestId, before: RequestState, after: RequestState) -> UndoStep:
    def reverse(work: Work) -> None:
        request = work.get(MeetingRequest, request_id)
        if request.state is not after:
            raise StepRefused(state=request.state.value, step="undo")
        request.state = before

    return UndoStep(f"request.{after.value}", Permission.REQUEST_WRITE, reverse)
