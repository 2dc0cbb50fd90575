"""The quiet word about sync, always in sight: how much is not yet sent."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from services.core.events import RecordsChanged, SyncSpoke
from services.core.texts import gettext as _
from ui.context import PageContext
from ui.view_model import ViewModel

if TYPE_CHECKING:
    from services.sync.status import SyncStanding

_REFUSED = frozenset({"refused", "incompatible", "forked"})  # how a round ended


class SyncWord(ViewModel):
    """Says in a few words how the desk stands; offline is no fault."""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(context, frozenset(), parent)
        self._standing: SyncStanding | None = None

    @property
    def text(self) -> str:
        """The word; empty before the first answer."""
        standing = self._standing
        if standing is None:
            return ""
        if self.is_alarming:
            told = (
                _("! Sync has stopped, to send {send}  Alt+0")
                if standing.halted
                else _("! Sync was refused, to send {send}  Alt+0")
            )
            return told.format(send=standing.to_send)
        if standing.to_decide:
            return _("● to send {send}, to decide {decide} !").format(
                send=standing.to_send, decide=standing.to_decide
            )
        if not standing.to_send:
            return _("● all sent")
        return _("● to send {send}").format(send=standing.to_send)

    @property
    def is_alarming(self) -> bool:
        """Whether nothing more is sent until a person has looked at it."""
        standing = self._standing
        if standing is None:
            return False
        last = standing.runs[0].outcome.value if standing.runs else ""
        return bool(standing.halted) or last in _REFUSED

    @property
    def is_enrolled(self) -> bool | None:
        """Whether the desk is enrolled; None before the first answer."""
        return None if self._standing is None else self._standing.enrolled

    def reload(self) -> None:
        """Read how the desk stands."""
        status, actor = self.context.services.today.standing, self.context.actor
        self.ask(lambda: status.run(actor), self._on_standing)

    def _on_standing(self, standing: "SyncStanding") -> None:
        self._standing = standing

    def forget(self) -> None:
        """Drop what was read."""
        super().forget()
        self._standing = None

    @Slot(object)
    def _on_told(self, event: object) -> None:
        ended = isinstance(event, SyncSpoke) and event.state == "ended"
        if ended or isinstance(event, RecordsChanged):
            self.reload()
