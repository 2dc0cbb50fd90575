"""The first copy: the present state, table by table, instead of the whole history.

The log goes on meanwhile, so the copy is fuzzy: what it took too new is met again in
the log and left alone, since every row remembers the log number that it shows.  Where
the copy stands is written with each page, so a cut costs one page.  Tables that others
point to come first.
"""

import json
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from itertools import takewhile

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.sync import SyncState
from services.sync import inbox
from services.sync.changes import copied, undecided
from services.sync.exchange import Exchange, Stage
from services.sync.gateway import Hello, OpenConflict, RowKey, StateRow
from services.sync.memory import (
    BOOTSTRAP,
    COPIED,
    Memory,
    drop_fact,
    fact,
    keep_fact,
    recall,
)
from services.sync.page import Page, Step, always, raw_cursor
from services.sync.pull import retry_parked
from services.sync.unswept import unswept
from services.sync.wire import office_tables

_FIRST = "00000000-0000-0000-0000-000000000000"
_LAST = "ffffffff-ffff-ffff-ffff-ffffffffffff"
_A_FEW = 50  # most tables are small, and a page goes on with the tables behind them


@dataclass(frozen=True, slots=True)
class CopyPlace:
    """How far the first copy is.

    Attributes:
        head: Log number from which the log is read after the copy.
        hash: The chain there, as hexadecimal digits.
        table: The table that is copied; "" while unknown tables are.
        row_id: Its last row that was written.
    """

    epoch: str
    head: int
    hash: str
    table: str
    row_id: str


def needs_copy(exchange: Exchange, memory: Memory, hello: Hello) -> bool:
    """Whether a fresh desk copies, or a copy was begun."""
    is_fresh = memory.cursor == 0 and hello.head >= exchange.sizes.copy_from
    return is_fresh or copy_begun(exchange)


def copy_begun(exchange: Exchange) -> bool:
    """Whether a copy waits to be made or finished."""
    with exchange.look() as session:
        return fact(session, BOOTSTRAP) is not None


def begin_anew(session: Session) -> None:
    """Have the whole state copied by the round that goes on, from its beginning."""
    nowhere = CopyPlace("", 0, "", "", _FIRST)
    keep_fact(session, BOOTSTRAP, json.dumps(asdict(nowhere)))


def copy_state(exchange: Exchange, hello: Hello) -> None:
    """Copy the present state; afterwards the log follows.

    A fresh desk reads it from where the copy began, another one from its own cursor.
    """
    begun = _resume(exchange, hello)
    tables = list(office_tables())
    if begun.table:
        for table in tables[tables.index(begun.table) :]:
            row_id = begun.row_id if table == begun.table else _FIRST
            copy_table(exchange, replace(begun, table=table, row_id=row_id))
    _copy_unknown(exchange, replace(begun, table="", row_id=""))
    conflicts = tuple(_open_conflicts(exchange))
    with exchange.note() as session:
        _finish(session, begun, conflicts)
    retry_parked(exchange)


def copy_table(exchange: Exchange, place: CopyPlace) -> None:
    """Make the rows of one table behind a place stand as the server holds them."""
    with closing(_pages(exchange, RowKey(place.table, place.row_id))) as pages:
        for rows in pages:
            _write(exchange, rows, _noting(replace(place, row_id=rows[-1].row_id)))
            exchange.tell(Stage.COPYING, exchange.tally.received)


def _pages(exchange: Exchange, after: RowKey) -> Generator[list[StateRow], None, None]:
    """Yield a table's rows behind one; while they are written the next are fetched."""
    gateway, most = exchange.gateway, exchange.sizes.copy_rows
    exchange.may_go_on()
    with ThreadPoolExecutor(1) as reader:
        page = gateway.bootstrap(after, _A_FEW)
        while True:
            rows = list(takewhile(lambda row: row.table == after.table, page.rows))
            if not rows:
                return
            if len(rows) < len(page.rows):  # the tables behind this one have begun
                yield rows
                return
            next_page = reader.submit(gateway.bootstrap, page.last, most)
            yield rows
            exchange.may_go_on()
            page = next_page.result()


def _resume(exchange: Exchange, hello: Hello) -> CopyPlace:
    """Return where to go on; a copy of another history begins anew."""
    with exchange.note() as session:
        told = fact(session, BOOTSTRAP)
        if told is not None:
            place = CopyPlace(**json.loads(told))
            if place.epoch == hello.epoch:
                return place
        first = next(iter(office_tables()))
        fresh = CopyPlace(hello.epoch, hello.head, hello.head_hash.hex(), first, _FIRST)
        keep_fact(session, BOOTSTRAP, json.dumps(asdict(fresh)))
        # The copy holds the verdicts over whatever was sent before it began.
        session.execute(update(SyncState).values(echoed=SyncState.acked))
        return fresh


def _copy_unknown(exchange: Exchange, place: CopyPlace) -> None:
    """Keep rows of tables that only a newer program has; skip the others."""
    after: RowKey | None = None
    known = office_tables()
    while True:
        exchange.may_go_on()
        page = exchange.gateway.bootstrap(after, exchange.sizes.copy_rows)
        if page.last is None:
            return
        rows = [row for row in page.rows if row.table not in known]
        if rows:
            _write(exchange, rows, _noting(place))
        table = page.last.table
        after = RowKey(table, _LAST) if table in known else page.last


def _write(exchange: Exchange, rows: Sequence[StateRow], then: Step) -> None:
    with unswept():
        applied = exchange.pages.write(Page(copied(rows), then, always))
    if applied is not None:
        exchange.tally.add(applied)
        exchange.tell_changes(applied)


def _noting(place: CopyPlace) -> Step:
    def then(session: Session, _echoed: int) -> None:
        keep_fact(session, BOOTSTRAP, json.dumps(asdict(place)))

    return then


def _open_conflicts(exchange: Exchange) -> Iterator[OpenConflict]:
    after = 0
    while True:
        exchange.may_go_on()
        found = exchange.gateway.open_conflicts(after, exchange.sizes.pull_ops)
        if not found:
            return
        yield from found
        after = found[-1].seq


def _finish(
    session: Session, place: CopyPlace, conflicts: Sequence[OpenConflict]
) -> None:
    cursor = raw_cursor(session)
    for conflict in conflicts:
        inbox.add(cursor, undecided(conflict))
    if recall(session).cursor:
        # The log is read on from where the desk stood, for the past of the records.
        keep_fact(session, COPIED, str(place.head))
    else:
        session.execute(
            update(SyncState).values(
                cursor=place.head,
                cursor_hash=bytes.fromhex(place.hash),
            )
        )
    drop_fact(session, BOOTSTRAP)
