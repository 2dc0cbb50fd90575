"""Shows masked names for a short while; who saw them, and why, is logged first."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from models.values import PersonId, Purpose
from ui.context import PageContext
from ui.tasks import Lane
from ui.widgets.key_button import KeyButton

SHOWN_FOR_MS = 20_000


class RevealButton(KeyButton):
    """Asks for what is masked, and for the mask again when its time is over.

    Signals:
        revealed: The log has its line; carries the text to show.
        over: Show the mask again.
    """

    revealed = Signal(str)
    over = Signal()

    def __init__(self, context: PageContext, name: str, parent: QWidget) -> None:
        super().__init__("", "Ctrl+E", parent)
        self.setObjectName(name)
        self._context = context
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_FOR_MS)
        self._timer.timeout.connect(self.over)

    def reveal(self, person_id: PersonId) -> None:
        """Ask for the person's name, for the case that is open."""
        verb, actor = self._context.services.trust.reveal_person, self._context.actor

        def ask() -> str:
            person = verb.run(actor, person_id, Purpose.CASE)
            return f"{person.name}  {person.phone}"

        self.reveal_text(ask)

    def reveal_text(self, ask: Callable[[], str]) -> None:
        """Ask for a text with plain names; the asking is what the log notes."""
        self._context.tasks.submit(
            ask,
            owner=self,
            on_done=self._on_revealed,
            on_error=self._context.fail,
            lane=Lane.WRITE,
        )

    def _on_revealed(self, text: str) -> None:
        self.revealed.emit(text)
        self._timer.start()
