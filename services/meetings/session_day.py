"""The record of one day of a series, and the meetings that stand in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import NotFound, ReasonNeeded, StepRefused
from models.meetings import Meeting, Series, SessionDay
from models.values import (
    MeetingId,
    MeetingState,
    Permission,
    RequestId,
    SessionId,
    SessionState,
)
from services.core.actor import Actor
from services.core.form_faults import TextField, check_text
from services.core.unit_of_work import UnitOfWork, Work
from services.meetings.place import LONGEST_REASON
from services.meetings.series import SeriesRow, row_of
from services.meetings.sessions import SessionRow, session_id, session_row

LIVE = (MeetingState.TENTATIVE, MeetingState.CONFIRMED)
DECIDED = (SessionState.HELD, SessionState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Affected:
    """A confirmed meeting of the day; its applicant is to be told again."""

    meeting_id: MeetingId
    request_id: RequestId | None
    day: date
    starts_at: time


@dataclass(frozen=True, slots=True)
class SessionDecided:
    """What was decided, and who must hear of it."""

    session_id: SessionId
    affected: tuple[Affected, ...]


@dataclass(frozen=True, slots=True)
class Stood:
    """How a session's record stood, for undo."""

    held_on: date
    starts_at: time
    state: SessionState
    reason: str


class AffectedBy:
    """Lists the confirmed meetings that a move or a cancellation would touch."""

    permission = Permission.CALENDAR_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, series_id: str, day: date) -> tuple[Affected, ...]:
        """Return them in order of their start; ``day`` is the rule's day."""
        with self._units.read(actor, self.permission) as reading:
            return affected(live(reading.session, session_id(series_id, day)))


def open_session(
    work: Work, series_id: str, rule_day: date
) -> tuple[SeriesRow, SessionRow]:
    """Return a session about which something can still be decided.

    Raises:
        NotFound: The rule gives no session on that day.
        StepRefused: It was held or cancelled.
    """
    series = row_of(work.get(Series, series_id))
    if not series.days(rule_day, rule_day):
        raise NotFound(kind="session_day")
    row = session_row(work.session, series, rule_day)
    if row.state in DECIDED:
        raise StepRefused(state=row.state.value, step="session")
    return series, row


def ensure_day(work: Work, row: SessionRow) -> SessionDay:
    """Return the record of a session; made now if the day followed the rule."""
    day = work.session.get(SessionDay, row.session_id)
    if day is None:
        day = work.add(
            SessionDay(
                id=row.session_id,
                series_id=row.series_id,
                rule_day=row.rule_day,
                held_on=row.held_on,
                starts_at=row.starts_at,
                minutes=row.minutes,
                state=SessionState.PLANNED,
                reason="",
            )
        )
    return day


def stood(day: SessionDay) -> Stood:
    """Return how the record stands now."""
    return Stood(day.held_on, day.starts_at, day.state, day.reason)


def restore(day: SessionDay, before: Stood) -> None:
    """Put the record back."""
    day.held_on, day.starts_at = before.held_on, before.starts_at
    day.state, day.reason = before.state, before.reason


def live(session: Session, key: SessionId) -> list[Meeting]:
    """Return the meetings of a session that are still to come, in order."""
    found = session.scalars(
        select(Meeting)
        .where(Meeting.session_id == key, Meeting.state.in_(LIVE))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return list(found)


def affected(meetings: Sequence[Meeting]) -> tuple[Affected, ...]:
    """Return the confirmed ones among the meetings, as they stand."""
    return tuple(
        Affected(
            MeetingId(one.id),
            None if one.request_id is None else RequestId(one.request_id),
            one.day,
            one.starts_at,
        )
        for one in meetings
        if one.state is MeetingState.CONFIRMED
    )


def require_reason(reason: str, step: str) -> None:
    """Ask for a reason.

    Raises:
        ReasonNeeded: There is none.
        FieldError: It cannot be stored.
    """
    if not reason.strip():
        raise ReasonNeeded(step=step)
    check_text(TextField("reason", reason, LONGEST_REASON))
