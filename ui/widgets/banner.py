"""A band across the page: the practice office, or a warning with its way out."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.widgets.announce import interrupt
from ui.widgets.key_button import KeyButton
from ui.widgets.role import set_role


class Banner(QFrame):
    """Stays until what it says is over; hidden while it has nothing to say.

    Signals:
        asked: The action beside the words was pressed.
    """

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._action = KeyButton(parent=self)
        self._action.clicked.connect(self._on_action_clicked)
        layout = QHBoxLayout(self)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._action)
        self.hide()

    def show_practice(self, words: str) -> None:
        """Show that this is the practice office, in its own colour, for good."""
        set_role(self, "bannerPractice")
        self._show(words, "", "")

    def show_warning(self, words: str, action: str = "", key: str = "") -> None:
        """Show and say a warning; ``action`` names what can be done about it."""
        set_role(self, "bannerWarning")
        changed = words != self._words.text() or self.isHidden()
        self._show(words, action, key)
        if changed:
            interrupt(self, words)

    def words(self) -> str:
        """Return what the band says, or nothing."""
        return self._words.text()

    def clear(self) -> None:
        """Take the band away."""
        self._words.clear()
        self.hide()

    @Slot()
    def _on_action_clicked(self) -> None:
        self.asked.emit()

    def _show(self, words: str, action: str, key: str) -> None:
        self._words.setText(words)
        self._action.set_title(action)
        self._action.set_key(key)
        self._action.setVisible(bool(action))
        self.show()
