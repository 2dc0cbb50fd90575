"""The list of pages at the left: one button each, with its key."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QVBoxLayout, QWidget

from services.core.texts import gettext as _
from ui import actions


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
        self._buttons: dict[str, QPushButton] = {}
        self._name = QLabel(self)
        self._name.setProperty("role", "navTitle")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 12, 0, 12)
        self._column.setSpacing(0)
        self._column.addWidget(self._name)
        self._column.addStretch(1)

    def show_pages(self, page_ids: Iterable[str]) -> None:
        """Give every page a button, in this order."""
        for page_id in page_ids:
            button = QPushButton(self)
            button.setObjectName(f"nav-{page_id}")
            button.setProperty("role", "navItem")
            button.setProperty("pageId", page_id)
            button.setCheckable(True)
            button.clicked.connect(self._on_button_clicked)
            self._group.addButton(button)
            self._column.insertWidget(self._column.count() - 1, button)
            self._buttons[page_id] = button
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
            title = actions.text_of(f"page.{page_id}")
            button.setText(f"{actions.key_of(f'page.{page_id}')}  {title}")
            button.setAccessibleName(title)
            widest = max(widest, button.fontMetrics().horizontalAdvance(button.text()))
        self.setFixedWidth(widest + self.fontMetrics().averageCharWidth() * 6)

    @Slot()
    def _on_button_clicked(self) -> None:
        button = self.sender()
        if button is not None:
            self.chosen.emit(str(button.property("pageId")))
