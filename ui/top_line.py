"""The line above the page: the day, its session, find, and what is not yet sent."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from services.core.texts import gettext as _
from ui.widgets.announce import announce
from ui.widgets.key_button import KeyButton
from ui.widgets.role import set_role


class TopLine(QWidget):
    """Says what day it is and how the desk stands with the shared database.

    Signals:
        menu_asked: The menu was pressed.
        find_asked: Find or command was pressed.
        sync_asked: The word about sync was pressed.
    """

    menu_asked = Signal()
    find_asked = Signal()
    sync_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "topLine")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._day = QLabel(self)
        self._day.setProperty("role", "title")
        self._menu = KeyButton("", "F10", self)
        self._menu.setObjectName("menuButton")
        self._menu.clicked.connect(self.menu_asked)
        self._find = QPushButton(self)
        self._find.setObjectName("findButton")
        self._find.setProperty("role", "search")
        self._find.clicked.connect(self._on_find_clicked)
        self._sync = QPushButton(self)
        self._sync.setObjectName("syncWord")
        self._sync.setProperty("role", "quiet")
        self._sync.clicked.connect(self._on_sync_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.addWidget(self._menu)
        row.addWidget(self._day, 1)
        row.addWidget(self._find)
        row.addWidget(self._sync)

    def show_day(self, text: str) -> None:
        """Show the day and what is special about it."""
        self._day.setText(text)

    def show_sync(self, text: str, *, is_alarming: bool) -> None:
        """Show the word about sync: quiet, unless a person has to look; then it is said."""
        is_news = is_alarming and text != self._sync.text()
        self._sync.setText(text)
        set_role(self._sync, "warning" if is_alarming else "quiet")
        if is_news:
            announce(self._sync, text)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self._menu.set_title(_("Menu"))
        self._find.setText(_("Find or command  Ctrl+K"))

    @Slot()
    def _on_find_clicked(self) -> None:
        self.find_asked.emit()

    @Slot()
    def _on_sync_clicked(self) -> None:
        self.sync_asked.emit()
