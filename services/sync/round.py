"""One round with the shared database: say hello, send, receive, prove.

The round alternates short transactions and single network calls and never holds both.
Whatever cuts it, the next one goes on from there; nothing is lost and nothing counts
twice.  How it ended is a value, not an exception: being offline is an ordinary day.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from models.base import new_id
from models.sync import SyncRun, SyncState
from models.values import Permission
from services.core.actor import Actor
from services.core.cancellation import Cancellation
from services.core.events import EventBus
from services.core.unit_of_work import UnitOfWork
from services.sync.connection import GatewayFactory, server_address
from services.sync.conversation import RoundReport, converse
from services.sync.exchange import Exchange, Sizes, Stage
from services.sync.gateway import NotEnrolled
from services.sync.schedule import Outcome
from services.sync.status import newest_first

RUNS_KEPT = 400

_WELL = (Outcome.DONE, Outcome.NOTHING_TO_DO)


class SyncRound:
    """Brings this desk and the shared database to the same state."""

    permission = Permission.SYNC_RUN

    def __init__(
        self,
        units: UnitOfWork,
        bus: EventBus,
        install_id: str,
        gateways: GatewayFactory,
        sizes: Sizes | None = None,
    ) -> None:
        """Keep what every round needs.

        Args:
            units: The office's transactions.
            bus: Hears of progress and of changed rows.
            install_id: Of this installation, from outside the office file.
            gateways: Makes the way to the server.
            sizes: How much travels in one call.
        """
        self._units = units
        self._bus = bus
        self._install_id = install_id
        self._gateways = gateways
        self._sizes = sizes or Sizes()
        self._lock = threading.Lock()
        self._running = False
        self._once_more = False

    def run(self, actor: Actor, cancellation: Cancellation) -> RoundReport | None:
        """Run a round; None if one is running, which then goes once more.

        Raises:
            NotAllowed: The actor may not sync.
            StorageError: The office file cannot be used just now.
        """
        with self._lock:
            if self._running:
                self._once_more = True
                return None
            self._running, self._once_more = True, False
        try:
            report = self._round(actor, cancellation)
            while self._goes_on(report):
                report = self._round(actor, cancellation)
        finally:
            with self._lock:
                self._running = False
        return report

    def _goes_on(self, report: RoundReport) -> bool:
        with self._lock:
            well = report.outcome in _WELL
            again, self._once_more = self._once_more and well, False
            self._running = again
            return again

    def _round(self, actor: Actor, cancellation: Cancellation) -> RoundReport:
        with self._units.read(actor, self.permission) as reading:
            address = server_address(reading.session)
            enrolled = reading.session.scalar(select(SyncState.enrolled))
        if not enrolled:
            return RoundReport(Outcome.REFUSED, NotEnrolled.code)
        gateway = self._gateways(address, lambda: cancellation.is_set)
        exchange = Exchange(
            self._units,
            self._bus,
            actor,
            gateway,
            cancellation,
            self._install_id,
            self._sizes,
        )
        try:
            with self._recorded(exchange) as record:
                record.report = converse(exchange)
                return record.report
        finally:
            gateway.close()

    @contextmanager
    def _recorded(self, exchange: Exchange) -> Iterator["_Record"]:
        """Keep a line on the round, also when the program dies in it."""
        record = _Record(new_id(), self._units.clock.now())
        with exchange.note() as session:
            session.execute(
                insert(SyncRun).values(
                    id=record.run_id,
                    began_at=record.began_at,
                    outcome=Outcome.INTERRUPTED.value,
                )
            )
        exchange.tell(Stage.BEGAN)
        yield record
        with exchange.note() as session:
            _close(session, record, self._units.clock.now())
        exchange.tell(Stage.ENDED)


@dataclass(slots=True)
class _Record:
    """The line that is kept on a round."""

    run_id: str
    began_at: datetime
    report: RoundReport = field(
        default_factory=lambda: RoundReport(Outcome.INTERRUPTED)
    )

    def values(self) -> dict[str, str | int]:
        """Return the columns of the line."""
        report = self.report
        return {
            "outcome": report.outcome.value,
            "code": report.code,
            "sent": report.sent,
            "received": report.received,
            "conflicts": report.conflicts,
            "parked": report.parked,
            "quarantined": report.quarantined,
            "repaired": report.repaired,
            "mended": report.mended,
        }


def _close(session: Session, record: _Record, now: datetime) -> None:
    """Finish the line; the oldest beyond some hundred are forgotten."""
    tip = session.scalars(select(SyncState.cursor_hash)).one().hex()
    session.execute(
        update(SyncRun)
        .where(SyncRun.id == record.run_id)
        .values(ended_at=now, tip=tip, **record.values())
    )
    if record.report.outcome in _WELL:
        session.execute(update(SyncState).values(last_done_at=now))
    kept = select(SyncRun.id).order_by(*newest_first()).limit(RUNS_KEPT)
    session.execute(delete(SyncRun).where(SyncRun.id.not_in(kept)))
