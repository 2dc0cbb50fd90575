"""A desk-day through the shared database, against the least that any sync must do.

The day is made by the real verbs: check-ins with a petition and without, each called,
started and finished, until 300 changes wait.  The server is a real one that keeps its
files in memory where it can and does not wait for the disk, for both sides alike.
"""

import json
import statistics
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import func, select

from models.sync import Outbox, SyncState
from models.values import Matter, Subject
from services.container import Opened
from services.core.backup import write_copy
from services.core.cancellation import Cancellation
from services.core.clock import SystemClock
from services.core.config import OfficeFolder, install_id
from services.reception.values import CheckInForm
from services.sync.address import Limits, ServerAddress
from services.sync.connection import server_address
from services.sync.enrolment import DeskPlace
from services.sync.exchange import Exchange, Sizes
from services.sync.gateway import Profile, PushReply
from services.sync.postgres import PostgresGateway
from services.sync.pull import pull_all
from services.sync.push import push_all
from services.sync.server import ServerAdministration
from services.sync.throwaway_server import ThrowawayServer, throwaway_server
from services.sync.wire import table_specs
from services.trust.founding import found_practice
from tests.bench.grown import opened_office, raw_connection
from tests.bench.measure import ROUNDS, Result, timed_ms
from tests.bench.tape import Player

CHANGES = 300
DATABASE = "postgres"
_NEWER = "select * from sync.log where seq > %s order by seq"


class TimedGateway(PostgresGateway):
    """A gateway that also says how long the server's own part of a push took."""

    push_ms = 0.0

    def push(self, ops: Sequence[str]) -> PushReply:
        """Hand in ops and note how long it took."""
        begin = perf_counter()
        reply = super().push(ops)
        self.push_ms += (perf_counter() - begin) * 1000
        return reply


@dataclass
class Desk:
    """An enrolled desk with its office file and its way to the server."""

    opened: Opened
    exchange: Exchange
    gateway: TimedGateway

    def waiting(self) -> int:
        """Return how many changes were not sent yet."""
        with self.exchange.look() as session:
            acked = select(SyncState.acked).scalar_subquery()
            counted = select(func.count()).where(Outbox.dseq > acked)
            return session.scalar(counted) or 0

    def make_a_day(self) -> int:
        """Work until 300 changes wait; return how many there are."""
        number = 0
        while self.waiting() < CHANGES:
            self._serve(number)
            number += 1
        return self.waiting()

    def _serve(self, number: int) -> None:
        desk, actor = self.opened.services.reception, self.opened.actor
        matter = Matter.SUGGESTION if number % 2 else Matter.COUNSEL
        form = CheckInForm(
            matter=matter,
            subject=Subject.ROADS,
            name=f"시험{number}",
            phone="010-0000-0000",
            title="보도 정비",
            note="보도블록이 들떠 있음",
        )
        visit_id = desk.check_in.run(actor, form).visit_id
        desk.call_this.run(actor, visit_id, "1")
        desk.start.run(actor, visit_id)
        desk.finish.run(actor, visit_id, "현장 확인 예정")


def sync(scratch: Path) -> list[Result]:
    """Measure one desk's push and another desk's pull of the same changes."""
    with ExitStack() as exits:
        server = exits.enter_context(throwaway_server())
        admin = ServerAdministration(Limits(), lambda: False)
        admin.create(ServerAddress(server.admin_url(DATABASE)), table_specs())
        one, two = (
            _desk(admin, server, scratch / f"desk-{letter}", letter, exits)
            for letter in ("A", "B")
        )
        raw = _raw(server, exits)
        twin = _twin(two, scratch / "twin.db", exits)
        measure = _Measure(one, two, raw, twin)
        measure.round()  # warms every side
        return _told([measure.round() for _ in range(ROUNDS)])


def _told(rounds: list[dict[str, float]]) -> list[Result]:
    median = {name: statistics.median(r[name] for r in rounds) for name in rounds[0]}
    mix = f"push of a desk-day ({median['changes']:.0f} changes)"
    lines = (
        (f"{mix} / unnest into seq, text", "push", "plain", 0.30),
        (f"{mix} / unnest into the log's columns", "push", "log", None),
        ("  the server's call alone / unnest into seq, text", "call", "plain", None),
        ("pull and apply / bare page read + bare upsert", "pull", "floor", None),
    )
    return [
        Result(
            name,
            median["changes"] / median[ours],
            median["changes"] / median[against],
            goal,
            "op/ms",
            more_is_better=True,
        )
        for name, ours, against, goal in lines
    ]


