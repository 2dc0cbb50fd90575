"""What happened to a record: who, when, at which desk, what before and what after.

Told from what this desk has, so it is there without a network: what it met in the log,
what it wrote itself and has not sent, and what was not taken of anybody's writes.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import Kept, Record, from_ms
from models.sync import Conflict, HistoryEntry, Outbox, SyncState
from models.values import AccessAction, Permission, Purpose
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.sync.authors import letter_of, staff_name
from services.sync.belonging import parts_of, reader_of
from services.sync.changes import ChangeKind
from services.sync.conflicts import ConflictKind, kind_of
from services.sync.history import REPAIRED
from services.sync.pending import Place
from services.sync.record_labels import label_of
from services.sync.shown_values import Shape, shape_of, shown_value
from services.sync.wire import Json, instant, office_tables


class Happened(StrEnum):
    """What one line of a history tells."""

    MADE = "made"
    CHANGED = "changed"
    DELETED = "deleted"
    BROUGHT_BACK = "brought_back"
    DECIDED = "decided"
    REPAIRED = "repaired"  # it had not shown what the log says
    NOT_TAKEN = "not_taken"  # another desk's value stood
    STAYS_HERE = "stays_here"  # the server can never take it


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a line.

    Attributes:
        knows_before: Whether the desk knows what stood before.
    """

    name: str
    shape: Shape
    before: Json = field(repr=False)
    after: Json = field(repr=False)
    knows_before: bool = True


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened.

    Attributes:
        letter: Of the desk; "" where it is not known.
        is_sent: Whether the shared database has answered.
        is_decided: For what was not taken, whether somebody has decided on it.
    """

    table: str
    happened: Happened
    at: datetime
    user_name: str
    letter: str
    fields: tuple[FieldChange, ...] = ()
    is_sent: bool = True
    is_decided: bool = False
    clash: ConflictKind | None = None


@dataclass(frozen=True, slots=True)
class RecordPast:
    """The history of a record, latest first."""

    table: str
    label: str
    lines: tuple[HistoryLine, ...] = field(repr=False)


_KINDS: Mapping[str, Happened] = {
    ChangeKind.SET.value: Happened.MADE,
    ChangeKind.DELETE.value: Happened.DELETED,
    ChangeKind.BRING_BACK.value: Happened.BROUGHT_BACK,
    ChangeKind.RESOLVE.value: Happened.DECIDED,
    ChangeKind.QUARANTINED.value: Happened.STAYS_HERE,
    REPAIRED: Happened.REPAIRED,
}
_LAST = 2**62


class RecordHistory:
    """Tells the history of a record, masked; reading it is logged."""

    permission = Permission.VISIT_READ  # of a visit; other records have their own

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(
        self, actor: Actor, places: Sequence[Place], purpose: Purpose = Purpose.CASE
    ) -> RecordPast:
        """Return what happened to the records that are shown as one.

        Args:
            actor: Who asks.
            places: The record first, then what is shown together with it.
            purpose: Why it is read.

        Raises:
            NotAllowed: The actor may not read such a record.
        """
        needed = reader_of(places[0][0])
        with self._units.begin(actor, needed) as work:
            work.log(Access(AccessAction.READ, *places[0], purpose, note="history"))
            return _past(work.session, places, plain=False)


class RevealHistory:
    """Tells the history of a record unmasked, for a purpose; who saw it is logged."""

    permission = Permission.PERSON_REVEAL

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(
        self, actor: Actor, places: Sequence[Place], purpose: Purpose
    ) -> RecordPast:
        """Return the history with names and numbers, and log who saw it and why."""
        with self._units.begin(actor, self.permission) as work:
            for place in places:
                work.log(Access(AccessAction.REVEAL, *place, purpose, note="history"))
            return _past(work.session, places, plain=True)


def _past(session: Session, places: Sequence[Place], *, plain: bool) -> RecordPast:
    told = [
        pair
        for place in _with_parts(session, places)
        for source in (_log, _waiting, _not_taken, _making)
        for pair in source(session, place, plain)
    ]
    told.sort(key=lambda pair: (pair[1].at, pair[0]), reverse=True)
    table, row_id = places[0]
    lines = tuple(line for _seq, line in told)
    return RecordPast(table, label_of(session, table, row_id), lines)


def _with_parts(session: Session, places: Sequence[Place]) -> tuple[Place, ...]:
    """Return the records with those that belong to them, each once."""
    whole = (one for place in places for one in (place, *parts_of(session, place)))
    return tuple(dict.fromkeys(whole))


_Lines = Iterator[tuple[int, HistoryLine]]


def _log(session: Session, place: Place, plain: bool) -> _Lines:  # noqa: FBT001 - one of four sources
    table, row_id = place
    rows = session.scalars(
        select(HistoryEntry).where(
            HistoryEntry.tbl == table, HistoryEntry.row_id == row_id
        )
    )
    for row in rows:
        happened, told = _KINDS[row.kind], json.loads(row.fields or "{}")
        if happened is Happened.DECIDED:
            told = {told["field"]: None} if told["field"][:1] != "$" else {}
        elif happened is Happened.MADE and row.fields is not None:
            happened = Happened.CHANGED
        line = HistoryLine(
            table,
            happened,
            from_ms(instant(row.at)),
            staff_name(session, row.user_id),
            letter_of(session, row.desk_id),
            tuple(_change(session, table, n, v, plain) for n, v in told.items()),
        )
        yield row.seq, line


def _waiting(session: Session, place: Place, plain: bool) -> _Lines:  # noqa: FBT001 - as above
    """Yield own changes of which the log has told nothing yet."""
    echoed, label = session.execute(select(SyncState.echoed, SyncState.label)).one()
    table, row_id = place
    rows = session.scalars(
        select(Outbox).where(
            Outbox.tbl == table, Outbox.row_id == row_id, Outbox.dseq > echoed
        )
    )
    for row in rows:
        op, was = json.loads(row.op), json.loads(row.was or "{}")
        happened = _KINDS[op["kind"]]
        patch: dict[str, list[Json] | None] = {}
        if happened is Happened.DECIDED:
            name = op["patch"]["field"]
            patch = {name: None} if name[:1] != "$" else {}
        elif row.was is not None:
            happened = Happened.CHANGED
            patch = {name: [was.get(name), now] for name, now in op["patch"].items()}
        fields = tuple(_change(session, table, n, v, plain) for n, v in patch.items())
        who = staff_name(session, op["user"] or "")
        line = HistoryLine(
            table, happened, from_ms(instant(row.at)), who, label, fields, is_sent=False
        )
        yield _LAST + row.dseq, line


def _not_taken(session: Session, place: Place, plain: bool) -> _Lines:  # noqa: FBT001 - as above
    """Yield what lost against another desk's write; it stays here whatever becomes."""
    table, row_id = place
    rows = session.scalars(
        select(Conflict).where(Conflict.tbl == table, Conflict.row_id == row_id)
    )
    for row in rows:
        kind = kind_of(row.field)
        if kind is ConflictKind.DECIDED_ALREADY:
            continue
        values = [json.loads(row.theirs or "null"), json.loads(row.mine or "null")]
        fields: tuple[FieldChange, ...] = ()
        if kind is ConflictKind.VALUES:
            fields = (_change(session, table, row.field, values, plain),)
        line = HistoryLine(
            table,
            Happened.NOT_TAKEN,
            from_ms(instant(row.at)),
            staff_name(session, row.user_id),
            letter_of(session, row.desk_id),
            fields,
            is_decided=row.resolved_seq is not None,
            clash=kind,
        )
        yield row.seq, line


