"""A shared database for one test, and desks that speak to it without a desk's file."""

import json
import uuid
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

from models.base import Claims
from services.sync.address import Limits, ServerAddress
from services.sync.chain import GENESIS
from services.sync.gateway import Greeting, Hello, Profile, PushReply, Verdict
from services.sync.postgres import PostgresGateway
from services.sync.server import Enrolment, ServerAdministration
from services.sync.table_spec import TableSpec
from tests.postgres_server import ThrowawayServer

TABLES = (
    TableSpec(
        "visits",
        Profile.OFFICE,
        forward={"state": ("waiting", ("called", "held"), "done")},
    ),
    TableSpec(
        "meetings",
        Profile.OFFICE,
        groups={"slot": ("start", "end", "room", "host")},
        last_wins=("colour",),
        claims=Claims(
            day="day",
            begins="start",
            ends="end",
            offset="+09:00",
            resources={"host": "host", "room": "room"},
        ),
    ),
    TableSpec("dong_cards", Profile.CITY),
    TableSpec("log_lines", Profile.OFFICE, insert_only=True),
    TableSpec(
        "turns",
        Profile.OFFICE,
        groups={"standing": ("state", "place", "who")},
        forward={"state": ("waiting", ("called", "held"), "done")},
    ),
)
LIMITS = Limits(connect_s=5, statement_s=20, lock_s=10, silence_s=25)
DESKS = {
    "A": Profile.OFFICE,
    "B": Profile.OFFICE,
    "C": Profile.OFFICE,
    "K": Profile.CITY,
}
AT_MS = 1_795_400_000_000
OWNER = "office_it"
OWNER_PASSWORD = "a-password-of-the-it-office"


def never() -> bool:
    return False


def nothing() -> None:
    return None


def administration() -> ServerAdministration:
    return ServerAdministration(LIMITS, never)


def new_row() -> str:
    return str(uuid.uuid4())


def op(
    dseq: int, base: int, table: str, row: str, patch: Mapping[str, Any], **more: Any
) -> str:
    """Return an op as a desk's trigger writes it."""
    told = {
        "dseq": dseq,
        "base": base,
        "txn": str(uuid.UUID(int=dseq)),
        "tbl": table,
        "row_id": row,
        "kind": "u",
        "patch": patch,
        "user": None,
        "at": AT_MS,
        "ver": 1,
        "epoch": "",
        **more,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def placed(room: str, start: int, end: int) -> dict[str, Any]:
    """Return where a meeting is: a room, from and to a minute after nine."""
    return {
        "day": "2026-11-26",
        "start": f"{9 + start // 60:02}:{start % 60:02}",
        "end": f"{9 + end // 60:02}:{end % 60:02}",
        "room": room,
    }


@dataclass
class Desk:
    """A desk reduced to its counters: it writes ops and remembers what it sent."""

    gateway: PostgresGateway
    install_id: str
    epoch: str
    dseq: int = 0
    cursor: int = 0
    cursor_hash: bytes = GENESIS
    sent: list[str] = field(default_factory=list)

    def op(
        self, table: str, row: str, patch: Mapping[str, Any] | None = None, **more: Any
    ) -> str:
        self.dseq += 1
        told = {"base": self.cursor, "epoch": self.epoch, **more}
        text = op(self.dseq, told.pop("base"), table, row, patch or {}, **told)
        self.sent.append(text)
        return text

    def push(self, *ops: str) -> PushReply:
        return self.gateway.push(ops)

    def write(
        self, table: str, row: str, patch: Mapping[str, Any] | None = None, **more: Any
    ) -> PushReply:
        return self.push(self.op(table, row, patch, **more))

    def catch_up(self) -> None:
        told = self.hello()
        self.cursor, self.cursor_hash = told.head, told.head_hash

    def hello(self, **changed: Any) -> Hello:
        known = {
            "install_id": self.install_id,
            "acked": self.dseq,
            "dseq": self.dseq,
            "cursor": self.cursor,
            "cursor_hash": self.cursor_hash,
            "version": 1,
        }
        return self.gateway.hello(Greeting(**{**known, **changed}))


@dataclass
class SharedOffice:
    """One test's own database with the desks A, B, C (office) and K (city)."""

    server: ThrowawayServer
    database: str
    enrolments: Mapping[str, Enrolment]
    exits: ExitStack

    @property
    def owner(self) -> ServerAddress:
        return ServerAddress(self.server.desk_url(self.database, OWNER), OWNER_PASSWORD)

    def address(self, label: str) -> ServerAddress:
        enrolment = self.enrolments[label]
        return ServerAddress(
            self.server.desk_url(self.database, enrolment.role), enrolment.password
        )

    def gateway(
        self,
        label: str,
        guard: Callable[[], None] = nothing,
        stopped: Callable[[], bool] = never,
    ) -> PostgresGateway:
        gateway = PostgresGateway(self.address(label), LIMITS, guard, stopped)
        self.exits.callback(gateway.close)
        return gateway

    def desk(self, label: str) -> Desk:
        desk = Desk(self.gateway(label), str(uuid.uuid5(uuid.NAMESPACE_OID, label)), "")
        told = desk.hello(acked=0, dseq=2**62)
        assert told.verdict is Verdict.OK
        desk.epoch, desk.dseq = told.epoch, told.last_dseq
        return desk

    def connection(self, label: str) -> psycopg.Connection[Any]:
        """Return a bare connection with a desk's rights."""
        address = self.address(label)
        connection = psycopg.connect(
            address.url, password=address.password, autocommit=True
        )
        self.exits.callback(connection.close)
        return connection

    def superuser(self) -> psycopg.Connection[Any]:
        connection = psycopg.connect(
            self.server.admin_url(self.database), autocommit=True
        )
        self.exits.callback(connection.close)
        return connection

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.server.admin_url(self.database)) as connection:
            return connection.execute(question, values).fetchall()

    def last(self) -> tuple[Any, Any]:
        """Return what the last op of the log had accepted and rejected."""
        return self.ask(
            "select accepted, rejected from sync.log order by seq desc limit 1"
        )[0]

    def row(self, row: str) -> tuple[dict[str, Any], bool]:
        return self.ask(
            "select data, deleted from sync.row_state where row_id = %s", row
        )[0]


def run_as_superuser(server: ThrowawayServer, text: str, *names: str) -> None:
    with psycopg.connect(server.admin_url(), autocommit=True) as connection:
        connection.execute(sql.SQL(text).format(*map(sql.Identifier, names)))


def make_owner(server: ThrowawayServer) -> None:
    """Make the IT office's login: owner of databases, may create roles, no superuser."""
    run_as_superuser(
        server,
        f"create role {{}} login createrole createdb password '{OWNER_PASSWORD}'",
        OWNER,
    )


def make_template(server: ThrowawayServer, name: str) -> Mapping[str, Enrolment]:
    """Lay out an office database with its desks, for others to be copied from."""
    run_as_superuser(server, "create database {} owner {}", name, OWNER)
    owner = ServerAddress(server.desk_url(name, OWNER), OWNER_PASSWORD)
    administration().create(owner, TABLES)
    return {
        label: administration().enrol(
            owner, label, profile, str(uuid.uuid5(uuid.NAMESPACE_OID, label))
        )
        for label, profile in DESKS.items()
    }
