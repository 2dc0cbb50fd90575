"""Collects packs as plain frozen values; knows no page size."""

from datetime import date, timedelta
from typing import assert_never

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import NotFound
from models.meetings import Meeting, SessionDay
from models.selection import MeetingRequest
from models.values import MeetingState, PackKind
from services.briefing.collect_case import (
    applicant,
    case_of,
    host_title,
    person_of,
    room_name,
)
from services.briefing.collect_dong import dong_pack
from services.briefing.values import (
    DayPack,
    DayRow,
    MeetingPack,
    Pack,
    PackHead,
    SessionPack,
)
from services.core.unit_of_work import Reading
from services.korean.document_guard import drop_guarded
from services.meetings.series import rows_of
from services.meetings.sessions import SessionRow, session_row, session_rows

# What a session's pack is about; a tentative entry may still become one.
STANDING = (
    MeetingState.TENTATIVE,
    MeetingState.CONFIRMED,
    MeetingState.HELD,
    MeetingState.NO_SHOW,
)
# Where to look for a session that nobody has touched yet.
LOOK_BACK, LOOK_AHEAD = timedelta(days=370), timedelta(days=740)


def collect(reading: Reading, kind: PackKind, subject_id: str, head: PackHead) -> Pack:
    """Return what the office knows of a subject now.

    Raises:
        NotFound: There is no such session, meeting, visit or day.
    """
    match kind:
        case PackKind.SESSION:
            return _session(reading, subject_id, head)
        case PackKind.MEETING:
            meeting = reading.get(Meeting, subject_id)
            shown = head.form.names_shown
            case = case_of(reading.session, meeting, names_shown=shown)
            return MeetingPack(head, case)
        case PackKind.DONG_VISIT:
            return dong_pack(reading, subject_id, head)
        case PackKind.DAY:
            return _day(reading, subject_id, head)
        case _:
            assert_never(kind)


def people_in(reading: Reading, kind: PackKind, subject_id: str) -> tuple[str, ...]:
    """Return the ids of the persons whose names a pack tells, for the access log."""
    if kind is not PackKind.MEETING:
        return ()
    person_id = person_of(reading.session, reading.get(Meeting, subject_id))
    return (person_id,) if person_id else ()


def _session(reading: Reading, session_id: str, head: PackHead) -> SessionPack:
    row = _find(reading, session_id)
    session = reading.session
    series = next(one for one in rows_of(session) if one.id == row.series_id)
    meetings = session.scalars(
        select(Meeting)
        .where(Meeting.session_id == session_id, Meeting.state.in_(STANDING))
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()
    return SessionPack(
        head=head,
        session_id=session_id,
        name=row.series_name,
        day=row.held_on,
        starts_at=row.starts_at,
        minutes=row.minutes,
        host=host_title(session, series.host_id),
        room=room_name(session, series.room_id),
        reason=drop_guarded(row.reason),
        cases=tuple(case_of(session, one, names_shown=False) for one in meetings),
    )


def _find(reading: Reading, session_id: str) -> SessionRow:
    """Return the session, also one that follows the rule and has no record yet."""
    session = reading.session
    day = session.get(SessionDay, session_id)
    if day is not None:
        series = next(one for one in rows_of(session) if one.id == day.series_id)
        return session_row(session, series, day.rule_day)
    first, last = reading.today - LOOK_BACK, reading.today + LOOK_AHEAD
    for row in session_rows(session, first, last):
        if row.session_id == session_id:
            return row
    raise NotFound(kind="session_day")


def _day(reading: Reading, subject_id: str, head: PackHead) -> DayPack:
    try:
        day = date.fromisoformat(subject_id)
    except ValueError as error:
        raise NotFound(kind="day") from error
    found = reading.session.scalars(
        select(Meeting)
        .where(Meeting.day == day, Meeting.state.in_(STANDING))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return DayPack(head, day, tuple(_row(reading.session, one) for one in found))


def _row(session: Session, meeting: Meeting) -> DayRow:
    request = None
    if meeting.request_id is not None:
        request = session.get(MeetingRequest, meeting.request_id)
    return DayRow(
        meeting_id=meeting.id,
        kind=meeting.kind,
        state=meeting.state,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=drop_guarded(meeting.title),
        who=applicant(session, request, names_shown=False),
        people=meeting.people,
        host=host_title(session, meeting.host_id),
        room=room_name(session, meeting.room_id),
    )
