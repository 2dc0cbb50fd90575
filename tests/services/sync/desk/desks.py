"""Real desks for one test: encrypted files of their own, one shared database."""

import json
import shutil
import uuid
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import psycopg
from sqlalchemy import insert, text

from models.reception import Person
from models.sync import Outbox
from models.values import Permission
from services.core.actor import SYNC_ACTOR, Actor
from services.core.cancellation import Cancellation
from services.core.config import OfficeFolder
from services.core.office import Office, open_office
from services.sync.address import Limits, ServerAddress
from services.sync.connection import GatewayFactory, PostgresGateways
from services.sync.conversation import RoundReport
from services.sync.enrolment import DeskPlace, EnrolDesk
from services.sync.exchange import Sizes
from services.sync.gateway import Profile
from services.sync.round import SyncRound
from services.sync.server import Enrolment, ServerAdministration
from services.sync.wire import OfficeTable, office_tables, table_specs
from services.trust.sign_in import PRACTICE_STAFF, open_practice
from tests.doubles.fixed_clock import FixedClock
from tests.doubles.scripted_gateway import ScriptedGateway
from tests.postgres_server import ThrowawayServer
from tests.services.sync.shared_office import OWNER, OWNER_PASSWORD, run_as_superuser

TEMPLATE = "desk_template"
SETTLED = "desk_settled"  # A and B have told each other all they had
LIMITS = Limits(connect_s=5, statement_s=20, lock_s=10, silence_s=25)
LETTERS = {
    "A": Profile.OFFICE,
    "B": Profile.OFFICE,
    "C": Profile.OFFICE,
    "K": Profile.CITY,
}
WRITE = Permission.VISIT_CHECK_IN
STAFF = Actor(PRACTICE_STAFF)


def never() -> bool:
    return False


def make_desk_template(server: ThrowawayServer) -> Mapping[str, Enrolment]:
    """Lay out a shared database for the program's own tables."""
    run_as_superuser(server, "create database {} owner {}", TEMPLATE, OWNER)
    owner = ServerAddress(server.desk_url(TEMPLATE, OWNER), OWNER_PASSWORD)
    administration = ServerAdministration(LIMITS, never)
    administration.create(owner, table_specs())
    return {
        label: administration.enrol(owner, label, profile, None)
        for label, profile in LETTERS.items()
    }


def _everything(table: OfficeTable) -> str:
    """Return a question for all rows that the server can hold: their id is a UUID."""
    columns = ", ".join(sorted(table.fields - table.json))
    return f"SELECT id, {columns} FROM {table.name} WHERE length(id) = 36 ORDER BY id"  # noqa: S608 - test text


@dataclass
class DeskUnderTest:
    """One desk: its office file, its rounds, and short ways to write and to look."""

    label: str
    office: Office
    clock: FixedClock
    gateways: GatewayFactory = field(default_factory=lambda: PostgresGateways(LIMITS))
    sizes: Sizes = field(default_factory=Sizes)
    cancellation: Cancellation = field(default_factory=Cancellation)

    @property
    def install_id(self) -> str:
        """Of this machine, however often its folder is copied for a test."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"desk-{self.label}"))

    @property
    def units(self):
        return self.office.units

    def round(self, gateways: GatewayFactory | None = None) -> SyncRound:
        return SyncRound(
            self.units,
            self.office.bus,
            self.install_id,
            gateways or self.gateways,
            self.sizes,
        )

    def sync(self, gateways: GatewayFactory | None = None) -> RoundReport:
        report = self.round(gateways).run(SYNC_ACTOR, self.cancellation)
        assert report is not None
        return report

    def add(self, record: Any) -> str:
        with self.units.begin(STAFF, WRITE) as work:
            return str(work.add(record).id)

    def add_person(self, name: str = "김하늘", phone: str = "", **more: Any) -> str:
        return self.add(Person(name=name, phone=phone, **more))

    def edit(self, kind: type, row_id: str, **fields: Any) -> None:
        with self.units.begin(STAFF, WRITE) as work:
            record = work.get(kind, row_id)
            for name, value in fields.items():
                setattr(record, name, value)

    def remove(self, kind: type, row_id: str) -> None:
        with self.units.begin(STAFF, WRITE) as work:
            work.session.delete(work.get(kind, row_id))

    def ask(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        with self.office.readers.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql), values)]

    def value(self, sql: str, **values: Any) -> Any:
        return self.ask(sql, **values)[0][0]

    def row(self, table: str, row_id: str, *columns: str) -> tuple[Any, ...] | None:
        sql = f"SELECT {', '.join(columns)} FROM {table} WHERE id = :id"  # noqa: S608 - test text
        found = self.ask(sql, id=row_id)
        return found[0] if found else None

    def write_foreign(self, sql: str, **values: Any) -> None:
        """Run a statement past every service."""
        with self.office.writers.begin() as connection:
            connection.execute(text(sql), values)

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that travels, without what only this desk counts."""
        return {
            table.name: self.ask(_everything(table))
            for table in office_tables().values()
        }

    def conflicts(self) -> list[tuple[Any, ...]]:
        return self.ask(
            "SELECT seq, field, tbl, row_id, mine, theirs FROM sync_conflict "
            "WHERE resolved_seq IS NULL ORDER BY seq, field"
        )


