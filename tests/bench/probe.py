"""What both windows are measured with: the first paint, and memory at that moment."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer

OURS = ("ui", "services", "models", "resources", "installer", "tests", "main")


def resident_mib() -> float:
    """Return how much memory of this process is resident now, not at its peak."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    told = next(line for line in lines if line.startswith("VmRSS"))
    return int(told.split()[1]) / 1024


def libraries() -> list[str]:
    """Return every module in memory that is not this program's own."""
    return [
        name
        for name in sorted(sys.modules)
        if name.partition(".")[0] not in OURS and not name.startswith("__")
    ]


def figures(begin: float) -> dict[str, object]:
    """Return time since ``begin``, memory and libraries at this moment."""
    spent = (time.perf_counter() - begin) * 1000
    return {"ms": spent, "mib": resident_mib(), "libraries": libraries()}


def tell_and_end(told: dict[str, object]) -> None:
    """Print the figures and leave at once; nothing of the end is measured."""
    sys.stdout.write(f"{json.dumps(told)}\n")
    sys.stdout.flush()
    os._exit(0)


class FirstPaint(QObject):
    """Calls once, as soon as the first paint of the application is through."""

    def __init__(self, application: QObject, done: Callable[[], None]) -> None:
        super().__init__(application)
        self._application = application
        self._done = done
        self._seen = False
        application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt override
        """See the first paint; its end is the next turn of the loop."""
        if not self._seen and event.type() is QEvent.Type.Paint:
            self._seen = True
            self._application.removeEventFilter(self)
            QTimer.singleShot(0, self._done)
        return False
