"""A form that stands in a page as a card; its draft is kept as a panel's is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.context import PageContext
from ui.widgets.card import Card
from ui.widgets.hangul_line_edit import HangulLineEdit


class FormCard(Card):
    """Frames a form.

    Signals:
        finished: What stood in the form is kept in its own place.
    """

    finished = Signal()

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__("", parent)
        self.context = context

    def fields(self) -> tuple[HangulLineEdit, ...]:
        """Return the text fields."""
        return tuple(self.findChildren(HangulLineEdit))
