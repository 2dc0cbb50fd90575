"""What was decided on this desk since an instant, for the paper of the evening."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import to_ms
from models.sync import Conflict, Outbox
from models.trust import Staff
from models.values import Permission
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.sync.changes import ChangeKind
from services.sync.conflicts import ConflictKind, kind_of
from services.sync.decide import Choice
from services.sync.record_labels import label_of

Op = Mapping[str, Any]

_DONE_AFTER_ALL = {
    ConflictKind.EDIT_OF_DELETED: ChangeKind.BRING_BACK.value,
    ConflictKind.DELETE_OF_EDITED: ChangeKind.DELETE.value,
}


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One decision.

    Attributes:
        label: How lists call the record, masked; "" if it is gone.
        name: The record's field, or ``$…`` for what concerned the whole row.
        choice: Which value stands since.
    """

    table: str
    label: str
    name: str
    user_name: str
    choice: Choice


class DecidedSince:
    """Lists decisions of this desk, oldest first."""

    permission = Permission.SYNC_RUN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, since: datetime) -> tuple[DecidedRow, ...]:
        """Return what was decided here at ``since`` or later."""
        with self._units.read(actor, self.permission) as reading:
            session = reading.session
            texts = session.scalars(
                select(Outbox.op).where(Outbox.at >= to_ms(since)).order_by(Outbox.dseq)
            )
            ops: Iterable[Op] = map(json.loads, texts)
            together = (tuple(one) for _txn, one in groupby(ops, lambda op: op["txn"]))
            return tuple(
                _row(session, op, txn)
                for txn in together
                for op in txn
                if op["kind"] == ChangeKind.RESOLVE.value
            )


def _row(session: Session, op: Op, txn: tuple[Op, ...]) -> DecidedRow:
    who = session.scalar(select(Staff.name).where(Staff.id == op["user"]))
    return DecidedRow(
        op["tbl"],
        label_of(session, op["tbl"], op["row_id"]),
        str(op["patch"]["field"]),
        who or "",
        _choice(session, op, txn),
    )


def _choice(session: Session, op: Op, txn: tuple[Op, ...]) -> Choice:
    """Return what was chosen: the decision's own write stands beside its word."""
    name, seq = str(op["patch"]["field"]), op["patch"]["conflict_seq"]
    place = (op["tbl"], op["row_id"])
    beside = [one for one in txn if (one["tbl"], one["row_id"]) == place]
    kind = kind_of(name)
    if kind is not ConflictKind.VALUES:
        wanted = _DONE_AFTER_ALL.get(kind)
        done = any(one["kind"] == wanted for one in beside)
        return Choice.TAKE if done else Choice.KEEP
    written = [
        one["patch"][name]
        for one in beside
        if one["kind"] == ChangeKind.SET.value and name in one["patch"]
    ]
    if not written:
        return Choice.KEEP
    mine = session.scalar(
        select(Conflict.mine).where(Conflict.seq == seq, Conflict.field == name)
    )
    return Choice.TAKE if written[-1] == json.loads(mine or "null") else Choice.WRITE
