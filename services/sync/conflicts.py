"""The list of values that wait for a person, as a person can understand it.

A card is one op of which something was not taken.  Personal fields are masked as in
every list; whoever must see more opens the record itself.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import from_ms
from models.sync import Conflict, SyncState
from models.values import Permission
from services.core.actor import Actor
from services.core.rights import holds
from services.core.unit_of_work import UnitOfWork
from services.core.waiting_rows import first_waiting
from services.sync.authors import (
    Author,
    last_writer,
    letter_of,
    staff_name,
    writer_at,
)
from services.sync.belonging import reader_of
from services.sync.deciders import deciders
from services.sync.desk_rows import DeskRows
from services.sync.page import raw_cursor
from services.sync.record_labels import label_of
from services.sync.shown_values import MASKED, Shape, json_of, shape_of, shown_value
from services.sync.wire import Json, compact, instant, office_tables, table_specs


class ConflictKind(StrEnum):
    """What stands against what."""

    VALUES = "values"  # two desks set one field
    EDIT_OF_DELETED = "edit_of_deleted"
    DELETE_OF_EDITED = "delete_of_edited"
    DOUBLE_BOOKING = "double_booking"
    DECIDED_ALREADY = "decided_already"  # somebody else decided first


@dataclass(frozen=True, slots=True)
class ConflictField:
    """One value to decide on; what a list may show of it.

    Attributes:
        name: The record's field, or ``$…`` for what concerns the whole row.
        shape: What its values are.
        before: What stood before both, where the desk knows it.
        theirs: What stands now, whoever wrote it since.
        same: Whether both sides say the same by now.
        group: Names the fields that move together with it; "" if it stands alone.
        author: Who wrote what stands now, where the desk knows it.
        mark: Tells what stands now from anything else, without saying what it is.
        writable: Whether a third text can be written here; one that a list masks
            cannot, since nobody should write what they cannot see.
    """

    name: str
    shape: Shape
    mine: Json = field(repr=False)
    before: Json = field(repr=False)
    theirs: Json = field(repr=False)
    same: bool
    group: str = ""
    author: Author | None = None
    mark: str = ""
    writable: bool = False


@dataclass(frozen=True, slots=True)
class ConflictCard:
    """One op of which something was not taken.

    Attributes:
        seq: Its log number; with a field's name the key for ``Decide``.
        table: The kind of record.
        label: How lists call the record, masked; "" if it is gone.
        own: Whether this desk wrote it.
        letter: Of the desk that wrote it; "" where it is not known yet.
        decidable: Whether who asks may decide on it.
        owners: Who may decide on it beside the team leader.
        hidden: Whether who asks may not read such a record: no value is told.
    """

    seq: int
    kind: ConflictKind
    table: str
    row_id: str
    label: str
    own: bool
    user_id: str
    user_name: str
    desk_id: int
    at: datetime
    fields: tuple[ConflictField, ...]
    letter: str = ""
    decidable: bool = True
    owners: tuple[str, ...] = ()
    hidden: bool = False


_OWN_DESK = select(SyncState.desk_id)


class Inbox:
    """Lists what has to be decided, oldest first; who may decide is told on each."""

    permission = Permission.SYNC_RUN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> tuple[ConflictCard, ...]:
        """Return the open cards; empty when nothing has to be decided."""
        with self._units.read(actor, self.permission) as reading:
            session = reading.session
            rows = session.scalars(
                select(Conflict)
                .where(Conflict.resolved_seq.is_(None))
                .order_by(Conflict.seq, Conflict.field)
            )
            own = session.scalar(_OWN_DESK) or 0
            grouped = groupby(rows, lambda row: (row.seq, kind_of(row.field)))
            return tuple(
                _card_for(session, actor, _card(session, kind, group, own), group[0])
                for (_, kind), rows_of_it in grouped
                for group in (tuple(rows_of_it),)
            )


def kind_of(name: str) -> ConflictKind:
    """Return what a conflict's field name stands for."""
    if name.startswith("$claim:"):
        return ConflictKind.DOUBLE_BOOKING
    return {
        "$deleted": ConflictKind.EDIT_OF_DELETED,
        "$delete": ConflictKind.DELETE_OF_EDITED,
        "$resolve": ConflictKind.DECIDED_ALREADY,
    }.get(name, ConflictKind.VALUES)


def _card_for(
    session: Session, actor: Actor, card: ConflictCard, first: Conflict
) -> ConflictCard:
    """Return the card as this person may see it."""
    who = deciders(session, actor, first)
    card = replace(card, decidable=who.may, owners=who.names)
    if who.may or holds(session, actor, reader_of(card.table)):
        return card
    fields = tuple(
        replace(one, mine=None, before=None, theirs=None, writable=False)
        for one in card.fields
    )
    return replace(card, label="", fields=fields, hidden=True)


