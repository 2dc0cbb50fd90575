"""What every page promises to the window around it."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.context import PageContext, Places


class Page(QWidget):
    """One task of the office, reachable from the navigation.

    A subclass builds its widgets in the constructor and ends it with
    ``self.retranslate()``, so that texts are set in one place.
    """

    page_id: ClassVar[str]

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName(f"page-{self.page_id}")

    def title(self) -> str:
        """Return the page's name as navigation and window title show it."""
        raise LookupError(self.page_id)

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """Return what the page does for the window's actions, by action id."""
        return {}

    def shown(self, payload: object) -> None:
        """Come to the front, showing ``payload`` where the page knows it."""

    def drop_rows(self) -> None:
        """Forget what was read: the desk is being locked."""

    def places(self) -> Places:
        """Return the record that is shown now, then what is shown together with it."""
        return ()

    def retranslate(self) -> None:
        """Set every text in the language in use."""

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
