"""The net under the program: what nobody caught is kept in a file and shown once.

Only the kind of the fault and its place are written: the words of an exception can
hold a citizen's name.  Repeats are counted: a fault in painting comes by the hundred.
"""

import faulthandler
import logging
import sys
import threading
from collections import Counter
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from services.core.fault_place import place_of
from services.core.texts import gettext as _

log = logging.getLogger("tongtong.crash")


class CrashNet(QObject):
    """Hooks the main thread and all others.

    Signals:
        crashed: A fault was caught for the first time; carries kind and place.
    """

    crashed = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: Counter[str] = Counter()
        self._counting = threading.Lock()
        self._window: QWidget | None = None
        self._notice: QMessageBox | None = None
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
        with self._counting:
            self._seen[told] += 1
            times = self._seen[told]
            if _is_power_of_ten(times):
                self._write(told, times)
        if times == 1:
            self.crashed.emit(told)

    def show_on(self, window: QWidget) -> None:
        """Tell the person at ``window`` of each new fault; nothing waits for them."""
        self._window = window
        self.crashed.connect(self._on_crashed)

    @Slot(str)
    def _on_crashed(self, told: str) -> None:
        if self._window is None or self._notice is not None:
            return
        notice = QMessageBox(self._window)
        notice.setObjectName("crashNotice")
        notice.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        notice.setIcon(QMessageBox.Icon.Warning)
        notice.setWindowTitle(_("Tongtong Desk"))
        notice.setText(_("Something in the program went wrong."))
        notice.setInformativeText(
            _(
                "What was saved is safe. Go on working; if it happens again, "
                "close the program, open it again and tell the administrator."
            )
        )
        notice.setDetailedText(told)
        notice.addButton(_("Close"), QMessageBox.ButtonRole.AcceptRole)
        notice.finished.connect(self._on_notice_finished)
        self._notice = notice
        notice.open()

    @Slot()
    def _on_notice_finished(self) -> None:
        self._notice = None

    def _write(self, told: str, times: int) -> None:
        line = told if times == 1 else f"{told} ({times} times)"
        log.error("fault: %s", line)
        if self._file is not None:
            self._file.write(line + "\n")
            self._file.flush()

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


def _is_power_of_ten(number: int) -> bool:
    return str(number).rstrip("0") == "1"
