"""Writes own changes anew for the history that the server has now.

A change keeps its content; its number, its base and its epoch become those of that
history.  The base goes back to the common past: what came after it there was not seen
by whoever wrote the change, even where an old number says otherwise.
"""

import json
from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class Compared:
    """Own numbers against what the server holds.

    Attributes:
        lacking: Numbers that the server knows; it does not hold these changes.
        as_first: Changes that it holds as they were first written, by their number
            now: an older backup was brought back before this one, and they were
            written anew for that.  With each the number it has there.
    """

    lacking: frozenset[int]
    as_first: Mapping[int, int]


def write_again(session: Session, past: Past, compared: Compared, acked: int) -> int:
    """Number what the server lacks behind what it has, in the order it was written.

    Args:
        session: Its transaction.
        past: What the server still has.
        compared: Own changes against it.
        acked: The last number that was answered.

    Returns:
        How many of those that it lacks had been answered before.
    """
    first = compared.as_first
    moving = or_(
        Outbox.dseq > past.last_dseq, Outbox.dseq.in_(compared.lacking | first.keys())
    )
    rows = session.scalars(select(Outbox).where(moving).order_by(Outbox.dseq)).all()
    session.expunge_all()
    session.execute(delete(Outbox).where(moving))
    lacking = [row for row in rows if row.dseq not in first]
    for row in rows:
        if row.dseq in first:
            # Whatever has that number now is moved as well: the server holds one.
            told = {"past_desk": row.past_desk, "op": row.first_op, "first_op": None}
            _insert(session, row, first[row.dseq], told)
    for dseq, row in enumerate(lacking, past.last_dseq + 1):
        text = _anew(row.op, dseq, past, again=row.dseq <= acked)
        _insert(session, row, dseq, {"op": text, "first_op": row.first_op or row.op})
    # Rows that were cleared away leave no hole in the numbers.
    session.execute(_COUNT_ON, {"last": past.last_dseq + len(lacking)})
    return sum(row.dseq <= acked for row in lacking)


def _insert(
    session: Session, row: Outbox, dseq: int, told: Mapping[str, object]
) -> None:
    same = {"tbl": row.tbl, "row_id": row.row_id, "at": row.at, "was": row.was}
    session.execute(insert(Outbox).values(dseq=dseq, **same, **told))


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
