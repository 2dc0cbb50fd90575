"""What one round carries from step to step: whom it speaks with, and its tally."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy.orm import Session

from models.values import Permission
from services.core.actor import Actor
from services.core.cancellation import Cancellation
from services.core.events import EventBus, Origin, RecordsChanged, SyncSpoke
from services.core.unit_of_work import UnitOfWork
from services.sync.apply import Applied
from services.sync.gateway import Gateway, Hello, Interrupted
from services.sync.memory import Memory, recall
from services.sync.page import PageWriter
from services.sync.schedule import Outcome


class Stage(StrEnum):
    """What a round is busy with, as the window tells it."""

    BEGAN = "began"
    SENDING = "sending"
    COPYING = "copying"
    RECEIVING = "receiving"
    CHECKING = "checking"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much travels in one call.

    Attributes:
        first_pull: Of the first page, so that there is soon something to write while
            the next page is on its way.
        copy_from: With how many ops in the log a fresh desk copies the present state
            instead of reading the whole history.
    """

    push_ops: int = 500
    push_bytes: int = 1_000_000
    first_pull: int = 300
    pull_ops: int = 2000
    copy_rows: int = 2000
    copy_from: int = 10_000


@dataclass(slots=True)
class Tally:
    """What a round has done so far."""

    sent: int = 0
    received: int = 0
    conflicts: int = 0
    parked: int = 0
    quarantined: int = 0
    repaired: int = 0
    mended: int = 0

    def add(self, applied: Applied) -> None:
        """Count what a page brought."""
        self.received += applied.received
        self.conflicts += applied.conflicts
        self.parked += applied.parked


@dataclass(frozen=True, slots=True)
class Exchange:
    """One round's hands: the office file on this side, the gateway on that."""

    units: UnitOfWork
    bus: EventBus
    actor: Actor
    gateway: Gateway
    cancellation: Cancellation
    install_id: str
    sizes: Sizes
    tally: Tally = field(default_factory=Tally)

    @property
    def pages(self) -> PageWriter:
        """What writes pages as the acting person."""
        return PageWriter(self.units, self.actor)

    def remember(self) -> Memory:
        """Return what the desk remembers now, in a transaction of its own."""
        with self.look() as session:
            return recall(session)

    @contextmanager
    def look(self) -> Iterator[Session]:
        """Open a short question to the office file."""
        with self.units.read(self.actor, Permission.SYNC_RUN) as reading:
            yield reading.session

    @contextmanager
    def note(self) -> Iterator[Session]:
        """Open a short transaction on what the desk remembers."""
        with self.units.begin(self.actor, Permission.SYNC_RUN) as work:
            yield work.session

    def hello(self) -> Hello:
        """Greet the server with what the desk remembers now."""
        return self.gateway.hello(self.remember().greeting(self.install_id))

    def may_go_on(self) -> None:
        """Stop here if somebody asked for it; everything so far is kept.

        Raises:
            Interrupted: Somebody did.
        """
        if self.cancellation.is_set:
            raise Interrupted

    def tell(self, stage: Stage, done: int = 0, total: int = 0) -> None:
        """Say how far the round has come."""
        self.bus.publish(SyncSpoke(stage.value, done, total))

    def tell_end(self, outcome: Outcome) -> None:
        """Say that the round is over, and how it ended."""
        self.bus.publish(SyncSpoke(Stage.ENDED.value, outcome=outcome.value))

    def tell_changes(self, applied: Applied) -> None:
        """Say which tables look different after a page."""
        if applied.kinds:
            self.bus.publish(RecordsChanged(frozenset(applied.kinds), Origin.SYNC))
