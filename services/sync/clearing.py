"""Clears what is no longer needed to tell a restored server again.

An own change is kept for 35 days after its verdict was met, longer than a server keeps
its backups; what became of it stays in the history.  A change without a verdict is
never cleared.  The history of other desks' changes is kept for a good year, that of
deleted rows for the same 35 days.
"""

import json
from datetime import datetime, timedelta

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.orm import Session

from models.base import to_ms
from models.sync import AppliedRow, HistoryEntry, Outbox, SyncState
from services.core.clock import local
from services.sync.changes import ChangeKind
from services.sync.exchange import Exchange
from services.sync.memory import ANSWERED, fact, keep_fact

KEPT = timedelta(days=35)
HISTORY_KEPT = timedelta(days=400)


def clear_old(exchange: Exchange) -> None:
    """Note once a day how far the verdicts are, and clear what is old enough.

    A clock that goes back, or on by more than the time itself, tells nothing of how
    long ago an answer was: the time is counted anew from such a day.
    """
    now = exchange.units.clock.now()
    today = local(now).date().isoformat()
    with exchange.look() as session:
        noted = _noted(session)
    if not local(now - KEPT).date().isoformat() <= max(noted, default="") <= today:
        noted = {}
    if today in noted:
        return
    with exchange.note() as session:
        answered = session.execute(select(SyncState.acked, SyncState.echoed)).one()
        noted[today] = min(answered)
        last_day = local(now - KEPT).date().isoformat()
        old = [dseq for day, dseq in noted.items() if day <= last_day]
        if old:
            upto = min(max(old), *answered)
            session.execute(delete(Outbox).where(Outbox.dseq <= upto))
        _clear_history(session, now)
        kept = {day: dseq for day, dseq in noted.items() if day > last_day}
        keep_fact(session, ANSWERED, json.dumps(kept))


def _noted(session: Session) -> dict[str, int]:
    told = fact(session, ANSWERED)
    return {} if told is None else dict(json.loads(told))


def _clear_history(session: Session, now: datetime) -> None:
    place = tuple_(HistoryEntry.tbl, HistoryEntry.row_id)
    gone = select(AppliedRow.tbl, AppliedRow.row_id).where(AppliedRow.deleted)
    session.execute(
        update(HistoryEntry)
        .where(
            HistoryEntry.at < to_ms(now - KEPT),
            HistoryEntry.fields.is_not(None),
            place.in_(gone),
        )
        .values(fields=None)
    )
    session.execute(
        delete(HistoryEntry).where(
            HistoryEntry.at < to_ms(now - HISTORY_KEPT),
            HistoryEntry.kind != ChangeKind.QUARANTINED.value,
        )
    )
