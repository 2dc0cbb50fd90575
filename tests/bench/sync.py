"""A desk-day through the shared database, against the least that any sync must do.

The day is made by the real verbs: check-ins with a petition and without, each called,
started and finished, until 300 changes wait.  Another desk then takes 5,000 changes of
such days.  The server is a real one that keeps its files in memory where it can and
does not wait for the disk, for both sides alike; the desks' files are on the disk.
"""

import json
import statistics
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from services.sync.conversation import converse
from services.sync.pull import pull_all
from services.sync.push import push_all
from services.sync.schedule import Outcome
from services.sync.throwaway_server import throwaway_server
from tests.bench.desks import Desk, bare_twin, round_of, shared_database
from tests.bench.measure import ROUNDS, Result, swept_ms
from tests.bench.peer import Ours, peer
from tests.bench.tape import Player

DOWN = 5_000
_NEWER = "select * from sync.log where seq > %s order by seq"
_PLAIN = "insert into bench_plain (op) select * from unnest({}::text[])"


def sync(scratch: Path) -> list[Result]:
    """Measure one desk's push and another desk's pull of the same changes."""
    with ExitStack() as exits:
        shared = shared_database(exits.enter_context(throwaway_server()))
        one, two = (
            shared.desk(scratch / f"desk-{letter}", letter, exits) for letter in "AB"
        )
        for desk in (one, two, one):
            round_of(desk)
        raw = shared.raw(exits)
        raw.execute(
            "create table bench_plain (seq bigserial primary key, op text not null)"
        )
        raw.execute("create table bench_log (like sync.log including all)")
        twin = bare_twin(two, scratch / "twin", exits)
        measure = _Measure(one, two, raw, twin, one.exchange.hello().head)
        measure.round()  # warms every side
        rounds = [measure.round() for _ in range(ROUNDS)]
        days = [measure.day() for _ in range(ROUNDS)]
    median = {name: statistics.median(r[name] for r in rounds) for name in rounds[0]}
    ours = {name: statistics.median(day[name] for day in days) for name in days[0]}
    return [*_told(median), *peer(scratch, Ours(**ours))]


def _told(median: dict[str, float]) -> list[Result]:
    changes = median["changes"]
    mix = f"push of a desk-day ({changes:.0f} changes)"
    lines = (
        (f"{mix} / unnest, as the driver sends it", "push", "plain", 0.30),
        (f"{mix} / unnest of the log's rows, binary", "push", "log", 0.30),
        (f"{mix} / unnest into seq, text, binary", "push", "binary", None),
        ("  the server's call alone / unnest of the log's rows", "call", "log", None),
    )
    pushes = [
        Result(name, changes / median[us], changes / median[raw], goal, "op/ms", True)
        for name, us, raw, goal in lines
    ]
    down = median["down"]
    return [
        *pushes,
        Result(
            f"pull and apply {down:.0f} changes / bare page read + bare upsert",
            down / median["pull"],
            down / median["floor"],
            0.50,
            "op/ms",
            more_is_better=True,
        ),
    ]


