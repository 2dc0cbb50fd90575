"""Clears what is no longer needed to tell a restored server again.

An own change is kept for 35 days after its verdict was met, longer than a server keeps
its backups; what became of it stays in the history.  A change without a verdict is
never cleared.  The history of other desks' changes is kept for a good year, that of
deleted rows for the same 35 days.

All of it is counted in days that the desk has lived through, noted day by day: no clock
that jumps makes anything old.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.orm import Session

from models.base import to_ms
from models.sync import AppliedRow, HistoryEntry, Outbox, SyncState
from services.core.clock import local
from services.sync.changes import ChangeKind
from services.sync.exchange import Exchange
from services.sync.memory import ANSWERED, READ, fact, keep_fact

KEPT = timedelta(days=35)
HISTORY_KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class _Notes:
    """How far the desk was on each day that it noted.

    Attributes:
        answered: Last own number with a verdict, by day.
        read: Last number of the shared log that was read, by day.
    """

    answered: dict[str, int]
    read: dict[str, int]


def clear_old(exchange: Exchange) -> None:
    """Note once a day how far the verdicts are, and clear what is old enough.

    A clock that goes back, or on by more than the time itself, tells nothing of how
    long ago an answer was: the time is counted anew from such a day.
    """
    now = exchange.units.clock.now()
    today, last_day = _day(now), _day(now - KEPT)
    with exchange.look() as session:
        notes = _Notes(_noted(session, ANSWERED), _noted(session, READ))
    if not last_day <= max(notes.answered, default="") <= today:
        notes = _Notes({}, {})
    if today in notes.answered:
        return
    with exchange.note() as session:
        state = select(SyncState.acked, SyncState.echoed, SyncState.cursor)
        acked, echoed, cursor = session.execute(state).one()
        notes.answered[today], notes.read[today] = min(acked, echoed), cursor
        upto = min(_until(notes.answered, last_day), acked, echoed)
        session.execute(delete(Outbox).where(Outbox.dseq <= upto))
        _clear_values(session, now - KEPT, _until(notes.read, last_day))
        _clear_lines(session, now - HISTORY_KEPT, notes.read)
        _keep(session, ANSWERED, notes.answered, now - KEPT)
        _keep(session, READ, notes.read, now - HISTORY_KEPT)


def _day(instant: datetime) -> str:
    return local(instant).date().isoformat()


def _until(noted: Mapping[str, int], last_day: str) -> int:
    """Return the number noted last on that day or before; 0 if none was."""
    return max((number for day, number in noted.items() if day <= last_day), default=0)


def _keep(
    session: Session, key: str, noted: Mapping[str, int], since: datetime
) -> None:
    kept = {day: number for day, number in noted.items() if day > _day(since)}
    keep_fact(session, key, json.dumps(kept))


def _noted(session: Session, key: str) -> dict[str, int]:
    told = fact(session, key)
    return {} if told is None else dict(json.loads(told))


def _clear_values(session: Session, before: datetime, upto: int) -> None:
    """Forget the values of rows that are deleted."""
    place = tuple_(HistoryEntry.tbl, HistoryEntry.row_id)
    gone = select(AppliedRow.tbl, AppliedRow.row_id).where(AppliedRow.deleted)
    session.execute(
        update(HistoryEntry)
        .where(
            HistoryEntry.at < to_ms(before),
            HistoryEntry.seq <= upto,
            HistoryEntry.fields.is_not(None),
            place.in_(gone),
        )
        .values(fields=None)
    )


def _clear_lines(session: Session, before: datetime, read: Mapping[str, int]) -> None:
    """Forget that anything happened at all."""
    session.execute(
        delete(HistoryEntry).where(
            HistoryEntry.at < to_ms(before),
            HistoryEntry.seq <= _until(read, _day(before)),
            HistoryEntry.kind != ChangeKind.QUARANTINED.value,
        )
    )
