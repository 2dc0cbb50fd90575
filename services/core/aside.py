"""Runs a call that cannot be interrupted beside the thread that waits for its answer.

A system's secret store may ask somebody at the screen, and a look-up of a host's name
may hang: neither can be stopped, so the one who waits lets it go.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TypeVar

T = TypeVar("T")

LOOK_S = 0.05  # how often somebody who waits asks whether to stop


class LetGo(Exception):
    """Nobody waits for the answer any more: it took too long, or was not wanted."""


def run_aside(
    work: Callable[[], T],
    stopped: Callable[[], bool],
    limit_s: float,
    on_late: Callable[[T], None] | None = None,
) -> T:
    """Return what ``work`` returns, or raise what it raises.

    Args:
        work: Touches nothing that the caller goes on to use.
        stopped: Whether the answer is not wanted any more.
        limit_s: How long the caller waits at most.
        on_late: Takes an answer that came when nobody waited any more.

    Raises:
        LetGo: There was no answer in time, or nobody wants it.
    """
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:  # noqa: BLE001 - it is the caller's to handle
            answer.set_exception(error)

    threading.Thread(target=run, name="aside", daemon=True).start()
    for _look in range(max(1, round(limit_s / LOOK_S))):
        if wait((answer,), LOOK_S).done:
            return answer.result()
        if stopped():
            break
    if on_late is not None:
        answer.add_done_callback(lambda late: _pass_on(late, on_late))
    raise LetGo


def _pass_on(late: Future[T], on_late: Callable[[T], None]) -> None:
    if late.exception() is None:
        on_late(late.result())
