"""What every drawer panel promises to the window around it."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.context import PageContext
from ui.widgets.hangul_form import HangulForm


class Panel(HangulForm):
    """One form at the right; freed when it closes, what was typed is a draft.

    Signals:
        finished: The panel has done its work and may go.
    """

    finished = Signal()
    panel_id: ClassVar[str]

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName(f"panel-{self.panel_id}")

    def title(self) -> str:
        """Return the panel's name as the drawer shows it."""
        raise LookupError(self.panel_id)

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """Return what the panel does for the window's actions while it is open."""
        return {}

    def retranslate(self) -> None:
        """Set every text in the language in use."""

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
