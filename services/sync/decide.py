"""Decides on a conflict: a write of the chosen value, and the word that it is decided.

Both are one transaction with a fresh base.  What is chosen for one row is one write,
since fields that move together stand or fall together.  A value that was not chosen stays in the
log and in the closed card.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Table, delete, select, update

from models.base import Record
from models.errors import (
    ChangedMeanwhile,
    DecidedApart,
    FieldError,
    NotFound,
    StepRefused,
)
from models.sync import Conflict
from models.values import AccessAction, Permission
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.capture import claims_sql, synced, table_of
from services.core.database import acting_of
from services.core.unit_of_work import UnitOfWork, Work
from services.korean.document_guard import text_faults
from services.sync.changes import ChangeKind
from services.sync.conflicts import ConflictKind, companions, kind_of, mark_of
from services.sync.deciders import require_decider
from services.sync.desk_rows import DeskRows
from services.sync.inbox import DECIDED_HERE
from services.sync.page import raw_cursor
from services.sync.pending import Place
from services.sync.resolve import WrittenDecision, write_op, write_resolution
from services.sync.wire import Json, OfficeTable, Stored, office_tables

LONGEST_TEXT = 20_000
_TIMES = ("starts_at", "ends_at")


class Choice(StrEnum):
    """Which value stands from now on.

    For a whole row, what stands now is kept, or what was not taken is done after all:
    the row comes back, or goes.
    """

    KEEP = "keep"  # what stands now
    TAKE = "take"  # what was not taken
    WRITE = "write"  # something else


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person chose for one field of a card.

    Attributes:
        value: What shall stand; only for WRITE.
        mark: Of what stood when it was chosen, as the inbox told it; "" if nobody
            looked.
    """

    seq: int
    name: str
    choice: Choice
    value: Json = field(default=None, repr=False)
    mark: str = ""


class Decide:
    """Settles fields of the inbox, for the owner of the matter or the team leader."""

    permission = Permission.SYNC_RUN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, decisions: Sequence[Decision]) -> None:
        """Settle all of them together, or none.

        Raises:
            NotAllowed: Somebody else decides on one of them.
            NotFound: A conflict is not there, or its row is gone.
            ChangedMeanwhile: Somebody has decided it already, or what stood when it
                was chosen stands no more.
            DecidedApart: Fields that move together were not decided together.
            StepRefused: The choice does not fit the kind of conflict.
            FieldError: The written value cannot be stored.
            DoubleBooking: The place is taken; nothing was decided.
        """
        with self._units.begin(actor, self.permission) as work:
            chosen = [_Chosen(_open(work, told), told) for told in decisions]
            for one in chosen:
                require_decider(work.session, work.actor, one.conflict)
                _require_as_seen(work, one)
                _require_together(work, one, chosen)
            values = [one for one in chosen if one.writes_value]
            for place in dict.fromkeys(one.place for one in values):
                _write(work, place, [one for one in values if one.place == place])
            for one in chosen:
                _settle(work, one)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """One open field, and what is chosen for it."""

    conflict: Conflict
    decision: Decision

    @property
    def place(self) -> Place:
        return self.conflict.tbl, self.conflict.row_id

    @property
    def is_value(self) -> bool:
        return kind_of(self.conflict.field) is ConflictKind.VALUES

    @property
    def writes_value(self) -> bool:
        return self.is_value and self.decision.choice is not Choice.KEEP

    @property
    def value(self) -> Json:
        if self.decision.choice is Choice.WRITE:
            return self.decision.value
        told: Json = json.loads(self.conflict.mine or "null")
        return told


def _require_as_seen(work: Work, one: _Chosen) -> None:
    """Refuse what was chosen over something that stands no more."""
    told = one.decision.mark
    if one.is_value and told not in ("", mark_of(work.session, one.conflict)):
        raise ChangedMeanwhile(kind="sync_conflict")


def _require_together(work: Work, one: _Chosen, chosen: Sequence[_Chosen]) -> None:
    """Refuse to let a part of what moves together stand as one side has it."""
    together = companions(work.session, one.conflict)
    choices = {
        other.conflict.field: other.decision.choice
        for other in chosen
        if other.conflict.seq == one.conflict.seq
    }
    sides = {choices.get(name) for name in together}
    if None in sides or sides >= {Choice.KEEP, Choice.TAKE}:
        raise DecidedApart(kind=one.conflict.tbl)


