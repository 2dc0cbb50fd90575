"""When the next quiet round of sync is, and what is said meanwhile."""

from collections.abc import Callable
from random import random
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from services.core.cancellation import Cancellation
from services.core.texts import gettext as _
from services.core.texts import ngettext
from services.sync.schedule import Outcome, Pace, seconds_until_next
from ui.tasks import Lane, TaskRunner

if TYPE_CHECKING:
    from services.sync.conversation import RoundReport

FIRST_MS = 20_000  # the desk opens first
_MS = 1000
_LAST_MINUTE_S = 60

Hold = Callable[[Cancellation], "RoundReport | None"]


class QuietRounds(QObject):
    """Holds a round when the last one was long enough ago.

    Signals:
        told: What is said of it is another, or how long until the next try.
    """

    told = Signal()

    def __init__(
        self, tasks: TaskRunner, hold: Hold, parent: QObject, pace: Pace | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._hold = hold
        self._pace = pace or Pace()
        self._failures = 0
        self._is_under_way = False
        self._cancellation = Cancellation()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.run)
        self._timer.start(FIRST_MS)
        self._second = QTimer(self)
        self._second.setInterval(_MS)
        self._second.timeout.connect(self.told)
        self._second.start()

    @property
    def text(self) -> str:
        """When the next try is, while the server cannot be reached; else nothing."""
        if not self._failures or self.waits_ms < 0:
            return ""
        seconds = -(-self.waits_ms // _MS)
        if seconds <= _LAST_MINUTE_S:
            told = ngettext(
                "not connected, next try in {n} second",
                "not connected, next try in {n} seconds",
                seconds,
            )
            return told.format(n=seconds)
        minutes = -(-seconds // _LAST_MINUTE_S)
        return _("not connected, next try in {n} min").format(n=minutes)

    @property
    def waits_ms(self) -> int:
        """How long until the next round; -1 while only a person starts one."""
        return self._timer.remainingTime()

    @property
    def is_under_way(self) -> bool:
        """Whether a round of its own waits, runs or has yet to report."""
        return self._is_under_way

    def stop(self) -> None:
        """Start nothing more; a round under way stops at its next safe place."""
        self._timer.stop()
        self._second.stop()
        self._cancellation.set()

    @Slot()
    def run(self) -> None:
        """Hold a round now."""
        if self._is_under_way or self._cancellation.is_set:
            return
        self._timer.stop()
        self._is_under_way = True
        hold, cancellation = self._hold, self._cancellation
        self._tasks.submit(
            lambda: hold(cancellation),
            owner=self,
            on_done=self._on_round,
            on_error=self._on_failed,
            lane=Lane.NETWORK,
        )

    def _on_round(self, report: "RoundReport | None") -> None:
        self._is_under_way = False
        # None: somebody's own round is under way
        self.go_on_after(report.outcome if report else Outcome.DONE)

    def _on_failed(self, _error: Exception) -> None:
        """Stay quiet: the page Sync says it when somebody asks."""
        self._is_under_way = False
        self.go_on_after(Outcome.OFFLINE)

    def go_on_after(self, outcome: Outcome) -> None:
        """Choose the next moment, after a round of its own or of somebody's."""
        self._failures = self._failures + 1 if outcome is Outcome.OFFLINE else 0
        if outcome is Outcome.INTERRUPTED:  # somebody stopped it: not again at once
            wait_s: float | None = self._pace.person_s
        else:
            wait_s = seconds_until_next(outcome, self._failures, random(), self._pace)  # noqa: S311 - spreads desks, guards nothing
        if wait_s is None:  # a person has to act first, and starts a round then
            self._timer.stop()
        elif not self._cancellation.is_set:
            self._timer.start(round(wait_s * _MS))
        self.told.emit()
