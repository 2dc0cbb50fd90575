"""Quiet rounds while nobody is signed in, where the office turned them on.

Each round opens the office for itself, with a key for the one right to sync, and
closes it again: between two rounds nothing is open and no key is held.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from typing_extensions import override

from models.errors import OfficeError
from services.core.clock import local
from services.core.texts import gettext as _
from services.korean.dates import time_text
from services.sync.schedule import Outcome
from ui.error_texts import words
from ui.opening import Opener
from ui.quiet_rounds import QuietRounds
from ui.tasks import TaskRunner

if TYPE_CHECKING:
    from services.sync.conversation import RoundReport

NOT_ENROLLED = "not_enrolled"  # there is no server yet, and nothing to say of it


class LockedSync(QuietRounds):
    """Holds quiet rounds behind the lock, and says how they went."""

    def __init__(self, opener: Opener, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(tasks, opener.sync_unattended, parent)
        self._clock = opener.clock
        self._outcome: Outcome | None = None
        self._is_enrolled = True
        self._last = ""
        self._error: Exception | None = None

    @property
    def words(self) -> str:
        """Whether sync goes on, and if not, why."""
        if self._error is not None:
            return _why_paused(self._error)
        if not self._is_enrolled:
            return ""
        match self._outcome:
            case Outcome.FORKED:
                return _("! Sync has stopped. Sign in to see why.")
            case Outcome.REFUSED | Outcome.INCOMPATIBLE:
                return _("! The server refused this desk. Sign in to see why.")
        parts = [_("Sync goes on while nobody is signed in.")]
        if self._last:
            parts.append(_("Last synced {time}.").format(time=self._last))
        if self.text:
            parts.append(_("Now {state}.").format(state=self.text))
        return " ".join(parts)

    @override
    def _on_round(self, report: "RoundReport | None") -> None:
        self._error = None
        if report is not None:
            self._outcome = report.outcome
            self._is_enrolled = report.code != NOT_ENROLLED
            if report.outcome in (Outcome.DONE, Outcome.NOTHING_TO_DO):
                self._last = time_text(local(self._clock.now()))
        super()._on_round(report)

    @override
    def _on_failed(self, error: Exception) -> None:
        self._error = error
        self._is_under_way = False
        self.go_on_after(Outcome.REFUSED)  # a person has to act; look again later


def pauses() -> str:
    """Return what is said where sync does not go on behind the lock."""
    return _("Sync pauses until somebody signs in.")


def _why_paused(error: Exception) -> str:
    told = words(error if isinstance(error, OfficeError) else OfficeError())
    return f"! {pauses()} {told.what}"
