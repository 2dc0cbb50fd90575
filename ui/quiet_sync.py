"""Rounds of sync during the day, quietly, while a server can be reached.

They work as the program's own actor with one right, in the office that somebody has
opened.  At lock the desk view goes and this with it; `ui/locked_sync.py` goes on.
"""

from PySide6.QtCore import QObject, Slot

from services.core.actor import SYNC_ACTOR
from services.core.events import SyncSpoke
from services.sync.schedule import Outcome, Pace
from ui.context import PageContext
from ui.quiet_rounds import QuietRounds


class QuietSync(QuietRounds):
    """Holds quiet rounds while somebody is signed in."""

    def __init__(
        self, context: PageContext, parent: QObject, pace: Pace | None = None
    ) -> None:
        services = context.services
        super().__init__(
            context.tasks,
            lambda stop: services.sync.round.run(SYNC_ACTOR, stop),
            parent,
            pace,
        )
        context.events.told.connect(self._on_told)

    @Slot(object)
    def _on_told(self, event: object) -> None:
        """After somebody's own round the quiet ones go on from there."""
        if (
            isinstance(event, SyncSpoke)
            and event.state == "ended"
            and not self.is_under_way
        ):
            self.go_on_after(Outcome(event.outcome))