@dataclass
class _Measure:
    """One round after the other on the same desks."""

    one: Desk
    two: Desk
    raw: psycopg.Connection[Any]
    twin: Player
    seen: int

    def round(self) -> dict[str, float]:
        """Return the milliseconds of each part."""
        told = self._push()
        while self.one.exchange.hello().head < self.seen + DOWN:
            self.one.make_a_day()
            push_all(self.one.exchange)
        head = self.two.exchange.hello().head
        pull = swept_ms(lambda: pull_all(self.two.exchange, head))
        rows = self._read()
        upserts = self._upserts(rows)
        floor = swept_ms(lambda: self._floor(upserts))
        self.seen = head
        return {**told, "down": float(len(rows)), "pull": pull, "floor": floor}

    def day(self) -> dict[str, float]:
        """Return the milliseconds of two whole rounds: 300 up, 5,000 down."""
        converse(self.one.exchange)
        made = self.one.make_a_day()
        up = swept_ms(lambda: _converse(self.one))
        converse(self.two.exchange)
        begin = self.one.exchange.hello().head
        while self.one.exchange.hello().head < begin + DOWN:
            self.one.make_a_day()
            push_all(self.one.exchange)
        down = swept_ms(lambda: _converse(self.two))
        return {"up": up, "down": down, "made": made, "came": self._came(begin)}

    def _came(self, begin: int) -> int:
        return self.two.exchange.remember().cursor - begin

    def _push(self) -> dict[str, float]:
        changes = self.one.make_a_day()
        before = self.one.exchange.hello().head
        self.one.gateway.push_ms = 0.0
        push = swept_ms(lambda: push_all(self.one.exchange))
        rows = self.raw.execute(_NEWER, (before,)).fetchall()
        return {
            "changes": float(changes),
            "push": push,
            "call": self.one.gateway.push_ms,
            "plain": swept_ms(lambda: self._into_plain(rows, "%s")),
            "binary": swept_ms(lambda: self._into_plain(rows, "%b")),
            "log": swept_ms(lambda: self._into_log(rows)),
        }

    def _into_plain(self, rows: list[Any], mark: str) -> None:
        ops = [row.op for row in rows]
        self.raw.execute(sql.SQL(_PLAIN.format(mark)), (ops,))

    def _into_log(self, rows: list[Any]) -> None:
        """Insert all columns of the log, indexes as there, from arrays of text."""
        columns = list(zip(*rows, strict=True))
        told = [[None if v is None else _text(v) for v in column] for column in columns]
        self.raw.execute(self._log_insert(), told)

    def _log_insert(self) -> sql.Composed:
        shape = self.raw.execute(
            "select attname, format_type(atttypid, atttypmod) from pg_attribute"
            " where attrelid = 'bench_log'::regclass and attnum > 0 order by attnum"
        ).fetchall()
        arrays = sql.SQL(", ").join(sql.SQL("%b::text[]") for _ in shape)
        casts = sql.SQL(", ").join(
            sql.SQL("{}::{}").format(sql.Identifier(name), sql.SQL(kind))
            for name, kind in shape
        )
        names = sql.SQL(", ").join(sql.Identifier(name) for name, _kind in shape)
        return sql.SQL(
            "insert into bench_log select {} from unnest({}) as given({})"
        ).format(casts, arrays, names)

    def _read(self) -> list[Any]:
        return self.raw.execute(_NEWER, (self.seen,)).fetchall()

    def _upserts(self, rows: list[Any]) -> list[tuple[str, tuple[Any, ...]]]:
        """Return for each change an upsert of the row as it stands after the pull."""
        with self.two.exchange.look() as session:
            cursor: Any = session.connection().connection.cursor()
            return [_upsert(cursor, row.tbl, str(row.row_id)) for row in rows]

    def _floor(self, upserts: list[tuple[str, tuple[Any, ...]]]) -> None:
        self._read()
        cursor = self.twin.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for statement, values in upserts:
            cursor.execute(statement, values)
        cursor.execute("COMMIT")


def _converse(desk: Desk) -> None:
    report = converse(desk.exchange)
    if report.outcome is not Outcome.DONE:
        raise RuntimeError(report.outcome)


def _upsert(cursor: Any, table: str, row_id: str) -> tuple[str, tuple[Any, ...]]:
    found = cursor.execute(f"SELECT * FROM {table} WHERE id = ?", (row_id,))  # noqa: S608 - our own names
    values = found.fetchone()
    names = [column[0] for column in found.description]
    sets = ", ".join(f"{name} = excluded.{name}" for name in names if name != "id")
    marks = ", ".join("?" * len(names))
    statement = (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) "  # noqa: S608 - our own names
        f"ON CONFLICT (id) DO UPDATE SET {sets}"
    )
    return statement, values


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
