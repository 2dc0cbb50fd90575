"""Everything that the day leaves open, gathered from all rooms in one view."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time

from sqlalchemy import Select, func, or_, select

from models.meetings import Meeting
from models.reception import ENDED, GroupVisit, Incident, Visit
from models.sync import Conflict
from models.trust import AccessEntry, Draft
from models.values import MeetingKind, MeetingState, Purpose, VisitState
from services.closing.open_petitions import open_petitions
from services.closing.rules import Evening
from services.closing.values import OpenItem, OpenKind
from services.core.clock import SEOUL
from services.reception.line import shown_on
from services.selection.pool import pool_rows
from services.selection.unfinished import Owed, owed

# Still in somebody's hands; who keeps a place for tomorrow is settled.
UNSETTLED = (
    VisitState.WAITING,
    VisitState.CALLED,
    VisitState.IN_COUNSELLING,
    VisitState.ON_HOLD,
    VisitState.ABSENT,
    VisitState.HANDED_OVER,
)
WITH_CITIZENS = (MeetingKind.TONGTONG, MeetingKind.CITIZEN)
REVIEW_DAYS = 5  # working days of a month in which the log review is due; custom


def open_items(evening: Evening) -> tuple[OpenItem, ...]:
    """Return the lines of which there is something, in the order of the list."""
    every = (
        *_visits(evening),
        *open_petitions(evening),
        *_groups(evening),
        *_meetings(evening),
        _substitutions(evening),
        _conflicts(evening),
        _ids(evening, OpenKind.DRAFT, select(Draft.id).order_by(Draft.saved_at)),
        _log_review(evening),
    )
    return tuple(item for item in every if item.count)


def _visits(evening: Evening) -> Iterator[OpenItem]:
    shown = shown_on(evening.reading.today)
    order = (Visit.day, Visit.arrived_at, Visit.id)
    for kind, states in (
        (OpenKind.VISIT_OPEN, UNSETTLED),
        (OpenKind.VISIT_TO_RECORD, (VisitState.TO_RECORD,)),
    ):
        found = select(Visit.id).where(shown, Visit.state.in_(states))
        yield _ids(evening, kind, found.order_by(*order))


def _groups(evening: Evening) -> Iterator[OpenItem]:
    """Yield the groups that have gone without a report of their visit."""
    reported = select(Incident.visit_id)
    found = (
        select(GroupVisit.id)
        .join(Visit, Visit.id == GroupVisit.visit_id)
        .where(
            or_(GroupVisit.dissolved_at.is_not(None), Visit.state.in_(ENDED)),
            Visit.state != VisitState.CANCELLED,
            Visit.id.not_in(reported),
        )
        .order_by(Visit.day, GroupVisit.id)
    )
    yield _ids(evening, OpenKind.GROUP_WITHOUT_REPORT, found)


def _meetings(evening: Evening) -> Iterator[OpenItem]:
    now = evening.reading.now.astimezone(SEOUL)
    over = or_(
        Meeting.day < now.date(),
        (Meeting.day == now.date()) & (Meeting.ends_at <= now.time()),
    )
    with_citizens = Meeting.kind.in_(WITH_CITIZENS)
    order = (Meeting.day, Meeting.starts_at, Meeting.id)
    unsaid = select(Meeting.id).where(
        with_citizens, over, Meeting.state == MeetingState.CONFIRMED
    )
    yield _ids(evening, OpenKind.MEETING_WITHOUT_OUTCOME, unsaid.order_by(*order))
    unwritten = select(Meeting.id).where(
        with_citizens,
        Meeting.state == MeetingState.HELD,
        func.trim(Meeting.record) == "",
    )
    yield _ids(evening, OpenKind.MEETING_WITHOUT_RECORD, unwritten.order_by(*order))


def _substitutions(evening: Evening) -> OpenItem:
    reading = evening.reading
    untold = (
        row.id
        for row in pool_rows(reading)
        if Owed.TELL_DECISION in owed(row, reading.today)
    )
    return _item(OpenKind.SUBSTITUTION_UNTOLD, untold)


def _conflicts(evening: Evening) -> OpenItem:
    found = evening.reading.session.execute(
        select(Conflict.seq, Conflict.field)
        .where(Conflict.resolved_seq.is_(None))
        .order_by(Conflict.seq, Conflict.field)
    )
    return _item(OpenKind.CONFLICT, (f"{row.seq}:{row.field}" for row in found))


def _log_review(evening: Evening) -> OpenItem:
    """Return how many lines last month's review has to look through.

    Source: 안전성 확보조치 기준 §8: the log is looked through once a month.
    """
    reading, today = evening.reading, evening.reading.today
    first = today.replace(day=1)
    begin = datetime.combine(first, time(), SEOUL)
    worked = evening.calendar.work_days_between(first, today)
    lines = select(func.count(AccessEntry.id))
    reviewed = lines.where(
        AccessEntry.at >= begin, AccessEntry.purpose == Purpose.REVIEW
    )
    if worked >= REVIEW_DAYS or reading.session.scalar(reviewed):
        return OpenItem(OpenKind.LOG_REVIEW, 0)
    before = lines.where(AccessEntry.at < begin)
    return OpenItem(OpenKind.LOG_REVIEW, reading.session.scalar(before) or 0)


def _ids(evening: Evening, kind: OpenKind, found: Select[str]) -> OpenItem:
    return _item(kind, evening.reading.session.scalars(found))


def _item(kind: OpenKind, ids: Iterable[str]) -> OpenItem:
    found = tuple(ids)
    return OpenItem(kind, len(found), found)
