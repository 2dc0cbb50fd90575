"""Notices that the computer's clock was set back while somebody is signed in."""

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from services.core.clock import Clock
from services.core.events import RecordsChanged
from services.trust.sign_in import TOLERANCE
from ui.event_bridge import EventBridge


class ClockWatch(QObject):
    """Compares the clock at each save with the latest it has shown since the sign-in.

    Signals:
        set_back: It shows an earlier time; told once, until it is right again.
    """

    set_back = Signal()

    def __init__(self, clock: Clock, events: EventBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._latest = clock.now()
        self._is_behind = False
        events.told.connect(self._on_told)

    @Slot(object)
    def _on_told(self, event: Any) -> None:  # noqa: ANN401 - whatever the bus tells
        if not isinstance(event, RecordsChanged):
            return
        now = self._clock.now()
        was_behind, self._is_behind = self._is_behind, now < self._latest - TOLERANCE
        self._latest = max(self._latest, now)
        if self._is_behind and not was_behind:
            self.set_back.emit()