def _card(
    session: Session, kind: ConflictKind, rows: tuple[Conflict, ...], own: int
) -> ConflictCard:
    first = rows[0]
    return ConflictCard(
        seq=first.seq,
        kind=kind,
        table=first.tbl,
        row_id=first.row_id,
        label=label_of(session, first.tbl, first.row_id),
        own=first.desk_id == own != 0,
        user_id=first.user_id,
        user_name=staff_name(session, first.user_id),
        desk_id=first.desk_id,
        at=from_ms(instant(first.at)),
        fields=tuple(_field(session, row) for row in rows),
        letter=letter_of(session, first.desk_id),
    )


def _groups_of(table: str) -> Mapping[str, Sequence[str]]:
    return {spec.name: spec.groups for spec in table_specs()}.get(table, {})


def _group_of(table: str, name: str) -> str:
    groups = _groups_of(table).items()
    return next((group for group, names in groups if name in names), "")


def _field(session: Session, row: Conflict) -> ConflictField:
    if row.field == "$resolve":
        return _decided_already(session, row)
    stands, author = standing(session, row), _author(session, row)
    mine, before = json.loads(row.mine or "null"), json.loads(row.before or "null")
    theirs = _shown(session, row.tbl, row.field, stands)
    if kind_of(row.field) is ConflictKind.DOUBLE_BOOKING:
        theirs = label_of(session, row.tbl, str(stands or ""))
    return ConflictField(
        row.field,
        shape_of(row.tbl, row.field),
        _shown(session, row.tbl, row.field, mine),
        _shown(session, row.tbl, row.field, before),
        theirs,
        same=mine == stands,
        group=_group_of(row.tbl, row.field),
        author=author,
        mark=mark_of(session, row),
        writable=_is_writable(row) and len(companions(session, row)) == 1,
    )


def _author(session: Session, row: Conflict) -> Author | None:
    place = (row.tbl, row.row_id)
    match kind_of(row.field):
        case ConflictKind.VALUES:
            return last_writer(session, place, row.field)
        case ConflictKind.DOUBLE_BOOKING:
            place = (row.tbl, str(json.loads(row.theirs or "null")))
    return writer_at(session, place, row.theirs_seq)


def _is_writable(row: Conflict) -> bool:
    place = (row.tbl, row.field)
    return (
        kind_of(row.field) is ConflictKind.VALUES
        and shape_of(*place) is Shape.TEXT
        and place not in MASKED
        and row.field not in json_of(row.tbl)
    )


def standing(session: Session, row: Conflict) -> Json:
    """Return what stands now: a field may have changed since the clash.

    A row of which changes wait does not show it; the card tells what stood then.
    """
    known = office_tables().get(row.tbl)
    waits = (row.tbl, row.row_id) in first_waiting(session.connection())
    if waits or known is None or row.field not in known.fields:
        told: Json = json.loads(row.theirs or "null")
        return told
    stood = DeskRows(raw_cursor(session)).values(known, row.row_id, [row.field])
    return None if stood is None else known.value(row.field, stood[row.field])


def companions(session: Session, row: Conflict) -> frozenset[str]:
    """Return the open fields of the card that are decided with this one, itself too."""
    group = _group_of(row.tbl, row.field)
    if not group:
        return frozenset((row.field,))
    waiting = select(Conflict.field).where(
        Conflict.seq == row.seq, Conflict.resolved_seq.is_(None)
    )
    names = session.scalars(waiting)
    return frozenset(n for n in names if _group_of(row.tbl, n) == group)


def mark_of(session: Session, row: Conflict) -> str:
    """Return a mark that is another one where something else stands by now.

    Of a field that moves with others all of them are looked at.
    """
    known, group = office_tables().get(row.tbl), _group_of(row.tbl, row.field)
    stands: Json = standing(session, row)
    if known is not None and group:
        names = _groups_of(row.tbl)[group]
        stood = DeskRows(raw_cursor(session)).values(known, row.row_id, names)
        stands = dict(stood or {})
    return sha256(compact(stands).encode()).hexdigest()


def _decided_already(session: Session, row: Conflict) -> ConflictField:
    """Return what the first decision let stand."""
    decided = str(json.loads(row.mine or "{}").get("field", ""))
    known = office_tables().get(row.tbl)
    theirs: Json = None
    if known is not None and decided in known.fields:
        rows = DeskRows(raw_cursor(session))
        stood = rows.values(known, row.row_id, [decided]) or {}
        theirs = _shown(
            session, row.tbl, decided, known.value(decided, stood.get(decided))
        )
    shape, author = shape_of(row.tbl, decided), _author(session, row)
    return ConflictField(
        row.field, shape, None, None, theirs, same=False, author=author
    )


def _shown(session: Session, table: str, name: str, value: Json) -> Json:
    return shown_value(session, table, name, value, plain=False)
