"""Twenty desks at once, a first copy of 100,000 records, and the proof of them.

What the twenty hand in are days that a real desk has made, written as theirs, so that
the machine is not busy with being twenty laptops too.  Each has its own login, its own
connection and its own gateway; all begin together.
"""

import statistics
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from threading import Barrier
from time import perf_counter
from typing import Any

import psycopg

from services.sync.bootstrap import begin_anew, copy_state
from services.sync.exchange import Sizes
from services.sync.integrity import prove_rows
from services.sync.throwaway_server import throwaway_server
from services.sync.wire import office_tables
from tests.bench.desks import (
    Desk,
    Shared,
    TimedGateway,
    bare_twin,
    rewritten,
    round_of,
    rows_in,
    shared_database,
)
from tests.bench.measure import Result, swept_ms
from tests.bench.tape import Player

RECORDS = 100_000
GOAL_PER_S = 5_000
_LETTERS = "CDEFGHJKLMNPQRSTUVWX"  # twenty desks
_READERS = "YZB"
_COPY = """copy sync.row_state (tbl, row_id, ver, deleted, data, user_id, edited_at)
    to stdout"""

Rows = dict[str, list[tuple[Any, ...]]]


def crowd(scratch: Path) -> list[Result]:
    """Measure the twenty, the first copy and the proof on one shared database."""
    with ExitStack() as exits:
        shared = shared_database(exits.enter_context(throwaway_server()))
        raw = shared.raw(exits)
        maker = shared.desk(scratch / "maker", "A", exits)
        readers = [_reader(shared, raw, scratch, name, exits) for name in _READERS]
        round_of(maker)
        ready = _ready(shared, maker, exits)
        sent = sum(len(ops) for _, ops in ready)
        per_s, desks = sent / _all_at_once(ready), len(ready)
        ready.clear()
        told = [reader.round() for reader in readers]
    median = {name: statistics.median(t[name] for t in told) for name in told[0]}
    records = median["records"]
    return [
        Result(
            f"{desks} desks at once, {sent:,} changes / the goal",
            per_s,
            GOAL_PER_S,
            1.0,
            "op/s",
            more_is_better=True,
        ),
        Result(
            f"first copy of {records:,.0f} records / COPY out + bare bulk insert",
            records / median["copy"],
            records / median["floor"],
            0.50,
            "op/ms",
            more_is_better=True,
        ),
        Result(
            f"proof of {records:,.0f} records, of both sides / their first copy",
            median["proof"],
            median["copy"],
            None,
        ),
    ]


def _ready(
    shared: Shared, maker: Desk, exits: ExitStack
) -> list[tuple[TimedGateway, list[str]]]:
    """Return twenty gateways and what each is to hand in: all records together."""
    maker.make_a_day()
    day = maker.unsent()
    epoch = maker.exchange.hello().epoch
    days = -(-RECORDS // (len(rows_in(day)) * len(_LETTERS)))
    ready = []
    for letter in _LETTERS:
        days_of_it = islice(rewritten(day, epoch, letter), days)
        gateway = shared.gateway(shared.enrol(letter), exits)
        gateway.desk_letters()  # connects
        ready.append((gateway, [op for ops in days_of_it for op in ops]))
    return ready


def _all_at_once(ready: list[tuple[TimedGateway, list[str]]]) -> float:
    """Return the seconds from the common beginning to the last answer."""
    size = Sizes().push_ops
    begin = Barrier(len(ready) + 1)

    def work(gateway: TimedGateway, ops: list[str]) -> None:
        begin.wait()
        for at in range(0, len(ops), size):
            gateway.push(ops[at : at + size])

    with ThreadPoolExecutor(len(ready)) as pool:
        running = [pool.submit(work, *one) for one in ready]
        begin.wait()
        started = perf_counter()
        for one in running:
            one.result()
        return perf_counter() - started


@dataclass
class _Reader:
    """A desk that copies, and a bare file equal to its own before that."""

    desk: Desk
    twin: Player
    raw: psycopg.Connection[Any]

    def round(self) -> dict[str, float]:
        """Return the milliseconds of each part, and how many records it was."""
        exchange = self.desk.exchange
        with exchange.note() as session:
            begin_anew(session)
        hello = exchange.hello()
        copy = swept_ms(lambda: copy_state(exchange, hello))
        new = self._new_rows()
        floor = swept_ms(lambda: self._floor(new))
        person = replace(exchange, actor=self.desk.opened.actor)
        return {
            "copy": copy,
            "floor": floor,
            "proof": swept_ms(lambda: prove_rows(person)),
            "records": float(sum(map(len, new.values()))),
        }

    def _new_rows(self) -> Rows:
        """Return by table the rows that the bare file has not."""
        new: Rows = {}
        with self.desk.exchange.look() as session:
            cursor: Any = session.connection().connection.cursor()
            for name in office_tables():
                ids = {row[0] for row in self._bare(f"SELECT id FROM {name}")}  # noqa: S608 - our own names
                told = cursor.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - our own names
                at = [column[0] for column in cursor.description].index("id")
                new[name] = [row for row in told if row[at] not in ids]
        return new

    def _floor(self, new: Rows) -> None:
        with self.raw.cursor().copy(_COPY) as copy:
            for _ in copy:
                pass
        cursor = self.twin.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        for name, rows in new.items():
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608 - our own names
        cursor.execute("COMMIT")

    def _bare(self, question: str) -> list[Any]:
        found: list[Any] = self.twin.connection.execute(question).fetchall()
        return found


def _reader(
    shared: Shared,
    raw: psycopg.Connection[Any],
    scratch: Path,
    letter: str,
    exits: ExitStack,
) -> _Reader:
    desk = shared.desk(scratch / f"reader-{letter}", letter, exits)
    round_of(desk)
    return _Reader(desk, bare_twin(desk, scratch / f"bare-{letter}", exits), raw)
