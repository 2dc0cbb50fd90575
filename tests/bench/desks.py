"""Real desks, their shared database, and what a desk-day writes."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import func, select

from models.sync import Outbox, SyncState
from models.values import Matter, Subject
from services.container import Opened
from services.core.actor import SYNC_ACTOR
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
from services.sync.server import Enrolment, ServerAdministration
from services.sync.throwaway_server import ThrowawayServer
from services.sync.wire import compact, table_specs
from services.trust.founding import found_practice
from tests.bench.grown import opened_office, raw_connection
from tests.bench.tape import Player

CHANGES = 300
DATABASE = "postgres"
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_DAY_MS = 86_400_000


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

    def unsent(self) -> list[str]:
        """Return the ops that wait, as the triggers wrote them."""
        with self.exchange.look() as session:
            acked = select(SyncState.acked).scalar_subquery()
            told = select(Outbox.op).where(Outbox.dseq > acked).order_by(Outbox.dseq)
            return list(session.scalars(told))

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


@dataclass(frozen=True)
class Shared:
    """One shared database on a server of our own."""

    server: ThrowawayServer
    admin: ServerAdministration
    database: str

    @property
    def address(self) -> ServerAddress:
        """Where its administrator enters."""
        return ServerAddress(self.server.admin_url(self.database))

    def enrol(self, letter: str) -> Enrolment:
        """Give a place to one more desk."""
        return self.admin.enrol(self.address, letter, Profile.OFFICE, None)

    def gateway(self, made: Enrolment, exits: ExitStack) -> TimedGateway:
        """Return the way of a desk that has no office file."""
        url = self.server.desk_url(self.database, made.role)
        address = ServerAddress(url, made.password)
        gateway = TimedGateway(address, Limits(), lambda: None, lambda: False)
        exits.callback(gateway.close)
        return gateway

    def desk(self, path: Path, letter: str, exits: ExitStack) -> Desk:
        """Return a real desk that has spoken with the server once."""
        folder = OfficeFolder(path)
        found_practice(folder, SystemClock(), letter=letter)
        opened = opened_office(folder)
        exits.callback(opened.close)
        made = self.enrol(letter)
        url = self.server.desk_url(self.database, made.role)
        place = DeskPlace(made.desk_id, made.label, made.role, url, made.password)
        opened.services.sync.enrol_at_own_server.run(opened.actor, place)
        return _joined(opened, folder, exits)

    def raw(self, exits: ExitStack) -> psycopg.Connection[Any]:
        """Return a bare connection of the administrator."""
        raw = psycopg.connect(
            make_conninfo(self.address.url),
            autocommit=True,
            row_factory=psycopg.rows.namedtuple_row,
        )
        exits.callback(raw.close)
        return raw


def shared_database(server: ThrowawayServer, database: str = DATABASE) -> Shared:
    """Return a database with the server's part of sync in it."""
    shared = Shared(server, ServerAdministration(Limits(), lambda: False), database)
    shared.admin.create(shared.address, table_specs())
    return shared


def round_of(desk: Desk) -> None:
    """Let the desk hold a whole round, as its button does."""
    desk.opened.services.sync.round.run(desk.opened.actor, Cancellation())


def rows_in(ops: Sequence[str]) -> set[str]:
    """Return the ids of the rows that ops are about."""
    return {str(json.loads(op)["row_id"]) for op in ops}


def rewritten(day: Sequence[str], epoch: str, label: str) -> Iterator[list[str]]:
    """Yield the same day again and again as that of another desk, without an end.

    Every record gets an id of its own, as if made on another day at that time; who is
    meant, and the rest, stays.
    """
    ops = [json.loads(op) for op in day]
    made = rows_in(day)
    dseq = number = 0

    def other(found: re.Match[str]) -> str:
        told = found[0]
        if told not in made:
            return told
        mark = hashlib.sha256(f"{label}:{number}:{told}".encode()).hexdigest()
        at = f"{int(told[:8] + told[9:13], 16) + number * _DAY_MS:012x}"
        return f"{at[:8]}-{at[8:]}-7{mark[:3]}-a{mark[3:6]}-{mark[6:18]}"

    while True:
        again: list[str] = []
        for op in ops:
            dseq += 1
            text = compact({**op, "dseq": dseq, "base": 0, "epoch": epoch})
            again.append(_ID.sub(other, text))
        yield again
        number += 1


def bare_twin(desk: Desk, path: Path, exits: ExitStack) -> Player:
    """Return a copy of the desk's file under the bare driver, triggers silent."""
    office = desk.opened.services.office
    folder = OfficeFolder(path)
    folder.path.mkdir()
    write_copy(office.folder.database, office.key, folder.database)
    connection = raw_connection(folder, office.key)
    exits.callback(connection.close)
    player = Player(connection)
    player.acting.applying = True
    return player


def _joined(opened: Opened, folder: OfficeFolder, exits: ExitStack) -> Desk:
    office = opened.services.office
    with office.units.read(opened.actor, opened.services.sync.round.permission) as r:
        address = server_address(r.session)
    gateway = TimedGateway(address, Limits(), lambda: None, lambda: False)
    exits.callback(gateway.close)
    exchange = Exchange(
        office.units,
        office.bus,
        SYNC_ACTOR,
        gateway,
        Cancellation(),
        install_id(folder),
        Sizes(),
    )
    return Desk(opened, exchange, gateway)
