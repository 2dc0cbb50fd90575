"""Carries out what follows when a desk's memory and the server's history do not fit.

Two ways, and nothing is lost on either.  *Following*: the server came back from a
backup, or holds another history; the desk goes back to the last batch that both have,
hands in again what the server lacks, and copies the present state.  *Stopping*: another
machine writes under this desk's name, or did; the desk takes what there is, sends
nothing, and goes on as a new desk once the administrator has given it a new letter.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from models.sync import (
    AppliedRow,
    ChainLink,
    Conflict,
    HistoryEntry,
    Outbox,
    Parked,
    SyncState,
    UnknownField,
)
from services.sync.bootstrap import begin_anew
from services.sync.chain import GENESIS
from services.sync.exchange import Exchange
from services.sync.gateway import (
    BatchEnd,
    Hello,
    Interrupted,
    OpMark,
    Profile,
    Verdict,
)
from services.sync.memory import (
    ACCEPTED,
    ANSWERED,
    BEGINS,
    COPIED,
    FORMER,
    HALTED,
    PROVED_ON,
    READ,
    Memory,
    acknowledge,
    drop_fact,
    fact,
    keep_fact,
    recall,
)
from services.sync.push import WrittenOp, travelling
from services.sync.resend import Compared, Past, write_again

_MARKS = 5000  # fingerprints in one question


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a desk did to fit the server again.

    Attributes:
        cause: What did not fit.
        common: Log number up to which both histories are one.
        resent: Own changes that the server had answered before and lacked now.
        copies: Whether the present state is copied afterwards.
    """

    cause: Verdict
    common: int
    resent: int
    copies: bool


def may_follow(memory: Memory, common: int) -> bool:
    """Whether to follow without asking: the histories share a past, or ours is empty.

    Without a common past it may be a wrong server as well; then a person decides.
    """
    return memory.accepted or common > 0 or memory.cursor == 0


def common_past(exchange: Exchange, memory: Memory) -> int:
    """Return the last log number up to which this desk and the server agree."""
    with exchange.look() as session:
        links = session.execute(select(ChainLink.seq, ChainLink.hash))
        ends = [BatchEnd(row.seq, row.hash) for row in links]
    ends.append(BatchEnd(memory.cursor, memory.cursor_hash))
    return exchange.gateway.common(ends)


def follow(exchange: Exchange, memory: Memory, hello: Hello, common: int) -> Recovered:
    """Go back to the common past and write again what the server lacks.

    One transaction; the round that goes on from it sends and copies.

    Raises:
        Interrupted: Another round has moved on meanwhile; the next one looks anew.
    """
    compared = _compare(exchange, memory, hello.last_dseq)
    copies = common < memory.cursor or memory.accepted
    with exchange.note() as session:
        if recall(session).cursor != memory.cursor:
            raise Interrupted
        past = Past(hello.epoch, common, hello.last_dseq)
        resent = write_again(session, past, compared, memory.acked)
        _stand_at(session, hello, common)
        if copies:
            _forget_after(session, common)
            begin_anew(session)
        # The numbers are others now: how old their answers are is counted anew.
        for key in (HALTED, ACCEPTED, PROVED_ON, ANSWERED, READ, COPIED):
            drop_fact(session, key)
    return Recovered(_cause(memory, hello), common, resent, copies)


def stop_sending(exchange: Exchange, hello: Hello, why: str) -> None:
    """Send nothing from now on; note which waiting changes the server has already.

    Whoever sent them was this desk before it was copied: the content proves it.
    """
    memory = exchange.remember()
    known = _known_front(exchange, memory, memory.desk_id, hello.last_dseq)
    with exchange.note() as session:
        keep_fact(session, HALTED, why)
        acknowledge(session, known)


def leave_to_former(exchange: Exchange, memory: Memory) -> Memory:
    """Do not send what a stick has brought in for the desk that this machine was.

    Once, before anything is sent from the new place; return what is remembered then.
    What was handed in for both may not have been taken, and no later verdict tells
    this desk so: it copies how the rows stand.
    """
    with exchange.look() as session:
        told = fact(session, FORMER)
    if told is None:
        return memory
    former = int(told)
    known = _known_front(exchange, memory, former, memory.written)
    with exchange.note() as session:
        session.execute(
            update(Outbox)
            .where(Outbox.dseq > memory.acked, Outbox.dseq <= known)
            .values(past_desk=former)
        )
        session.execute(update(SyncState).values(echoed=known))
        acknowledge(session, known)
        keep_fact(session, BEGINS, str(known))
        drop_fact(session, FORMER)
        _forget_after(session, memory.cursor)
        begin_anew(session)
    return exchange.remember()