@dataclass
class CityHall:
    """One test's shared database, and the desks that were opened on it."""

    server: ThrowawayServer
    database: str
    enrolments: Mapping[str, Enrolment]
    founded: Mapping[str, OfficeFolder]
    folder: Any
    clock: FixedClock
    exits: ExitStack

    def desk(self, label: str, *, enrolled: bool = True) -> DeskUnderTest:
        """Return a fresh desk with its own file, enrolled under its letter."""
        folder = OfficeFolder(self.folder / f"desk-{label}")
        shutil.copytree(self.founded[label].path, folder.path)
        desk = self.opened(label, folder)
        if enrolled:
            EnrolDesk(desk.units).run(STAFF, self.place(label))
        return desk

    def opened(self, label: str, folder: OfficeFolder) -> DeskUnderTest:
        key = open_practice(folder)
        assert key is not None
        office = open_office(folder, key.key, self.clock, practice=True)
        self.exits.callback(office.close)
        return DeskUnderTest(label, office, self.clock)

    def place(self, label: str) -> DeskPlace:
        given = self.enrolments[label]
        return DeskPlace(
            given.desk_id,
            label,
            given.role,
            self.server.desk_url(self.database, given.role),
            given.password,
        )

    def backup(self) -> str:
        """Keep the shared database as it is now; return under which name."""
        name = fresh_name()
        copy_database(self.server, self.database, name)
        self.exits.callback(drop_database, self.server, name)
        return name

    def restore(self, backup: str, *, renamed: bool = True) -> None:
        """Bring a backup back; ``renamed`` as 'server restored' does."""
        drop_database(self.server, self.database)
        copy_database(self.server, backup, self.database)
        if renamed:
            self.tell("update sync.head set epoch = gen_random_uuid()")

    def enrol(self, label: str, profile: Profile = Profile.OFFICE) -> DeskPlace:
        """Reserve another letter, as the administrator does."""
        owner = ServerAddress(
            self.server.desk_url(self.database, OWNER), OWNER_PASSWORD
        )
        administration = ServerAdministration(LIMITS, never)
        given = administration.enrol(owner, label, profile, None)
        self.enrolments = {**self.enrolments, label: given}
        return self.place(label)

    def copied(self, desk: DeskUnderTest, label: str = "") -> DeskUnderTest:
        """Return a desk on a copy of another one's folder as it is now.

        With another label it stands on another machine.
        """
        folder = OfficeFolder(self.folder / fresh_name())
        shutil.copytree(desk.office.folder.path, folder.path)
        return self.opened(label or desk.label, folder)

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.server.admin_url(self.database)) as connection:
            return connection.execute(question, values).fetchall()

    def tell(self, statement: str, *values: object) -> None:
        with psycopg.connect(self.server.admin_url(self.database)) as connection:
            connection.execute(statement, values)

    def value(self, question: str, *values: object) -> Any:
        return self.ask(question, *values)[0][0]


def scripted(**script: Any) -> GatewayFactory:
    """Return gateways to the real server that follow a script."""
    real = PostgresGateways(LIMITS)
    return lambda address, stopped: ScriptedGateway(real(address, stopped), **script)


def copy_database(server: ThrowawayServer, source: str, target: str) -> None:
    run_as_superuser(
        server,
        "create database {} template {} owner {} strategy file_copy",
        target,
        source,
        OWNER,
    )


def drop_database(server: ThrowawayServer, name: str) -> None:
    run_as_superuser(server, "drop database if exists {} with (force)", name)


def exactly_once(hall: CityHall, desk: DeskUnderTest) -> bool:
    """Whether the log holds each op of the desk once, as it was written, in order."""
    written = desk.ask(
        "SELECT dseq, op FROM sync_outbox WHERE past_desk IS NULL ORDER BY dseq"
    )
    logged = hall.ask(
        "select dseq, op from sync.log where desk_id = %s order by seq",
        hall.enrolments[desk.label].desk_id,
    )
    return [tuple(row) for row in logged] == written


def settle(*desks: DeskUnderTest) -> None:
    """Sync in turn until nobody has anything to tell."""
    for _ in range(2):
        for desk in desks:
            desk.sync()


def write_as_newer(desk: DeskUnderTest, table: str, row: str, /, **patch: Any) -> None:
    """Put an op into the outbox as a newer program's trigger would."""
    with desk.office.writers.begin() as connection:
        last = connection.exec_driver_sql(
            "SELECT max(seq) FROM sqlite_sequence WHERE name = 'sync_outbox'"
        ).scalar_one()
        cursor, epoch = connection.exec_driver_sql(
            "SELECT cursor, epoch FROM sync_state"
        ).one()
        op = {
            "dseq": last + 1,
            "base": cursor,
            "txn": str(uuid.uuid4()),
            "tbl": table,
            "row_id": row,
            "kind": "u",
            "patch": patch,
            "user": "",
            "at": 0,
            "ver": 2,
            "epoch": epoch,
        }
        told = {"dseq": last + 1, "tbl": table, "row_id": row, "op": json.dumps(op)}
        connection.execute(insert(Outbox).values(at=0, **told))


def fresh_name() -> str:
    return f"office_{uuid.uuid4().hex[:12]}"
