"""Imports what nobody has opened yet, a module at a time, while the window is at rest.

The first page stands before the others are imported; a click soon after must not wait
for it (ux.md 8: prepare the rest in idle steps after the first paint).
"""

from collections.abc import Iterable
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Slot

REST_MS = 700  # after the window is there: the first rows go before
BREATH_MS = 40  # between two modules, for keys and paints


class Preparing(QObject):
    """Imports modules one by one; it ends with its parent or with the last."""

    def __init__(self, modules: Iterable[str], parent: QObject) -> None:
        super().__init__(parent)
        self._left = iter(modules)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_rest)
        self._timer.start(REST_MS)

    @Slot()
    def _on_rest(self) -> None:
        module = next(self._left, None)
        if module is None:
            self._timer.stop()
            return
        import_module(module)
        self._timer.start(BREATH_MS)
