"""Locks the desk when nobody has touched it for a while.

Source: 안전성 확보조치 기준 §6 (automatic cut-off after idle time).
"""

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from typing_extensions import override

from services.core.settings import LOCK_MINUTES

WARN_S = 60
_TICK_MS = 1000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
        QEvent.Type.TouchBegin,
    }
)


class IdleWatch(QObject):
    """Watches keys and mouse; counts the longer of two clocks.

    Signals:
        left: Once a second, how long until the lock, as ``9:41``.
        warned: One minute is left.
        expired: Nobody was here; lock now.
    """

    left = Signal(str)
    warned = Signal()
    expired = Signal()

    def __init__(self, minutes: int, parent: QObject) -> None:
        super().__init__(parent)
        self._length_s = 0
        self.use_minutes(minutes)
        self._touched = _clocks()
        self._warned = False
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    def use_minutes(self, minutes: int) -> None:
        """Lock after so many minutes from now on; never after more than allowed."""
        self._length_s = min(minutes, LOCK_MINUTES.most) * 60

    def touch(self) -> None:
        """Begin to count anew."""
        self._touched = _clocks()
        self._warned = False

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        return False

    @Slot()
    def _on_timer_timeout(self) -> None:
        left = self._length_s - self._untouched_s()
        if left <= 0:
            self.stop()
            self.expired.emit()
            return
        if left <= WARN_S and not self._warned:
            self._warned = True
            self.warned.emit()
        minutes, seconds = divmod(int(left), 60)
        self.left.emit(f"{minutes}:{seconds:02d}")

    def _untouched_s(self) -> float:
        """Return the longer of two clocks: one stops in sleep, one can be set back."""
        now = _clocks()
        return max(now[0] - self._touched[0], now[1] - self._touched[1])


def _clocks() -> tuple[float, float]:
    return time.monotonic(), time.time()
