"""The desk's side of a stick: writes what is unsent, takes what the office answers.

Writing acknowledges nothing; only the answer does, and exactly what was written.  The
answer is proved whole before any of it is applied, then it is taken as a pull is: the
file stands where the server stands in a round.  Direct rounds may run before, between
and after.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.base import new_id
from models.errors import OfficeError
from models.sync import Outbox, SyncState
from models.values import Permission
from services.core.actor import Actor
from services.core.cancellation import Cancellation
from services.core.config import path_refused, write_whole
from services.core.events import EventBus
from services.core.unit_of_work import UnitOfWork
from services.sync.chain import verify
from services.sync.conversation import RoundReport
from services.sync.exchange import Exchange, Sizes, Stage
from services.sync.gateway import (
    Gateway,
    HistoryDiffers,
    Interrupted,
    NotEnrolled,
    PullPage,
)
from services.sync.memory import (
    STICK_KEYS,
    STICK_OFFICE,
    Memory,
    acknowledge,
    fact,
    recall,
)
from services.sync.pull import pull_all
from services.sync.push import WrittenOp, travelling
from services.sync.run_record import recorded
from services.sync.schedule import Outcome
from services.sync.stick_file import (
    Reply,
    SignedBatch,
    digest,
    read_reply,
    signed_batch,
    write_letter,
)
from services.sync.stick_keys import Card, StickKeys, read_card, read_keys


class StickNotReady(OfficeError):
    """The desk does not know the importer's card yet."""

    code = "stick_not_ready"


class StickOutOfOrder(OfficeError):
    """A file between this one and what the desk has is missing."""

    code = "stick_out_of_order"


@dataclass(frozen=True, slots=True)
class Written:
    """What was put on the stick."""

    ops: int


class WriteStick:
    """Writes everything that the server has not answered yet to a file."""

    permission = Permission.SYNC_RUN

    def __init__(self, units: UnitOfWork, install_id: str, sizes: Sizes) -> None:
        self._units = units
        self._install_id = install_id
        self._sizes = sizes

    def run(self, actor: Actor, path: Path) -> Written:
        """Write the file; nothing on the desk changes.

        Raises:
            NotEnrolled: The desk has no place at a server.
            StickNotReady: The importer's card was not told.
            HistoryDiffers: The desk has stopped sending until somebody decides.
            PathRefused: The file cannot be written there.
        """
        with self._units.read(actor, self.permission) as reading:
            session = reading.session
            memory = recall(session)
            keys, office = _keys(session, memory)
            if memory.halted:
                raise HistoryDiffers(reason=memory.halted)
            ops = _texts(session, memory, memory.acked, None)
        place, first = (memory.desk_id, memory.epoch), memory.acked + 1
        signed: list[SignedBatch] = []
        for part in _parts(ops, self._sizes.push_ops):
            signed.append(signed_batch(keys, place, first, part))
            first += len(part)
        greeting = _greeting(memory, self._install_id)
        letter = write_letter(keys, office, greeting, signed)
        try:
            write_whole(path, letter)
        except OSError as error:
            raise path_refused(error) from None
        return Written(len(ops))


class ReadStick:
    """Takes the office's answer as a pull, and notes what it answers as sent."""

    permission = Permission.SYNC_RUN

    def __init__(
        self, units: UnitOfWork, bus: EventBus, install_id: str, sizes: Sizes
    ) -> None:
        self._units = units
        self._bus = bus
        self._install_id = install_id
        self._sizes = sizes

    def run(self, actor: Actor, path: Path, cancellation: Cancellation) -> RoundReport:
        """Take the file; one that was taken before changes nothing.

        Raises:
            StickForOther: It was written for another desk.
            StickUnreadable: It is none of the office's files, or was changed.
            StickOutOfOrder: A file before it is missing.
            HistoryDiffers: It is of another history, or answers what this copy of the
                desk did not write; nothing of it was taken.
            PathRefused: The file cannot be read.
        """
        try:
            file = path.read_bytes()
        except OSError as error:
            raise path_refused(error) from None
        with self._units.read(actor, self.permission) as reading:
            memory = recall(reading.session)
            keys, office = _keys(reading.session, memory)
            reply = read_reply(file, keys, office)
            _must_fit(reading.session, memory, reply)
        exchange = Exchange(
            self._units,
            self._bus,
            actor,
            cast("Gateway", FileGateway(reply.page)),
            cancellation,
            self._install_id,
            self._sizes,
        )
        with recorded(exchange) as record:
            try:
                record.report = _take(exchange, memory, reply)
            except Interrupted:
                record.report = RoundReport(Outcome.INTERRUPTED)
            return record.report


