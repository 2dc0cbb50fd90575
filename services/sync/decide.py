"""Decides on a conflict: a write of the chosen value, and the word that it is decided.

Both are one transaction with a fresh base.  A value that was not chosen stays in the
log and in the closed card.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Table, delete, select, update

from models.base import Record
from models.errors import ChangedMeanwhile, FieldError, NotFound, StepRefused
from models.sync import Conflict
from models.values import AccessAction, Permission
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork, Work
from services.korean.document_guard import text_faults
from services.sync.changes import ChangeKind
from services.sync.conflicts import ConflictKind, kind_of, mark_of, standing
from services.sync.deciders import require_decider
from services.sync.desk_rows import DeskRows
from services.sync.inbox import DECIDED_HERE
from services.sync.page import raw_cursor
from services.sync.resolve import WrittenDecision, write_op, write_resolution
from services.sync.wire import Json, OfficeTable, office_tables

LONGEST_TEXT = 20_000


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
            StepRefused: The choice does not fit the kind of conflict.
            FieldError: The written value cannot be stored.
            DoubleBooking: The place is taken; nothing was decided.
        """
        with self._units.begin(actor, self.permission) as work:
            for decision in decisions:
                _settle(work, decision)


def _settle(work: Work, decision: Decision) -> None:
    conflict = _open(work, decision)
    require_decider(work.session, work.actor, conflict)
    place = (conflict.tbl, conflict.row_id)
    is_value = kind_of(conflict.field) is ConflictKind.VALUES
    if is_value and decision.mark not in (
        "",
        mark_of(standing(work.session, conflict)),
    ):
        raise ChangedMeanwhile(kind="sync_conflict")
    if decision.choice is not Choice.KEEP:
        _do(work, conflict, decision)
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
    known = office_tables().get(conflict.tbl)
    if known is None:
        raise NotFound(kind=conflict.tbl)
    if kind is ConflictKind.VALUES:
        _write(work, known, conflict, decision)
    elif decision.choice is Choice.TAKE and kind is ConflictKind.EDIT_OF_DELETED:
        _bring_back(work, conflict)
    elif decision.choice is Choice.TAKE and kind is ConflictKind.DELETE_OF_EDITED:
        table = _table(conflict)
        work.session.execute(delete(table).where(table.c.id == conflict.row_id))
    else:
        raise StepRefused(state=kind.value, step=decision.choice.value)


def _write(
    work: Work, known: OfficeTable, conflict: Conflict, decision: Decision
) -> None:
    taken = decision.choice is Choice.TAKE
    value: Json = json.loads(conflict.mine or "null") if taken else decision.value
    if conflict.field not in known.fields:
        raise NotFound(kind=conflict.tbl)
    try:
        column = known.column(conflict.field, value)
    except ValueError as error:
        raise FieldError(field=conflict.field, fault="choice") from error
    faults = text_faults(column, LONGEST_TEXT) if isinstance(column, str) else ()
    if faults:
        raise FieldError(field=conflict.field, fault=faults[0].value)
    # As the row stands on disk: a person's write, seen by the capture triggers.
    rows = DeskRows(raw_cursor(work.session))
    if not rows.exists(known, conflict.row_id):
        raise NotFound(kind=conflict.tbl)
    rows.change(known, conflict.row_id, {conflict.field: column})


def _bring_back(work: Work, conflict: Conflict) -> None:
    """Ask for the row, with the refused edit; it comes whole with the next round."""
    patch: dict[str, Json] = json.loads(conflict.mine or "{}")
    place = (conflict.tbl, conflict.row_id)
    write_op(work, WrittenDecision(place, ChangeKind.BRING_BACK, patch))


def _table(conflict: Conflict) -> Table:
    return Record.metadata.tables[conflict.tbl]
