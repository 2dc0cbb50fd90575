"""The line below the page: who works here, what is saved, when the desk locks."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from services.core.texts import gettext as _


class StatusLine(QWidget):
    """Shows quiet facts; nothing here asks for an answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "statusLine")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._who = ""
        self._saved = ""
        self._lock_in = ""
        self._pauses = False
        self._sync = ""
        self._notes = ""
        self._time: Callable[[], str] = str
        self._left = QLabel(self)
        self._left.setObjectName("statusLeft")
        self._right = QLabel(self)
        self._right.setObjectName("statusRight")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.addWidget(self._left, 1)
        row.addWidget(self._right)

    def show_who(self, name: str, time_text: Callable[[], str]) -> None:
        """Show who is signed in; ``time_text`` says what time it is."""
        self._who, self._time = name, time_text
        self._show()

    def show_saved(self) -> None:
        """Say that the last change is durable, and since when."""
        self._saved = self._time()
        self._show()

    def show_lock_in(self, text: str) -> None:
        """Show how long until the desk locks."""
        self._lock_in = text
        self._show()

    def show_pause(self, *, pauses: bool) -> None:
        """Show whether sync pauses when the desk locks."""
        if pauses != self._pauses:
            self._pauses = pauses
            self._show()

    def show_sync(self, text: str) -> None:
        """Show when the shared database is tried again; empty while all is well."""
        if text != self._sync:
            self._sync = text
            self._show()

    def show_notes(self, text: str) -> None:
        """Show text size and board at the right."""
        self._notes = text
        self._show()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self._show()

    def _show(self) -> None:
        parts = [self._who]
        if self._saved:
            parts.append(_("saved {time}").format(time=self._saved))
        if self._lock_in:
            told = (
                _("locks in {time}, and sync pauses then")
                if self._pauses
                else _("locks in {time}")
            )
            parts.append(told.format(time=self._lock_in))
        if self._sync:
            parts.append(self._sync)
        self._left.setText(" · ".join(part for part in parts if part))
        self._right.setText(self._notes)