def _known_front(exchange: Exchange, memory: Memory, desk_id: int, last: int) -> int:
    """Return up to which waiting change, and at most ``last``, that desk brought all."""
    with exchange.look() as session:
        waiting = session.execute(
            select(Outbox.dseq, Outbox.tbl, Outbox.op)
            .where(Outbox.dseq > memory.acked, Outbox.dseq <= last)
            .order_by(Outbox.dseq)
        )
        marks = [_mark(WrittenOp(*row), memory.profile) for row in waiting]
    held = _held(exchange, desk_id, marks)
    known = memory.acked
    for mark in marks:
        if mark.dseq not in held:
            break
        known = mark.dseq
    return known


def _cause(memory: Memory, hello: Hello) -> Verdict:
    if memory.epoch != hello.epoch:
        return Verdict.SERVER_RESTORED
    if hello.verdict is Verdict.SERVER_RESTORED:
        return hello.verdict
    return Verdict.HISTORY_DIFFERS


def _compare(exchange: Exchange, memory: Memory, last: int) -> Compared:
    """Compare own changes with what the server holds up to its number ``last``."""
    with exchange.look() as session:
        rows = session.execute(
            select(
                Outbox.past_desk, Outbox.dseq, Outbox.tbl, Outbox.op, Outbox.first_op
            )
            .where(or_(Outbox.dseq <= last, Outbox.first_op.is_not(None)))
            .order_by(Outbox.dseq)
        ).all()
    lacking: set[int] = set()
    as_first: dict[int, int] = {}
    for past_desk, group in groupby(rows, lambda row: row.past_desk):
        desk_id = memory.desk_id if past_desk is None else past_desk
        told = {row.dseq: WrittenOp(row.dseq, row.tbl, row.op) for row in group}
        known = {dseq: op for dseq, op in told.items() if dseq <= last}
        missing = _missing(exchange, memory, desk_id, known)
        sought = missing | (told.keys() - known.keys())
        first = {
            number: (row.dseq, WrittenOp(number, row.tbl, row.first_op))
            for row in rows
            if row.dseq in sought and row.first_op is not None
            if (number := json.loads(row.first_op)["dseq"]) <= last
        }
        ops = {number: op for number, (_now, op) in first.items()}
        held = ops.keys() - _missing(exchange, memory, desk_id, ops)
        as_first |= {first[number][0]: number for number in held}
        lacking |= missing - as_first.keys()
    return Compared(frozenset(lacking), as_first)


def _missing(
    exchange: Exchange, memory: Memory, desk_id: int, ops: Mapping[int, WrittenOp]
) -> set[int]:
    marks = [_mark(op, memory.profile) for op in ops.values()]
    return ops.keys() - _held(exchange, desk_id, marks)


def _held(exchange: Exchange, desk_id: int, marks: Sequence[OpMark]) -> frozenset[int]:
    held: frozenset[int] = frozenset()
    for part in _parts(marks):
        exchange.may_go_on()
        held |= exchange.gateway.held(desk_id, part)
    return held


def _parts(marks: Sequence[OpMark]) -> Iterator[Sequence[OpMark]]:
    for begin in range(0, len(marks), _MARKS):
        yield marks[begin : begin + _MARKS]


def _mark(op: WrittenOp, profile: Profile) -> OpMark:
    told = travelling(op, profile)
    return OpMark(op.dseq, hashlib.sha256(told.encode()).digest())


def _stand_at(session: Session, hello: Hello, common: int) -> None:
    """Let the desk's memory begin at the common past, in the server's history."""
    end = select(ChainLink.hash).where(ChainLink.seq == common)
    at_end = session.scalar(
        select(SyncState.cursor_hash).where(SyncState.cursor == common)
    )
    end_hash = at_end or session.scalar(end) or GENESIS
    state = session.scalars(select(SyncState)).one()
    session.execute(
        update(SyncState).values(
            epoch=hello.epoch,
            label=hello.label,
            profile=hello.profile.value,
            acked=hello.last_dseq,
            echoed=min(state.echoed, hello.last_dseq),
            cursor=common,
            cursor_hash=end_hash if common else GENESIS,
        )
    )


def _forget_after(session: Session, common: int) -> None:
    """Forget what was derived from a history that is no more; the copy tells it anew."""
    for derived in (AppliedRow, Parked, UnknownField):
        session.execute(delete(derived))
    session.execute(delete(ChainLink).where(ChainLink.seq > common))
    session.execute(delete(Conflict).where(Conflict.seq > common))
    session.execute(delete(HistoryEntry).where(HistoryEntry.seq > common))
    undone = update(Conflict).where(Conflict.resolved_seq > common)
    session.execute(undone.values(resolved_seq=None))
    for text in session.scalars(
        select(Outbox.op).where(
            Outbox.first_op.is_not(None), Outbox.op.contains('"conflict_seq"')
        )
    ):
        _decided_here(session, json.loads(text)["patch"])


def _decided_here(session: Session, patch: dict[str, object]) -> None:
    """Keep a card closed whose decision goes out once more."""
    session.execute(
        update(Conflict)
        .where(
            Conflict.seq == patch.get("conflict_seq"),
            Conflict.field == patch.get("field"),
            Conflict.resolved_seq.is_(None),
        )
        .values(resolved_seq=0)
    )
