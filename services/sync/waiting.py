"""The list of what waits: changes that this desk cannot show, and own ones not taken.

Each record is named once, as lists name it, with the first of its changes and why it
waits.  Nothing in it is lost; whoever knows why can do something about it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import Record, from_ms
from models.sync import AppliedRow, HistoryEntry, NotTaken, Parked, SyncState
from models.values import Permission
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.sync.authors import letter_of, staff_name
from services.sync.changes import Change, ChangeKind, read_change
from services.sync.desk_rows import DeskRows
from services.sync.page import raw_cursor
from services.sync.pending import Place
from services.sync.record_labels import label_of
from services.sync.wire import instant, office_tables


class Why(StrEnum):
    """What keeps a change waiting."""

    UNKNOWN_VALUE = "unknown_value"  # a newer program's, or no value of the field
    REFERS_TO_DELETED = "refers_to_deleted"
    STILL_REFERRED_TO = "still_referred_to"  # deleted elsewhere
    UNREADABLE = "unreadable"
    REFUSED = "refused"  # by the office file
    NOT_TAKEN = "not_taken"  # an own change, by the server


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One record of which something waits.

    Attributes:
        label: How lists call the record, masked; "" if it is not here.
        letter: Of the desk that wrote the first change; "" where it is not known.
        count: How many changes wait; 0 for own ones that were not taken.
        deleted: What it refers to and could be brought back.
    """

    table: str
    row_id: str
    label: str
    why: Why
    since: datetime
    user_name: str
    letter: str
    count: int = 0
    deleted: Place | None = None


class Waiting:
    """Lists the records of which something waits."""

    permission = Permission.SYNC_RUN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> tuple[WaitingRow, ...]:
        """Return what waits, oldest first, then what was not taken."""
        with self._units.read(actor, self.permission) as reading:
            session = reading.session
            return (*_parked(session), *_not_taken(session))


def _parked(session: Session) -> Iterator[WaitingRow]:
    first: dict[Place, tuple[Change, str]] = {}
    counts: dict[Place, int] = {}
    for parked in session.scalars(select(Parked).order_by(Parked.seq)):
        change = read_change(parked.raw)
        first.setdefault(change.place, (change, parked.reason))
        counts[change.place] = counts.get(change.place, 0) + 1
    for place, (change, reason) in first.items():
        yield WaitingRow(
            *place,
            label_of(session, *place),
            _why(change, reason),
            from_ms(instant(change.at_ms)),
            staff_name(session, change.user),
            letter_of(session, change.desk_id),
            counts[place],
            _deleted(session, change) if reason == "reference" else None,
        )


def _why(change: Change, reason: str) -> Why:
    if reason == "reference":
        is_deletion = change.kind is ChangeKind.DELETE
        return Why.STILL_REFERRED_TO if is_deletion else Why.REFERS_TO_DELETED
    told = {"ValueError": Why.UNKNOWN_VALUE, "unreadable": Why.UNREADABLE}
    return told.get(reason, Why.REFUSED)


def _deleted(session: Session, change: Change) -> Place | None:
    """Return the deleted record that a change refers to, if there is one."""
    for column in Record.metadata.tables[change.table].columns:
        target = change.accepted.get(column.name)
        for key in column.foreign_keys if isinstance(target, str) else ():
            place = (str(key.column.table.name), str(target))
            if is_deleted(session, place):
                return place
    return None


def is_deleted(session: Session, place: Place) -> bool:
    """Whether the log has told of the record and then of its deletion."""
    seen = session.get(AppliedRow, place)
    rows = DeskRows(raw_cursor(session))
    known = office_tables().get(place[0])
    if seen is None or not seen.deleted or known is None:
        return False
    return not rows.exists(known, place[1])


def _not_taken(session: Session) -> Iterator[WaitingRow]:
    desk = session.scalar(select(SyncState.desk_id)) or 0
    found = select(NotTaken.tbl, NotTaken.row_id).distinct()
    for table, row_id in session.execute(found):
        line = session.scalars(
            select(HistoryEntry)
            .where(
                HistoryEntry.tbl == table,
                HistoryEntry.row_id == row_id,
                HistoryEntry.kind == ChangeKind.QUARANTINED.value,
            )
            .order_by(HistoryEntry.seq.desc())
        ).first()
        yield WaitingRow(
            table,
            row_id,
            label_of(session, table, row_id),
            Why.NOT_TAKEN,
            from_ms(instant(line.at if line else 0)),
            staff_name(session, line.user_id if line else ""),
            letter_of(session, desk),
        )
