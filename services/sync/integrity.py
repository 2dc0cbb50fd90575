"""Proves after a round that this desk and the server hold the same.

The chain proves the history: one hash at the cursor stands for all of it.  Sums over
the contents of every table prove that the rows show that history.  Where they do not,
the server proves its rows by the log first, the bucket is fetched, and what had to be
set right, here or there, is counted, told and kept in the history of each record.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import Scope
from models.sync import Parked
from services.core.actor import SYNC_ACTOR
from services.core.clock import SEOUL
from services.sync.apply import Guard
from services.sync.changes import copied, read_change
from services.sync.contents import bucket_of, sums_of, told_fields
from services.sync.exchange import Exchange, Stage
from services.sync.gateway import HistoryDiffers, Profile, Verdict
from services.sync.memory import PROVED_ON, Memory, fact, keep_fact, recall
from services.sync.not_taken import not_taken
from services.sync.page import Page, nothing_more, raw_cursor
from services.sync.pending import Place, pending_writes
from services.sync.pull import retry_parked
from services.sync.wire import OfficeTable, office_tables

_UUID_CHARS = 36


@dataclass(slots=True)
class Proof:
    """What a comparison of every table came to.

    Attributes:
        wrong: How many buckets differed.
        repaired: Rows that were set right here.
        mended: Rows that the server built anew from its log.
        is_whole: Whether everything could be compared.
    """

    wrong: int = 0
    repaired: int = 0
    mended: int = 0
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class _Ours:
    """This desk's side of one comparison.

    Attributes:
        apart: Buckets with rows that stand differently with good reason.
    """

    cursor: int
    sums: Mapping[int, int]
    apart: frozenset[int] = field(default=frozenset())


def prove_history(exchange: Exchange) -> None:
    """Ask whether the server's chain has our hash at our cursor.

    Raises:
        HistoryDiffers: It has not.
    """
    hello = exchange.hello()
    if hello.verdict is not Verdict.OK:
        raise HistoryDiffers(reason=hello.verdict.value)


def prove_rows(exchange: Exchange) -> Proof:
    """Compare and repair: once a day, and whenever a person asked for the round."""
    today = exchange.units.clock.now().astimezone(SEOUL).date()
    proof = Proof()
    if exchange.actor == SYNC_ACTOR and _proved_on(exchange) == today:
        return proof
    exchange.tell(Stage.CHECKING)
    for table in _comparable(exchange):
        for bucket in _differing(exchange, table, proof):
            _repair(exchange, table, bucket, proof)
    if proof.wrong:
        retry_parked(exchange)
    if proof.is_whole:
        with exchange.note() as session:
            keep_fact(session, PROVED_ON, today.isoformat())
    return proof


def _proved_on(exchange: Exchange) -> date | None:
    with exchange.look() as session:
        told = fact(session, PROVED_ON)
    return None if told is None else date.fromisoformat(told)


def _comparable(exchange: Exchange) -> list[OfficeTable]:
    """Return the tables of our scope."""
    profile = exchange.remember().profile
    return [
        table
        for table in office_tables().values()
        if profile is Profile.OFFICE or table.scope is Scope.CITY
    ]


def _differing(exchange: Exchange, table: OfficeTable, proof: Proof) -> list[int]:
    """Return the buckets that hold something else here; none while the log moves."""
    exchange.may_go_on()
    theirs = exchange.gateway.proof(table.name, told_fields(table))
    if theirs is None:
        proof.is_whole = False
        return []
    ours = _ours(exchange, table)
    if theirs.head != ours.cursor:
        proof.is_whole = False
        return []
    buckets = theirs.sums.keys() | ours.sums.keys()
    wrong = [b for b in buckets if theirs.sums.get(b) != ours.sums.get(b)]
    return sorted(set(wrong) - ours.apart)


def _ours(exchange: Exchange, table: OfficeTable) -> _Ours:
    with exchange.look() as session:
        memory = recall(session)
        sums = sums_of(raw_cursor(session), table)
        apart = _apart(session, memory)
    return _Ours(memory.cursor, sums, apart[table.name])


def _apart(session: Session, memory: Memory) -> Mapping[str, frozenset[int]]:
    """Return by table the buckets whose rows wait here, or were never taken there."""
    places: set[Place] = {
        read_change(text).place for text in session.scalars(select(Parked.raw))
    }
    places |= pending_writes(raw_cursor(session), memory.echoed).places
    places |= not_taken(raw_cursor(session)).keys()
    apart: dict[str, frozenset[int]] = defaultdict(frozenset)
    for table, row_id in places:
        if len(row_id) == _UUID_CHARS:  # no other can be on the server
            apart[table] |= {bucket_of(row_id)}
    return apart


def _repair(exchange: Exchange, table: OfficeTable, bucket: int, proof: Proof) -> None:
    proof.wrong += 1
    mended = exchange.gateway.mend(table.name, bucket)
    proof.mended += mended.rows
    after: str | None = None
    while True:
        exchange.may_go_on()
        rows = exchange.gateway.bucket(
            table.name, bucket, after, exchange.sizes.copy_rows
        )
        if not rows:
            return
        after = rows[-1].row_id
        page = Page(
            copied(rows),
            nothing_more,
            lambda memory: memory.cursor <= mended.head,
            Guard.REPAIR,
        )
        applied = exchange.pages.write(page)
        if applied is not None:
            proof.repaired += len(applied.places)
            exchange.tally.parked += applied.parked
            exchange.tell_changes(applied)
