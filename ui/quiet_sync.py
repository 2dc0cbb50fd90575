"""Rounds of sync during the day, quietly, while a server can be reached.

It works as the program's own actor with one right.  At lock the desk view goes and
this with it: without the office's key there is nothing to send.
"""

from random import random
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from services.core.actor import SYNC_ACTOR
from services.core.cancellation import Cancellation
from services.core.events import SyncSpoke
from services.core.texts import gettext as _
from services.core.texts import ngettext
from services.sync.schedule import Outcome, Pace, seconds_until_next
from ui.context import PageContext
from ui.tasks import Lane

if TYPE_CHECKING:
    from services.sync.conversation import RoundReport

FIRST_MS = 20_000  # the desk opens first
_MS = 1000
_LAST_MINUTE_S = 60


class QuietSync(QObject):
    """Starts a round when the last one was long enough ago.

    Signals:
        told: How long until the next try is to be shown anew.
    """

    told = Signal()

    def __init__(
        self, context: PageContext, parent: QObject, pace: Pace | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._pace = pace or Pace()
        self._failures = 0
        self._cancellation = Cancellation()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.run)
        self._timer.start(FIRST_MS)
        self._second = QTimer(self)
        self._second.setInterval(_MS)
        self._second.timeout.connect(self.told)
        self._second.start()
        context.events.told.connect(self._on_told)

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

    def stop(self) -> None:
        """Start nothing more; a round under way stops at its next safe place."""
        self._timer.stop()
        self._second.stop()
        self._cancellation.set()

    @Slot()
    def run(self) -> None:
        """Hold a round now."""
        verb, cancellation = self._context.services.sync.round, self._cancellation
        self._context.tasks.submit(
            lambda: verb.run(SYNC_ACTOR, cancellation),
            owner=self,
            on_done=self._on_round,
            on_error=self._on_failed,
            lane=Lane.NETWORK,
        )

    def _on_round(self, report: "RoundReport | None") -> None:
        if report is None:  # somebody's own round is under way
            self._wait(Outcome.DONE)
        else:
            self._wait(report.outcome)

    def _on_failed(self, _error: Exception) -> None:
        """Stay quiet: the page Sync says it when somebody asks."""
        self._wait(Outcome.OFFLINE)

    def _wait(self, outcome: Outcome) -> None:
        away = outcome is Outcome.OFFLINE
        self._failures = self._failures + 1 if away else 0
        wait_s = seconds_until_next(outcome, self._failures, random(), self._pace)  # noqa: S311 - spreads desks, guards nothing
        if wait_s is not None and not self._cancellation.is_set:
            self._timer.start(round(wait_s * _MS))
        self.told.emit()

    @Slot(object)
    def _on_told(self, event: object) -> None:
        """After somebody's own round the quiet ones go on from there."""
        if isinstance(event, SyncSpoke) and event.state == "ended":
            self._failures = 0
            if not self._timer.isActive() and not self._cancellation.is_set:
                self._timer.start(round(self._pace.settled_s * _MS))