@dataclass
class _Measure:
    """One round after the other on the same desks."""

    one: Desk
    two: Desk
    raw: psycopg.Connection[Any]
    twin: Player
    seen: int = 0

    def round(self) -> dict[str, float]:
        """Return the milliseconds of each part."""
        changes = self.one.make_a_day()
        self.one.exchange.hello()
        self.one.gateway.push_ms = 0.0
        push = timed_ms(lambda: push_all(self.one.exchange))
        rows = self.raw.execute(_NEWER, (self.seen,)).fetchall()
        plain = timed_ms(lambda: self._into_plain(rows))
        log = timed_ms(lambda: self._into_log(rows))
        head = self.two.exchange.hello().head
        pull = timed_ms(lambda: pull_all(self.two.exchange, head))
        upserts = self._upserts(rows)
        floor = timed_ms(lambda: self._floor(upserts))
        self.seen = head
        return {
            "changes": float(changes),
            "push": push,
            "call": self.one.gateway.push_ms,
            "plain": plain,
            "log": log,
            "pull": pull,
            "floor": floor,
        }

    def _into_plain(self, rows: list[Any]) -> None:
        ops = [row.op for row in rows]
        with self.raw.transaction():
            self.raw.execute(
                "insert into bench_plain (op) select * from unnest(%s::text[])", (ops,)
            )

    def _into_log(self, rows: list[Any]) -> None:
        """Insert all columns of the log, indexes as there, from arrays of text."""
        columns = list(zip(*rows, strict=True))
        told = [[None if v is None else _text(v) for v in column] for column in columns]
        with self.raw.transaction():
            self.raw.execute(self._log_insert(), told)

    def _log_insert(self) -> sql.Composed:
        shape = self.raw.execute(
            "select attname, format_type(atttypid, atttypmod) from pg_attribute"
            " where attrelid = 'bench_log'::regclass and attnum > 0 order by attnum"
        ).fetchall()
        arrays = sql.SQL(", ").join(sql.SQL("%s::text[]") for _ in shape)
        casts = sql.SQL(", ").join(
            sql.SQL("{}::{}").format(sql.Identifier(name), sql.SQL(kind))
            for name, kind in shape
        )
        names = sql.SQL(", ").join(sql.Identifier(name) for name, _kind in shape)
        return sql.SQL(
            "insert into bench_log select {} from unnest({}) as given({})"
        ).format(casts, arrays, names)

    def _upserts(self, rows: list[Any]) -> list[tuple[str, tuple[Any, ...]]]:
        """Return for each change an upsert of the row as it stands after the pull."""
        with self.two.exchange.look() as session:
            cursor: Any = session.connection().connection.cursor()
            return [_upsert(cursor, row.tbl, str(row.row_id)) for row in rows]

    def _floor(self, upserts: list[tuple[str, tuple[Any, ...]]]) -> None:
        self.raw.execute(_NEWER, (self.seen,)).fetchall()
        cursor = self.twin.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for statement, values in upserts:
            cursor.execute(statement, values)
        cursor.execute("COMMIT")


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


def _desk(
    admin: ServerAdministration,
    server: ThrowawayServer,
    path: Path,
    letter: str,
    exits: ExitStack,
) -> Desk:
    folder = OfficeFolder(path)
    found_practice(folder, SystemClock(), letter=letter)
    opened = opened_office(folder)
    exits.callback(opened.close)
    made = admin.enrol(
        ServerAddress(server.admin_url(DATABASE)), letter, Profile.OFFICE, None
    )
    url = server.desk_url(DATABASE, made.role)
    place = DeskPlace(made.desk_id, made.label, made.role, url, made.password)
    opened.services.sync.enrol.run(opened.actor, place)
    opened.services.sync.round.run(opened.actor, Cancellation())
    return _joined(opened, folder, exits)


def _joined(opened: Opened, folder: OfficeFolder, exits: ExitStack) -> Desk:
    office = opened.services.office
    with office.units.read(opened.actor, opened.services.sync.round.permission) as r:
        address = server_address(r.session)
    gateway = TimedGateway(address, Limits(), lambda: None, lambda: False)
    exits.callback(gateway.close)
    exchange = Exchange(
        office.units,
        office.bus,
        opened.actor,
        gateway,
        Cancellation(),
        install_id(folder),
        Sizes(),
    )
    return Desk(opened, exchange, gateway)


def _raw(server: ThrowawayServer, exits: ExitStack) -> psycopg.Connection[Any]:
    raw = psycopg.connect(
        server.admin_url(DATABASE),
        autocommit=True,
        row_factory=psycopg.rows.namedtuple_row,
    )
    exits.callback(raw.close)
    raw.execute(
        "create table bench_plain (seq bigserial primary key, op text not null)"
    )
    raw.execute("create table bench_log (like sync.log including all)")
    return raw


def _twin(desk: Desk, path: Path, exits: ExitStack) -> Player:
    """Return a copy of the desk's file under the bare driver, triggers silent."""
    pull_all(desk.exchange, desk.exchange.hello().head)
    office = desk.opened.services.office
    write_copy(office.folder.database, office.key, path)
    folder = OfficeFolder(path.parent / "twin")
    folder.path.mkdir()
    path.replace(folder.database)
    connection = raw_connection(folder, office.key)
    exits.callback(connection.close)
    player = Player(connection)
    player.acting.applying = True
    return player
