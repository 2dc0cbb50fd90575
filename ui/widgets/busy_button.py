"""A button whose work takes a moment: it cannot be asked twice."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.widgets.announce import announce
from ui.widgets.key_button import KeyButton


class BusyButton(KeyButton):
    """Asks once, shows what is going on, and keeps the focus meanwhile.

    Signals:
        asked: Somebody pressed the button and no work is under way. Listen to this
            instead of ``clicked``.
    """

    asked = Signal()

    def __init__(
        self, title: str = "", key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(title, key, parent)
        self._busy = False
        self.clicked.connect(self._on_clicked)

    @property
    def is_busy(self) -> bool:
        """Whether work is under way."""
        return self._busy

    def show_busy(self, words: str) -> None:
        """Show ``words`` ("저장하는 중…") and take no further press."""
        self._busy = True
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        announce(self, words)

    def show_idle(self) -> None:
        """Show the title again and take presses."""
        self._busy = False
        self._show()

    @Slot()
    def _on_clicked(self) -> None:
        if not self._busy:
            self.asked.emit()