@dataclass(frozen=True, slots=True)
class FileGateway:
    """Answers ``pull`` from a file; nothing else is asked of it."""

    page: PullPage

    def pull(self, cursor: int, limit: int) -> PullPage:
        """Return whole batches behind ``cursor``, about ``limit`` ops."""
        after = [batch for batch in self.page.batches if batch.seq_to > cursor]
        full = [batch.seq_to for batch in after if batch.seq_to >= cursor + limit]
        last = full[0] if full else after[-1].seq_to if after else cursor
        seqs = [op.seq for op in self.page.ops]
        return PullPage(
            self.page.ops[bisect_right(seqs, cursor) : bisect_right(seqs, last)],
            tuple(batch for batch in after if batch.seq_to <= last),
        )


def _take(exchange: Exchange, memory: Memory, reply: Reply) -> RoundReport:
    with exchange.note() as session:
        session.execute(
            update(SyncState).values(
                epoch=reply.epoch, label=reply.label, profile=reply.profile
            )
        )
        acknowledge(session, reply.sent.last)
    sent = max(reply.sent.last - max(memory.acked, reply.sent.first - 1), 0)
    exchange.tell(Stage.SENDING, sent, sent)
    pull_all(exchange, reply.head)
    tally = exchange.tally
    busy = sent or tally.received
    return RoundReport(
        Outcome.DONE if busy else Outcome.NOTHING_TO_DO,
        sent=sent,
        received=tally.received,
        conflicts=tally.conflicts,
        parked=tally.parked,
    )


def _must_fit(session: Session, memory: Memory, reply: Reply) -> None:
    """Prove the whole reply before any of it is taken."""
    if reply.desk_id != memory.desk_id or memory.halted:
        raise HistoryDiffers(reason=memory.halted or "desk")
    if memory.epoch not in ("", reply.epoch):
        raise HistoryDiffers(reason="epoch")
    sent = reply.sent
    if sent.last > memory.acked:
        ops = _texts(session, memory, sent.first - 1, sent.last)
        if digest(ops) != sent.digest:
            raise HistoryDiffers(reason="sent")
    if memory.cursor < reply.begin:
        raise StickOutOfOrder
    rest = FileGateway(reply.page).pull(memory.cursor, len(reply.page.ops) + 1)
    verify(rest, memory.cursor, memory.cursor_hash)


def _texts(
    session: Session, memory: Memory, after: int, last: int | None
) -> tuple[str, ...]:
    """Return own ops as they go to the server, in order."""
    found = select(Outbox.dseq, Outbox.tbl, Outbox.op).where(Outbox.dseq > after)
    if last is not None:
        found = found.where(Outbox.dseq <= last)
    rows = session.execute(found.order_by(Outbox.dseq))
    return tuple(travelling(WrittenOp(*row), memory.profile) for row in rows)


def _parts(ops: tuple[str, ...], most: int) -> Iterator[tuple[str, ...]]:
    for begin in range(0, len(ops), most):
        yield ops[begin : begin + most]


def _keys(session: Session, memory: Memory) -> tuple[StickKeys, Card]:
    own, office = fact(session, STICK_KEYS), fact(session, STICK_OFFICE)
    if not memory.enrolled:
        raise NotEnrolled
    if not own or not office:
        raise StickNotReady
    return read_keys(own), read_card(office)


def _greeting(memory: Memory, install_id: str) -> dict[str, object]:
    told = memory.greeting(install_id)
    return {
        "file": new_id(),
        "desk": memory.desk_id,
        "epoch": memory.epoch,
        "begins": memory.begins,
        "install_id": told.install_id,
        "acked": told.acked,
        "dseq": told.dseq,
        "cursor": told.cursor,
        "cursor_hash": told.cursor_hash.hex(),
        "version": told.version,
    }
