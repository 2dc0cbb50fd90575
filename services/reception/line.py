"""Reads who waits, for calling and for the lists."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models.meetings import Meeting
from models.reception import OPEN, Visit
from models.values import VisitId, VisitState
from services.core.clock import SEOUL
from services.reception.order import InLine


def in_line(session: Session, day: date) -> list[InLine]:
    """Return who waits on a day: its own, and who was carried over from before."""
    own = and_(Visit.state == VisitState.WAITING, Visit.day == day)
    carried = and_(Visit.state == VisitState.CARRIED_OVER, Visit.day < day)
    found = session.execute(
        select(Visit, Meeting)
        .outerjoin(Meeting, Meeting.id == Visit.meeting_id)
        .where(or_(own, carried))
    )
    return [line_of(visit, meeting) for visit, meeting in found]


def line_of(visit: Visit, meeting: Meeting | None) -> InLine:
    """Return what the calling order looks at."""
    return InLine(
        VisitId(visit.id),
        visit.state,
        visit.priority,
        meeting_start(meeting),
        visit.queued_at,
        visit.number,
    )


def meeting_start(meeting: Meeting | None) -> datetime | None:
    """Return when an entry of the calendar begins, as an instant."""
    if meeting is None:
        return None
    return datetime.combine(meeting.day, meeting.starts_at, SEOUL)


def shown_on(day: date) -> ColumnElement[bool]:
    """Return the condition for a day's list: its visits, and older ones still open."""
    left_over = and_(Visit.day < day, Visit.state.in_(OPEN))
    return or_(Visit.day == day, left_over)
