"""Writes own changes anew for the history that the server has now.

A change keeps its content; its number, its base and its epoch become those of that
history.  The base goes back to the common past: what came after it there was not seen
by whoever wrote the change, even where an old number says otherwise.
"""

import json
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy import delete, insert, or_, select, text
from sqlalchemy.orm import Session

from models.sync import Outbox
from services.sync.changes import ChangeKind
from services.sync.wire import compact

_COUNT_ON = text("UPDATE sqlite_sequence SET seq = :last WHERE name = 'sync_outbox'")


@dataclass(frozen=True, slots=True)
class Past:
    """What the server still has.

    Attributes:
        common: Log number up to which its history is ours.
        last_dseq: Last own number that it knows.
    """

    epoch: str
    common: int
    last_dseq: int


def write_again(
    session: Session, past: Past, lacking: AbstractSet[int], acked: int
) -> int:
    """Number what the server lacks behind what it has, in the order it was written.

    Args:
        session: Its transaction.
        past: What the server still has.
        lacking: Answered numbers that it does not hold.
        acked: The last number that was answered.

    Returns:
        How many of them had been answered before.
    """
    rows = session.execute(
        select(Outbox.dseq, Outbox.tbl, Outbox.row_id, Outbox.op, Outbox.at)
        .add_columns(Outbox.first_op, Outbox.was)
        .where(or_(Outbox.dseq > past.last_dseq, Outbox.dseq.in_(lacking)))
        .order_by(Outbox.dseq)
    ).all()
    session.execute(
        delete(Outbox).where(
            or_(Outbox.dseq > past.last_dseq, Outbox.dseq.in_(lacking))
        )
    )
    for dseq, row in enumerate(rows, past.last_dseq + 1):
        session.execute(
            insert(Outbox).values(
                dseq=dseq,
                tbl=row.tbl,
                row_id=row.row_id,
                op=_anew(row.op, dseq, past, again=row.dseq <= acked),
                at=row.at,
                was=row.was,
                first_op=row.first_op or row.op,
            )
        )
    # Rows that were cleared away leave no hole in the numbers.
    session.execute(_COUNT_ON, {"last": past.last_dseq + len(rows)})
    return sum(row.dseq <= acked for row in rows)


def _anew(told: str, dseq: int, past: Past, *, again: bool) -> str:
    op = json.loads(told)
    if again:  # it was answered before: what came after it may have come before it now
        op["again"] = True
    op["dseq"], op["epoch"] = dseq, past.epoch
    op["base"] = min(op["base"], past.common)
    patch = op["patch"]
    if op["kind"] == ChangeKind.RESOLVE and patch["conflict_seq"] > past.common:
        # That conflict is no more; its number may come to mean another one.
        patch["conflict_seq"] = 0
    return compact(op)
