"""The program as `main.py` starts it, measured at its first paint and after unlock.

Arguments: the office folder, and ``sign-in`` or ``pages``.
"""

# ruff: noqa: E402 - the clock starts before the imports that are measured

import time

begin = time.perf_counter()

import sys
from typing import Any

import main as program
from ui.plain_import import load_qt


def main(folder: str, until: str) -> int:
    """Start the program; print figures of the first paint, or of every page."""
    watch = _at_first_paint if until == "sign-in" else _through_the_pages
    load_qt()  # as `main.py` does before it imports the window
    watch()
    return program.main(["--office", folder])


def _at_first_paint() -> None:
    import ui.app

    make = ui.app.make_application

    def made(theme: Any) -> Any:
        from tests.bench.probe import FirstPaint, figures, tell_and_end

        application = make(theme)
        FirstPaint(application, lambda: tell_and_end(figures(begin)))
        return application

    ui.app.make_application = made


def _through_the_pages() -> None:
    import ui.app
    from ui.frame import place as put

    walks: list[_Walk] = []  # Qt keeps no plain object alive

    def placed(frame: Any, state: Any) -> None:
        put(frame, state)
        walks.append(_Walk(frame))

    vars(ui.app)["place"] = placed


class _Walk:
    """Waits for Today with its rows, then opens every page in turn."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame
        self._today: dict[str, object] = {}
        self._left = [
            *("reception", "calendar", "dong_visits", "briefing"),
            *("figures", "sync", "settings"),
        ]
        frame.tasks.idle.connect(self._on_idle)

    def _on_idle(self) -> None:
        from PySide6.QtCore import QTimer

        if self._frame.desk is not None:
            QTimer.singleShot(0, self._on_painted)

    def _on_painted(self) -> None:
        from tests.bench.probe import figures, tell_and_end

        if not self._frame.tasks.is_idle:
            return
        desk = self._frame.desk
        if not self._today:
            desk.repaint()
            self._today = figures(begin)
        while self._left:
            desk.go_to(self._left.pop(0), None)
            desk.repaint()
            if not self._frame.tasks.is_idle:
                return
        tell_and_end({**self._today, "all_pages": figures(begin)})


sys.exit(main(*sys.argv[1:]))
