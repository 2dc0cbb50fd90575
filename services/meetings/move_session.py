"""Moves one day of a series, or keeps it on a holiday: a person decides, with a reason.

The meetings of the day go along; who was confirmed is listed, to be told again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy.orm import Session

from models.errors import FieldError
from models.meetings import Meeting, SessionDay
from models.values import MeetingState, Permission, SessionState
from services.core.actor import Actor
from services.core.form_faults import TextField, check_text
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work
from services.meetings.clash import day_rules
from services.meetings.place import LONGEST_REASON, check_election
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
from services.meetings.sessions import SessionRow, session_rows
from services.meetings.slots import MINUTES_AN_HOUR, minute_of, time_of

HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class SessionMove:
    """Where a day of a series goes; ``starts_at`` None keeps the time.

    Moving to the rule's own day keeps it there in spite of a holiday.
    """

    series_id: str
    rule_day: date
    to_day: date
    reason: str
    starts_at: time | None = None
    election_ground: str = ""


class MoveSession:
    """Moves a day of a series, or keeps it where a holiday falls."""

    permission = Permission.CALENDAR_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, move: SessionMove) -> SessionDecided:
        """Move the day with all its meetings, or nothing. Undoable.

        Raises:
            ReasonNeeded: No reason, or no ground for restricted weeks.
            FieldError: The new day is closed, has a session already, or is too short;
                or a text cannot be stored.
            StepRefused: It was held or cancelled.
            DoubleBooking: A host or room is taken there; nothing was moved.
        """
        require_reason(move.reason, "session.move")
        check_text(TextField("election_ground", move.election_ground, LONGEST_REASON))
        with self._units.begin(actor, self.permission) as work:
            _, row = open_session(work, move.series_id, move.rule_day)
            starts_at = move.starts_at or row.starts_at
            _check_target(work.session, move, row, starts_at)
            day = ensure_day(work, row)
            before = stood(day)
            _put(day, move, starts_at)
            shift = minute_of(starts_at) - minute_of(row.starts_at)
            meetings = live(work.session, row.session_id)
            told = affected(meetings)
            grounds = [(one.id, one.election_ground) for one in meetings]
            _ask_ground(work.session, meetings, move)
            _shift(work, meetings, move.to_day, shift)
            work.leave_undo(_back(day.id, before, grounds, -shift))
            return SessionDecided(row.session_id, told)


def _check_target(
    session: Session, move: SessionMove, row: SessionRow, starts_at: time
) -> None:
    if minute_of(starts_at) + row.minutes >= HOURS_A_DAY * MINUTES_AN_HOUR:
        raise FieldError(field="starts_at", fault="too_late")
    if move.to_day == move.rule_day:
        return
    rules = day_rules(session)
    if rules.table.is_holiday(move.to_day) or move.to_day in rules.closed:
        raise FieldError(field="to_day", fault="holiday")
    there = session_rows(session, move.to_day, move.to_day)
    if any(_stands_in_the_way(other, move, row) for other in there):
        raise FieldError(field="to_day", fault="session_there")


def _stands_in_the_way(other: SessionRow, move: SessionMove, row: SessionRow) -> bool:
    return (
        other.series_id == move.series_id
        and other.session_id != row.session_id
        and other.held_on == move.to_day
        and other.state is not SessionState.CANCELLED
    )


def _put(day: SessionDay, move: SessionMove, starts_at: time) -> None:
    is_moved = move.to_day != move.rule_day
    day.held_on, day.starts_at = move.to_day, starts_at
    day.state = SessionState.MOVED if is_moved else SessionState.PLANNED
    day.reason = move.reason.strip()


def _ask_ground(
    session: Session, meetings: Sequence[Meeting], move: SessionMove
) -> None:
    """Ask for the ground where confirmed meetings would come into restricted weeks."""
    for meeting in meetings:
        if meeting.state is MeetingState.CONFIRMED:
            ground = move.election_ground.strip() or meeting.election_ground
            check_election(session, meeting.kind, move.to_day, ground)
            meeting.election_ground = ground


def _shift(work: Work, meetings: Sequence[Meeting], to_day: date, minutes: int) -> None:
    """Move meetings one by one, so that none lands on a place not yet left."""
    for meeting in reversed(meetings) if minutes > 0 else meetings:
        meeting.day = to_day
        meeting.starts_at = time_of(minute_of(meeting.starts_at) + minutes)
        meeting.ends_at = time_of(minute_of(meeting.ends_at) + minutes)
        work.session.flush()


def _back(
    day_id: str, before: Stood, grounds: Sequence[tuple[str, str]], minutes: int
) -> UndoStep:
    def reverse(work: Work) -> None:
        restore(work.get(SessionDay, day_id), before)
        meetings = [work.get(Meeting, meeting_id) for meeting_id, _ in grounds]
        for meeting, (_, ground) in zip(meetings, grounds, strict=True):
            meeting.election_ground = ground
        _shift(work, meetings, before.held_on, minutes)

    facts = (("day", before.held_on.isoformat()),)
    return UndoStep("session.moved", Permission.CALENDAR_WRITE, reverse, facts)
