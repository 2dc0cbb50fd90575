"""What happened, as small frozen values, and the bus that tells it after commit.

Two kinds are enough for every page: which kinds of records changed, and that the
sync has something new to say.  A page that shows a kind reloads by difference.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock

log = logging.getLogger(__name__)


class Origin(StrEnum):
    """Where a change came from."""

    DESK = "desk"
    SYNC = "sync"


@dataclass(frozen=True, slots=True)
class RecordsChanged:
    """Rows of these tables were written and committed."""

    kinds: frozenset[str]
    origin: Origin = Origin.DESK


@dataclass(frozen=True, slots=True)
class SyncSpoke:
    """The state of sync changed: a round began, moved on, ended.

    Attributes:
        outcome: How it ended; "" before that.
    """

    state: str
    done: int = 0
    total: int = 0
    outcome: str = ""


Event = RecordsChanged | SyncSpoke
Listener = Callable[[Event], None]


@dataclass
class EventBus:
    """Tells every subscriber; one that fails does not keep the next from hearing."""

    _listeners: list[Listener] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add ``listener``; return what takes it away again."""
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def publish(self, event: Event) -> None:
        """Call every subscriber, in the thread that publishes."""
        with self._lock:
            listeners = tuple(self._listeners)
        failures: list[Exception] = []
        for listener in listeners:
            try:
                listener(event)
            except Exception as error:  # noqa: BLE001 - the rest must hear it first
                failures.append(error)
        if failures:
            log.error("%d subscribers failed", len(failures))
            raise failures[0]
