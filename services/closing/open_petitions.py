"""Petitions that the day leaves open."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, select

from models.petitions import ClockInterval, Petition, Transfer
from models.values import PetitionState
from services.closing.rules import Evening
from services.closing.values import OpenItem, OpenKind
from services.korean.deadline import Urgency, warning, working_days_left
from services.petitions.deadlines import OPEN, RUNNING
from services.petitions.legal_periods import LimitName


def open_petitions(evening: Evening) -> Iterator[OpenItem]:
    """Yield a line for each kind; its count may be 0."""
    unsigned = _ids(
        evening,
        Petition.dictated.is_(True),
        Petition.signed_at.is_(None),
        Petition.state.in_(OPEN),
    )
    yield _item(OpenKind.UNSIGNED_DICTATION, unsigned)
    nobody = tuple(
        _petitions(evening, Petition.department == "", Petition.state.in_(RUNNING))
    )
    yield _item(OpenKind.WITHOUT_DEPARTMENT, (p.id for p in nobody))
    yield _item(OpenKind.TRANSFER_LATE, _late_transfers(evening, nobody))
    yield _item(OpenKind.SUPPLEMENT_LATE, _unchecked(evening))
    yield from _near(evening)
    yield _item(OpenKind.PROGRESS_UNTOLD, _untold(evening))


def _late_transfers(evening: Evening, nobody: Iterable[Petition]) -> list[str]:
    """Return petitions that should have gone on: from the desk, or from elsewhere."""
    decided = evening.reading.session.scalars(
        select(Transfer.petition_id)
        .join(Petition, Petition.id == Transfer.petition_id)
        .where(
            Transfer.sent_at.is_(None),
            Transfer.due_at < evening.reading.now,
            Petition.state.in_(OPEN),
        )
    )
    limit = LimitName.TRANSFER_TO_DEPARTMENT
    waiting = (p.id for p in nobody if evening.is_past(p.received_at, limit))
    return sorted({*decided, *waiting})


def _unchecked(evening: Evening) -> list[str]:
    """Return petitions nobody took up in time to ask for what is missing."""
    asked = exists().where(ClockInterval.petition_id == Petition.id)
    found = _petitions(evening, Petition.state == PetitionState.RECEIVED, ~asked)
    limit = LimitName.SUPPLEMENT_REQUEST
    return [p.id for p in found if evening.is_past(p.received_at, limit)]


def _near(evening: Evening) -> Iterator[OpenItem]:
    """Yield what is late, due today, due on the next working day."""
    now, calendar = evening.reading.now, evening.calendar
    following = calendar.next_work_day(evening.reading.today + timedelta(days=1))
    found = tuple(
        _petitions(
            evening,
            Petition.state.in_(RUNNING),
            Petition.due_at <= calendar.closing(following),
        )
    )
    urgency = {p.id: warning(now, p.due_at, calendar) for p in found}
    late = [p.id for p in found if urgency[p.id] is Urgency.OVERDUE]
    today = [p.id for p in found if urgency[p.id] is Urgency.TODAY]
    tomorrow = [
        p.id
        for p in found
        if p.id not in {*late, *today}
        and working_days_left(now, p.due_at, calendar) == 1
    ]
    yield _item(OpenKind.OVERDUE, late)
    yield _item(OpenKind.DUE_TODAY, today)
    yield _item(OpenKind.DUE_TOMORROW, tomorrow)


def _untold(evening: Evening) -> list[str]:
    reading = evening.reading
    limit = evening.legal.limit(LimitName.PROGRESS_NOTICE, reading.today)
    latest = reading.now - timedelta(days=limit.value)
    found = _petitions(evening, Petition.state.in_(OPEN))
    return [p.id for p in found if (p.progress_told_at or p.received_at) <= latest]


def _petitions(
    evening: Evening, *conditions: ColumnElement[bool]
) -> Iterable[Petition]:
    return evening.reading.session.scalars(
        select(Petition).where(*conditions).order_by(Petition.due_at, Petition.id)
    )


def _ids(evening: Evening, *conditions: ColumnElement[bool]) -> list[str]:
    return [petition.id for petition in _petitions(evening, *conditions)]


def _item(kind: OpenKind, ids: Iterable[str]) -> OpenItem:
    found = tuple(ids)
    return OpenItem(kind, len(found), found)
