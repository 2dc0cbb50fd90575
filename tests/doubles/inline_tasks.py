"""Runs work at once on the thread that asks, for view models without threads."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from ui.tasks import Lane

T = TypeVar("T")


class InlineTasks(QObject):
    """Keeps the promises of `ui.tasks.Tasks`; the report comes before `submit` ends.

    Signals:
        failed: A task without ``on_error`` raised; carries the exception.
        idle: A task has reported.
    """

    failed = Signal(Exception)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asked: list[Lane] = []
        self._stopped = False

    @property
    def is_idle(self) -> bool:
        """Always: nothing waits here."""
        return True

    def submit(
        self,
        work: Callable[[], T],
        *,
        owner: QObject,
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None] | None = None,
        lane: Lane = Lane.WRITE,
    ) -> Future[T]:
        """Run ``work`` now, note its lane, and report."""
        future: Future[T] = Future()
        if self._stopped:
            future.cancel()
            return future
        self.asked.append(lane)
        try:
            future.set_result(work())
        except Exception as error:  # noqa: BLE001 - reported like the runner does
            future.set_exception(error)
        if shiboken6.isValid(owner):
            self._report(future, on_done, on_error)
        self.idle.emit()
        return future

    def stop(self) -> None:
        """Take nothing more, as the runner does."""
        self._stopped = True

    def _report(
        self,
        future: Future[T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None] | None,
    ) -> None:
        error = future.exception()
        if error is None:
            on_done(future.result())
        elif on_error is not None and isinstance(error, Exception):
            on_error(error)
        else:
            self.failed.emit(error)
