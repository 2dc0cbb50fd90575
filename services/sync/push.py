"""Hands in what the desk has written, in order, until nothing is left.

``acked`` moves only over what was just sent and answered, never to what the server
says it has: a twin of this desk may have written that.  An op that the server can
never take is found by halves and kept there raw, so that nothing waits behind it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import func, select

from models.sync import Outbox, SyncState
from services.sync.exchange import Exchange, Stage
from services.sync.gateway import OpsRefused, Profile
from services.sync.memory import acknowledge
from services.sync.not_taken import keep_not_taken
from services.sync.wire import compact, reaches, storable

OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class WrittenOp:
    """One op as the trigger wrote it."""

    dseq: int
    table: str
    text: str


def push_all(exchange: Exchange) -> None:
    """Send everything that waits; each batch is noted before the next goes out.

    Raises:
        OfficeError: The network or the server did not let it; what was sent is noted.
    """
    profile = exchange.remember().profile
    total = _waiting(exchange)
    while True:
        exchange.may_go_on()
        batch = _batch(exchange)
        if not batch:
            return
        for is_shared, ops in groupby(batch, lambda op: reaches(op.table, profile)):
            if is_shared:
                _send(exchange, tuple(ops))
            else:
                _leave_here(exchange, ops)
        exchange.tell(Stage.SENDING, exchange.tally.sent, total)


def _waiting(exchange: Exchange) -> int:
    with exchange.look() as session:
        acked = select(SyncState.acked).scalar_subquery()
        waiting = select(func.count()).where(Outbox.dseq > acked)
        return session.scalar(waiting) or 0


def _batch(exchange: Exchange) -> tuple[WrittenOp, ...]:
    with exchange.look() as session:
        acked = select(SyncState.acked).scalar_subquery()
        found = session.execute(
            select(Outbox.dseq, Outbox.tbl, Outbox.op)
            .where(Outbox.dseq > acked)
            .order_by(Outbox.dseq)
            .limit(exchange.sizes.push_ops)
        )
        ops = (WrittenOp(row.dseq, row.tbl, row.op) for row in found)
        return tuple(_fitting(ops, exchange.sizes.push_bytes))


def _fitting(ops: Iterator[WrittenOp], limit: int) -> Iterator[WrittenOp]:
    """Yield ops up to a size, but at least one."""
    size = 0
    for op in ops:
        size += len(op.text)
        if size > limit and size > len(op.text):
            return
        yield op


def _send(exchange: Exchange, ops: Sequence[WrittenOp]) -> None:
    """Send ops; halve what is refused until the one culprit stands alone."""
    try:
        exchange.gateway.push([op.text for op in ops])
    except OpsRefused as refusal:
        if len(ops) == 1:
            _set_aside(exchange, ops[0], str(refusal.facts.get("reason", "")))
            return
        half = len(ops) // 2
        _send(exchange, ops[:half])
        _send(exchange, ops[half:])
    else:
        _acknowledge(exchange, ops[-1].dseq)
        exchange.tally.sent += len(ops)


def _set_aside(exchange: Exchange, op: WrittenOp, reason: str) -> None:
    exchange.gateway.quarantine(op.dseq, op.text, reason)
    with exchange.note() as session:
        acknowledge(session, op.dseq)
        keep_not_taken(session, op.table, op.text)
    exchange.tally.quarantined += 1


def _leave_here(exchange: Exchange, ops: Iterator[WrittenOp]) -> None:
    """Account for ops of tables that never leave this desk; their content stays."""
    for op in ops:
        exchange.may_go_on()
        exchange.gateway.quarantine(op.dseq, mark_text(op), OUT_OF_SCOPE)
        _acknowledge(exchange, op.dseq)


def travelling(op: WrittenOp, profile: Profile) -> str:
    """Return an op as the log of the server holds it, if it came from this desk."""
    return storable(op.text) if reaches(op.table, profile) else mark_text(op)


def mark_text(op: WrittenOp) -> str:
    """Return what stands for an op whose content is not told; the same each time."""
    return compact({"dseq": op.dseq, "epoch": json.loads(op.text)["epoch"]})


def _acknowledge(exchange: Exchange, dseq: int) -> None:
    with exchange.note() as session:
        acknowledge(session, dseq)
