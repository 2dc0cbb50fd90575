"""The cards of the inbox, asked for apart: how the desk stands is told without them."""

from PySide6.QtCore import QObject

from services.sync.conflicts import ConflictCard
from ui.context import PageContext
from ui.view_model import ViewModel


class CardsModel(ViewModel):
    """What has to be decided, oldest first."""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(context, frozenset(), parent)
        self.cards: tuple[ConflictCard, ...] = ()

    def reload(self) -> None:
        """Read the inbox anew."""
        read, actor = self.context.services.sync.inbox, self.context.actor
        self.ask(lambda: read.run(actor), self._on_read)

    def _on_read(self, cards: tuple[ConflictCard, ...]) -> None:
        self.cards = cards

    def forget(self) -> None:
        """Drop what was read."""
        super().forget()
        self.cards = ()
