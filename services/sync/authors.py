"""Who wrote what stands: told from what this desk met in the log and what it wrote."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import from_ms
from models.sync import HistoryEntry, KnownDesk, Outbox, SyncState
from models.trust import Staff
from services.sync.changes import ChangeKind
from services.sync.pending import Place
from services.sync.wire import instant


@dataclass(frozen=True, slots=True)
class Author:
    """Who, when and at which desk.

    Attributes:
        letter: Of the desk; "" where the server has not told it yet.
    """

    user_name: str
    letter: str
    at: datetime


def letter_of(session: Session, desk_id: int) -> str:
    """Return a desk's letter; "" where the server has not told it yet."""
    told = select(KnownDesk.label).where(KnownDesk.desk_id == desk_id)
    own = select(SyncState.label).where(SyncState.desk_id == desk_id)
    return session.scalar(own) or session.scalar(told) or ""


def staff_name(session: Session, staff_id: str) -> str:
    """Return what a member of the staff is called; "" if nobody is known by it."""
    return session.scalar(select(Staff.name).where(Staff.id == staff_id)) or ""


def writer_at(session: Session, place: Place, seq: int | None) -> Author | None:
    """Return who wrote one change of the log; None where this desk did not meet it."""
    table, row_id = place
    row = session.scalars(
        select(HistoryEntry).where(
            HistoryEntry.tbl == table,
            HistoryEntry.row_id == row_id,
            HistoryEntry.seq == seq,
        )
    ).first()
    return None if row is None else _author(session, row)


def last_writer(session: Session, place: Place, name: str) -> Author | None:
    """Return who wrote what stands in a field of a record; None where nobody knows.

    A change of this desk that waits to be sent is later than all that the log has told.
    """
    return _waiting(session, place, name) or _told(session, place, name)


def _waiting(session: Session, place: Place, name: str) -> Author | None:
    echoed, label = session.execute(select(SyncState.echoed, SyncState.label)).one()
    table, row_id = place
    rows = session.scalars(
        select(Outbox)
        .where(Outbox.tbl == table, Outbox.row_id == row_id, Outbox.dseq > echoed)
        .order_by(Outbox.dseq.desc())
    )
    for row in rows:
        op = json.loads(row.op)
        if op["kind"] == ChangeKind.SET.value and name in op["patch"]:
            return Author(
                staff_name(session, op["user"] or ""), label, from_ms(instant(row.at))
            )
    return None


def _told(session: Session, place: Place, name: str) -> Author | None:
    table, row_id = place
    rows = session.scalars(
        select(HistoryEntry)
        .where(HistoryEntry.tbl == table, HistoryEntry.row_id == row_id)
        .order_by(HistoryEntry.seq.desc())
    )
    for row in rows:
        if row.kind == ChangeKind.RESOLVE.value:
            continue
        if row.fields is None or name in json.loads(row.fields):
            return _author(session, row)
    return None


def _author(session: Session, row: HistoryEntry) -> Author:
    who, desk = staff_name(session, row.user_id), letter_of(session, row.desk_id)
    return Author(who, desk, from_ms(instant(row.at)))
