"""Carries the office's events to the window's thread, as one signal."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from services.core.events import Event, EventBus, SyncSpoke


class EventBridge(QObject):
    """Re-emits what the bus tells, wherever it was published.

    Signals:
        told: One event; emitted in worker threads, received in the window's.
    """

    told = Signal(object)

    def __init__(self, bus: EventBus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._round: SyncSpoke | None = None
        self.told.connect(self._on_told)
        self._unsubscribe: Callable[[], None] = bus.subscribe(self._pass_on)

    @property
    def round_under_way(self) -> SyncSpoke | None:
        """What the round of sync under way said last, whoever began it; else None."""
        return self._round

    @Slot(object)
    def _on_told(self, event: object) -> None:
        if isinstance(event, SyncSpoke):
            self._round = None if event.state == "ended" else event

    def _pass_on(self, event: Event) -> None:
        self.told.emit(event)

    def close(self) -> None:
        """Hear nothing any more."""
        self._unsubscribe()
