"""Proves after a round that this desk and the server hold the same.

The chain proves the history: one hash at the cursor stands for all of it.  Once a day
a sum over every row proves that the rows show that history; a table that does not is
copied again, and the round says so.
"""

import hashlib
from datetime import date

from sqlalchemy import select

from models.base import Scope
from models.sync import AppliedRow, Parked
from services.core.clock import SEOUL
from services.sync.apply import Guard
from services.sync.bootstrap import copy_table, whole_table
from services.sync.changes import read_change
from services.sync.exchange import Exchange, Stage
from services.sync.gateway import HistoryDiffers, Profile, Verdict
from services.sync.memory import PROVED_ON, fact, keep_fact
from services.sync.pull import retry_parked
from services.sync.wire import office_tables

_MODULUS = 2**64
_BYTES = 8


def prove_history(exchange: Exchange) -> None:
    """Ask whether the server's chain has our hash at our cursor.

    Raises:
        HistoryDiffers: It has not.
    """
    hello = exchange.hello()
    if hello.verdict is not Verdict.OK:
        raise HistoryDiffers(reason=hello.verdict.value)


def prove_rows(exchange: Exchange) -> tuple[str, ...]:
    """Compare every table once a day; return those that had to be copied again."""
    today = exchange.units.clock.now().astimezone(SEOUL).date()
    if _proved_on(exchange) == today:
        return ()
    exchange.tell(Stage.CHECKING)
    wrong = tuple(table for table in _comparable(exchange) if _differs(exchange, table))
    for table in wrong:
        copy_table(exchange, whole_table(table), Guard.SAME_TOO)
    if wrong:
        retry_parked(exchange)
    with exchange.note() as session:
        keep_fact(session, PROVED_ON, today.isoformat())
    return wrong


def _proved_on(exchange: Exchange) -> date | None:
    with exchange.look() as session:
        told = fact(session, PROVED_ON)
    return None if told is None else date.fromisoformat(told)


def _comparable(exchange: Exchange) -> list[str]:
    """Return the tables of our scope in which nothing is parked."""
    with exchange.look() as session:
        raw = session.scalars(select(Parked.raw)).all()
    waiting = {read_change(text).table for text in raw}
    profile = exchange.remember().profile
    return [
        table.name
        for table in office_tables().values()
        if table.name not in waiting
        and (profile is Profile.OFFICE or table.scope is Scope.CITY)
    ]


def _differs(exchange: Exchange, table: str) -> bool:
    """Whether a table's sum is not the server's; not told while the log moves."""
    exchange.may_go_on()
    theirs = exchange.gateway.state_digest(table)
    with exchange.look() as session:
        rows = session.execute(
            select(AppliedRow.row_id, AppliedRow.seq).where(AppliedRow.tbl == table)
        ).all()
    if theirs.head != exchange.remember().cursor:
        return False
    ours = sum(_share(table, row.row_id, row.seq) for row in rows) % _MODULUS
    return (theirs.rows, theirs.digest) != (len(rows), ours)


def _share(table: str, row_id: str, seq: int) -> int:
    told = f"{table}|{row_id}|{seq}".encode()
    digest = hashlib.md5(told, usedforsecurity=False).digest()
    return int.from_bytes(digest[:_BYTES], "big")
