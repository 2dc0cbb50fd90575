"""The net under the program: what nobody caught is kept in a file and shown once.

Only the kind of the fault and its place are written: the words of an exception can
hold a citizen's name.
"""

import faulthandler
import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

log = logging.getLogger("tongtong.crash")


class CrashNet(QObject):
    """Hooks the main thread and all others.

    Signals:
        crashed: A fault was caught for the first time; carries kind and place.
    """

    crashed = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: set[str] = set()
        self._before = sys.excepthook, threading.excepthook
        self._file = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = (folder / "fault.log").open("a", encoding="utf-8")
            faulthandler.enable(self._file)
        except OSError:
            log.warning("no fault log")
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def close(self) -> None:
        """Put the former hooks back."""
        sys.excepthook, threading.excepthook = self._before
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None

    def catch(self, error: BaseException) -> None:
        """Keep a fault that somebody else caught."""
        told = place_of(error)
        first = told not in self._seen
        self._seen.add(told)
        log.error("fault: %s", told)
        if self._file is not None:
            self._file.write(told + "\n")
            self._file.flush()
        if first:
            self.crashed.emit(told)

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        self.catch(error)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.catch(args.exc_value)


def place_of(error: BaseException) -> str:
    """Return the kind of a fault and where it happened, without its words."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in reversed(frames)
    )
    return f"{type(error).__name__} at {places or 'an unknown place'}"