def _settle(work: Work, one: _Chosen) -> None:
    conflict, place = one.conflict, one.place
    if not one.is_value and one.decision.choice is not Choice.KEEP:
        _do(work, conflict, one.decision)
    write_resolution(work, place, conflict.seq, conflict.field)
    work.session.execute(
        update(Conflict)
        .where(Conflict.seq == conflict.seq, Conflict.field == conflict.field)
        .values(resolved_seq=DECIDED_HERE)
    )
    work.touched("sync_conflict", conflict.tbl)
    work.log(Access(AccessAction.CHANGE, conflict.tbl, conflict.row_id))


def _open(work: Work, decision: Decision) -> Conflict:
    conflict = work.session.scalar(
        select(Conflict).where(
            Conflict.seq == decision.seq, Conflict.field == decision.name
        )
    )
    if conflict is None:
        raise NotFound(kind="sync_conflict")
    if conflict.resolved_seq is not None:
        raise ChangedMeanwhile(kind="sync_conflict")
    return conflict


def _do(work: Work, conflict: Conflict, decision: Decision) -> None:
    kind = kind_of(conflict.field)
    _known(conflict.tbl)
    if decision.choice is Choice.TAKE and kind is ConflictKind.EDIT_OF_DELETED:
        _bring_back(work, conflict)
    elif decision.choice is Choice.TAKE and kind is ConflictKind.DELETE_OF_EDITED:
        table = _table(conflict)
        work.session.execute(delete(table).where(table.c.id == conflict.row_id))
    else:
        raise StepRefused(state=kind.value, step=decision.choice.value)


def _known(table: str) -> OfficeTable:
    known = office_tables().get(table)
    if known is None:
        raise NotFound(kind=table)
    return known


def _write(work: Work, place: Place, chosen: Sequence[_Chosen]) -> None:
    """Write all that is chosen for a row in one statement: one op, with its claims."""
    known = _known(place[0])
    fields = {one.conflict.field: _column(known, one) for one in chosen}
    # As the row stands on disk: a person's write, seen by the capture triggers.
    rows = DeskRows(raw_cursor(work.session))
    stood = rows.values(known, place[1], {*_TIMES, *fields})
    if stood is None:
        raise NotFound(kind=place[0])
    _require_order({**stood, **fields})
    acting = acting_of(work.connection)
    if place not in acting.waiting:
        rows.change(known, place[1], fields)
        return
    # The row does not show what stands, so no trigger could tell what is different;
    # the card told it, as it was when the card was made.
    acting.waiting[place] = min(one.conflict.seq for one in chosen) + 1
    acting.applying = True
    rows.change(known, place[1], fields)
    acting.applying = False
    write_op(work, _by_hand(work, place, stood, fields))


def _by_hand(
    work: Work,
    place: Place,
    stood: Mapping[str, Stored],
    fields: Mapping[str, Stored],
) -> WrittenDecision:
    """Return the op that the capture triggers would write for these fields."""
    known = _known(place[0])
    rules = next(r.sync for r in synced() if table_of(r).name == known.name)
    claims: Json = None
    if rules.claims is not None and not fields.keys().isdisjoint(rules.claims.fields):
        sql = f"SELECT {claims_sql(rules.claims)} FROM {known.name} AS new WHERE new.id = ?"  # noqa: S608 - our own names
        (told,) = raw_cursor(work.session).execute(sql, (place[1],)).fetchone() or (
            "[]",
        )
        claims = json.loads(told)
    return WrittenDecision(
        place,
        ChangeKind.SET,
        {name: known.value(name, value) for name, value in fields.items()},
        {name: known.value(name, stood[name]) for name in fields},
        claims,
    )


def _column(known: OfficeTable, one: _Chosen) -> Stored:
    name = one.conflict.field
    if name not in known.fields:
        raise NotFound(kind=known.name)
    try:
        column = known.column(name, one.value)
    except ValueError as error:
        raise FieldError(field=name, fault="choice") from error
    faults = text_faults(column, LONGEST_TEXT) if isinstance(column, str) else ()
    if faults:
        raise FieldError(field=name, fault=faults[0].value)
    return column


def _require_order(stands: Mapping[str, Stored]) -> None:
    """Refuse an end before its beginning: one side's end, the other's beginning."""
    begin, end = (stands.get(name) for name in _TIMES)
    if isinstance(begin, str) and isinstance(end, str) and end <= begin:
        raise FieldError(field="ends_at", fault="before_start")


def _bring_back(work: Work, conflict: Conflict) -> None:
    """Ask for the row, with the refused edit; it comes whole with the next round."""
    patch: dict[str, Json] = json.loads(conflict.mine or "{}")
    place = (conflict.tbl, conflict.row_id)
    write_op(work, WrittenDecision(place, ChangeKind.BRING_BACK, patch))


def _table(conflict: Conflict) -> Table:
    return Record.metadata.tables[conflict.tbl]