def _making(session: Session, place: Place, _plain: bool) -> _Lines:  # noqa: FBT001 - as above
    """Yield who made the record, where it was made before this desk kept a history."""
    table, row_id = place
    known = session.scalar(
        select(HistoryEntry.seq).where(
            HistoryEntry.tbl == table,
            HistoryEntry.row_id == row_id,
            HistoryEntry.kind == ChangeKind.SET.value,
            HistoryEntry.fields.is_(None),
        )
    )
    echoed = session.scalar(select(SyncState.echoed)) or 0
    waits = session.scalar(
        select(Outbox.dseq).where(
            Outbox.tbl == table,
            Outbox.row_id == row_id,
            Outbox.dseq > echoed,
            Outbox.was.is_(None),
        )
    )
    record = _record(table)
    if known is not None or waits is not None or record is None:
        return
    found = session.get(record, row_id)
    if isinstance(found, Kept):
        who = staff_name(session, found.created_by)
        yield 0, HistoryLine(table, Happened.MADE, found.created_at, who, "")


def _record(table: str) -> type[Record] | None:
    for mapper in Record.registry.mappers:
        if mapper.local_table is Record.metadata.tables.get(table):
            return mapper.class_
    return None


def _change(
    session: Session,
    table: str,
    name: str,
    told: Sequence[Json] | None,
    plain: bool,  # noqa: FBT001 - as above
) -> FieldChange:
    """Return a field's line; ``told`` is before and after, or after alone."""
    shape = shape_of(table, name)
    known = office_tables().get(table)
    if told is None or known is None or name not in known.fields:
        return FieldChange(name, shape, None, None, knows_before=False)
    after = shown_value(session, table, name, told[-1], plain=plain)
    before = shown_value(session, table, name, told[0], plain=plain)
    knows = len(told) > 1
    return FieldChange(name, shape, before if knows else None, after, knows)
