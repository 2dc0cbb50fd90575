"""A button that shows its key, so that the key is learned by looking."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from ui.widgets.role import set_role


class KeyButton(QPushButton):
    """Shows "새 접수  F2"; its accessible name is "새 접수", its description the key."""

    def __init__(
        self, title: str = "", key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title, self._key = title, key
        self._show()

    def set_title(self, title: str) -> None:
        """Name the button anew."""
        self._title = title
        self._show()

    def set_key(self, key: str) -> None:
        """Show ``key``, a shortcut in the words of the keyboard; empty for none."""
        self._key = key
        self._show()

    def title(self) -> str:
        """Return the name without the key."""
        return self._title

    def make_primary(self) -> None:
        """Look like the one thing that is usually done next."""
        set_role(self, "primary")

    @override
    def sizeHint(self) -> QSize:
        """Leave room for the bold letters of a button that is checked."""
        asked = super().sizeHint()
        if self.isCheckable():
            bold = QFont(self.font())
            bold.setBold(True)
            more = QFontMetrics(bold).horizontalAdvance(self.text())
            asked.setWidth(
                asked.width()
                + max(0, more - self.fontMetrics().horizontalAdvance(self.text()))
            )
        return asked

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _show(self) -> None:
        shown = f"{self._title}  {self._key}" if self._key else self._title
        self.setText(shown.replace("&", "&&"))
        self.setAccessibleName(self._title)
        self.setAccessibleDescription(self._key)
