"""Runs work off the window's thread and reports back on it.

The only place with threads: one lane writes, so its tasks keep their order; one
speaks with the network; two read.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import Enum
from typing import Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

T = TypeVar("T")


class Lane(Enum):
    """Which queue a task waits in."""

    READ = "read"
    WRITE = "write"
    NETWORK = "network"


class Tasks(Protocol):
    """Who runs work for the window: threads in the program, nobody else in a test."""

    def submit(
        self,
        work: Callable[[], T],
        *,
        owner: QObject,
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None] | None = None,
        lane: Lane = Lane.WRITE,
    ) -> Future[T]:
        """Run ``work`` and report to ``owner``'s callables, unless it is gone."""

    def stop(self) -> None:
        """Finish what was promised and take nothing more."""


_THREADS = {Lane.READ: 2, Lane.WRITE: 1, Lane.NETWORK: 1}


class TaskRunner(QObject):
    """Runs callables on worker threads and reports on the window's thread.

    Signals:
        failed: A task without ``on_error`` raised; carries the exception.
        idle: The last task has reported.
    """

    failed = Signal(Exception)
    idle = Signal()
    _settled = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {
            lane: ThreadPoolExecutor(count, thread_name_prefix=lane.value)
            for lane, count in _THREADS.items()
        }
        self._open = 0
        self._stopped = False
        self._settled.connect(self._deliver)

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits, runs or has yet to report."""
        return self._open == 0

    def submit(
        self,
        work: Callable[[], T],
        *,
        owner: QObject,
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None] | None = None,
        lane: Lane = Lane.WRITE,
    ) -> Future[T]:
        """Run ``work`` on ``lane``; call back on the window's thread.

        Args:
            work: Touches no widget, no Qt model.
            owner: If it is gone when ``work`` ends, nobody is called.
            on_done: Receives the result.
            on_error: Receives the exception; without it, ``failed`` does.
            lane: WRITE is one thread: its tasks keep their order.

        Returns:
            What becomes of it; cancelled when the window is closing already, as for a
            page that hears of the last save and wants to read it anew.
        """
        if self._stopped:
            dropped: Future[T] = Future()
            dropped.cancel()
            return dropped
        self._open += 1
        future = self._lanes[lane].submit(work)

        def settle(done: Future[T]) -> None:
            if shiboken6.isValid(self):
                self._settled.emit((done, owner, on_done, on_error))

        future.add_done_callback(settle)
        return future

    @Slot(object)
    def _deliver(self, settled: tuple[Future[Any], QObject, Any, Any]) -> None:
        future, owner, on_done, on_error = settled
        try:
            if not future.cancelled() and shiboken6.isValid(owner):
                self._report(future, on_done, on_error)
        finally:
            self._open -= 1
            if self.is_idle:
                self.idle.emit()

    def _report(
        self,
        future: Future[Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[Exception], None] | None,
    ) -> None:
        error = future.exception()
        if error is None:
            on_done(future.result())
        elif on_error is not None and isinstance(error, Exception):
            on_error(error)
        else:
            self.failed.emit(error)

    def stop(self) -> None:
        """Wait for what was to be written and what has begun; drop the rest."""
        self._stopped = True
        for lane, executor in self._lanes.items():
            executor.shutdown(wait=True, cancel_futures=lane is not Lane.WRITE)
