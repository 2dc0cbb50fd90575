"""Carries the office's events to the window's thread, as one signal."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from services.core.events import Event, EventBus


class EventBridge(QObject):
    """Re-emits what the bus tells, wherever it was published.

    Signals:
        told: One event; emitted in worker threads, received in the window's.
    """

    told = Signal(object)

    def __init__(self, bus: EventBus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unsubscribe: Callable[[], None] = bus.subscribe(self._pass_on)

    def _pass_on(self, event: Event) -> None:
        self.told.emit(event)

    def close(self) -> None:
        """Hear nothing any more."""
        self._unsubscribe()
