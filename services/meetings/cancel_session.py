"""Cancels one day of a series; whoever was placed waits for a new date, unforgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.errors import StepRefused
from models.meetings import Meeting, SessionDay
from models.values import (
    MeetingState,
    Permission,
    RequestId,
    RequestState,
    SessionState,
)
from services.core.actor import Actor
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work
from services.meetings.requests import Requests
from services.meetings.session_day import (
    SessionDecided,
    Stood,
    affected,
    ensure_day,
    live,
    open_session,
    require_reason,
    restore,
    stood,
)


@dataclass(frozen=True, slots=True)
class _Postponed:
    """A meeting that was postponed, and how it and its request stood."""

    meeting_id: str
    state: MeetingState
    request_id: RequestId | None
    request_state: RequestState | None


class CancelSession:
    """Cancels a day of a series; its meetings are postponed."""

    permission = Permission.CALENDAR_WRITE

    def __init__(self, units: UnitOfWork, requests: Requests) -> None:
        self._units = units
        self._requests = requests

    def run(
        self, actor: Actor, series_id: str, rule_day: date, reason: str
    ) -> SessionDecided:
        """Cancel the day; applicants are back among those who wait. Undoable.

        Raises:
            ReasonNeeded: No reason was given.
            StepRefused: It was held or cancelled already.
        """
        require_reason(reason, "session.cancel")
        with self._units.begin(actor, self.permission) as work:
            _, row = open_session(work, series_id, rule_day)
            day = ensure_day(work, row)
            before = stood(day)
            day.state, day.reason = SessionState.CANCELLED, reason.strip()
            meetings = live(work.session, row.session_id)
            told = affected(meetings)
            postponed = [self._postpone(work, meeting) for meeting in meetings]
            work.leave_undo(self._back(day.id, before, postponed))
            return SessionDecided(row.session_id, told)

    def _postpone(self, work: Work, meeting: Meeting) -> _Postponed:
        state, meeting.state = meeting.state, MeetingState.POSTPONED
        if meeting.request_id is None or state is not MeetingState.CONFIRMED:
            return _Postponed(meeting.id, state, None, None)
        request_id = RequestId(meeting.request_id)
        before = self._requests.step(work, request_id, RequestState.POSTPONED)
        return _Postponed(meeting.id, state, request_id, before)

    def _back(
        self, day_id: str, before: Stood, postponed: Sequence[_Postponed]
    ) -> UndoStep:
        def reverse(work: Work) -> None:
            restore(work.get(SessionDay, day_id), before)
            for one in postponed:
                self._put_back(work, one)

        facts = (("day", before.held_on.isoformat()),)
        return UndoStep("session.cancelled", self.permission, reverse, facts)

    def _put_back(self, work: Work, one: _Postponed) -> None:
        meeting = work.get(Meeting, one.meeting_id)
        if meeting.state is not MeetingState.POSTPONED:
            raise StepRefused(state=meeting.state.value, step="undo")
        meeting.state = one.state
        if one.request_id is not None and one.request_state is not None:
            self._requests.put_back(work, one.request_id, one.request_state)
