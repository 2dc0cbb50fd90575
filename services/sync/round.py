"""One round with the shared database: say hello, send, receive, prove.

The round alternates short transactions and single network calls and never holds both.
Whatever cuts it, the next one goes on from there; nothing is lost and nothing counts
twice.  How it ended is a value, not an exception: being offline is an ordinary day.
"""

import threading

from sqlalchemy import select

from models.sync import SyncState
from models.values import Permission
from services.core.actor import Actor
from services.core.cancellation import Cancellation, EitherOf
from services.core.events import EventBus
from services.core.unit_of_work import UnitOfWork
from services.sync.connection import GatewayFactory, server_address
from services.sync.conversation import RoundReport, converse
from services.sync.exchange import Exchange, Sizes
from services.sync.gateway import NotEnrolled
from services.sync.run_record import WELL, recorded
from services.sync.schedule import Outcome


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
        self._asked_to_stop = Cancellation()

    def stop(self) -> None:
        """Ask the round under way, whoever began it, to stop at its next safe place."""
        with self._lock:
            self._asked_to_stop.set()

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
            self._asked_to_stop = Cancellation()
        try:
            stop = EitherOf(cancellation, self._asked_to_stop)
            report = self._round(actor, stop)
            while self._goes_on(report):
                report = self._round(actor, stop)
        finally:
            with self._lock:
                self._running = False
        return report

    def _goes_on(self, report: RoundReport) -> bool:
        with self._lock:
            well = report.outcome in WELL
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
            with recorded(exchange) as record:
                record.report = converse(exchange)
                return record.report
        finally:
            gateway.close()
