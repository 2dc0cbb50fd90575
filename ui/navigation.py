"""The list of pages at the left: one button each, with its key."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QVBoxLayout, QWidget

from services.core.texts import gettext as _
from ui.page import Page

KEYS = {
    "today": "Alt+1",
    "reception": "Alt+2",
    "calendar": "Alt+3",
    "selection": "Alt+4",
    "dong_visits": "Alt+5",
    "dong_cards": "Alt+6",
    "tours": "Alt+7",
    "briefing": "Alt+8",
    "figures": "Alt+9",
    "sync": "Alt+0",
}


class Navigation(QWidget):
    """Shows the pages and which one is in front.

    Signals:
        chosen: A page was asked for; carries its id.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setProperty("role", "nav")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._pages: dict[str, Page] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._name = QLabel(self)
        self._name.setProperty("role", "navTitle")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 12, 0, 12)
        self._column.setSpacing(0)
        self._column.addWidget(self._name)
        self._column.addStretch(1)

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Give every page a button, in this order."""
        for page in pages:
            button = QPushButton(self)
            button.setObjectName(f"nav-{page.page_id}")
            button.setProperty("role", "navItem")
            button.setProperty("pageId", page.page_id)
            button.setCheckable(True)
            button.clicked.connect(self._on_button_clicked)
            self._group.addButton(button)
            self._column.insertWidget(self._column.count() - 1, button)
            self._pages[page.page_id] = page
            self._buttons[page.page_id] = button
        self.retranslate()

    def mark(self, page_id: str) -> None:
        """Show which page is in front."""
        button = self._buttons.get(page_id)
        if button is not None:
            button.setChecked(True)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self._name.setText(_("Tongtong Desk"))
        widest = 0
        for page_id, button in self._buttons.items():
            title = self._pages[page_id].title()
            key = KEYS.get(page_id, "")
            button.setText(f"{key}  {title}" if key else title)
            button.setAccessibleName(title)
            widest = max(widest, button.fontMetrics().horizontalAdvance(button.text()))
        self.setFixedWidth(widest + self.fontMetrics().averageCharWidth() * 6)

    @Slot()
    def _on_button_clicked(self) -> None:
        button = self.sender()
        if button is not None:
            self.chosen.emit(str(button.property("pageId")))
