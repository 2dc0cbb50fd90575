"""What stands where nothing is: one sentence and the one next thing to do."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from services.core.texts import gettext as _
from ui.reading import Reading
from ui.widgets.key_button import KeyButton
from ui.widgets.role import set_role


class EmptyState(QWidget):
    """Says why nothing is here and offers the next action with its key.

    Signals:
        asked: The action was pressed.
    """

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = QLabel(self)
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(self._sentence, "subtle")
        self._action = KeyButton(parent=self)
        self._action.clicked.connect(self._on_action_clicked)
        self._action.hide()
        self._words = ("", "", "")
        self._reading = Reading.DONE
        layout = QVBoxLayout(self)
        layout.addStretch()
        layout.addWidget(self._sentence)
        layout.addWidget(self._action, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()

    def show_words(self, sentence: str, action: str = "", key: str = "") -> None:
        """Show ``sentence`` and, if ``action`` is named, its button."""
        self._words = (sentence, action, key)
        self._show()

    def stand(self, reading: Reading) -> None:
        """Say that nothing is here only once that is known."""
        self._reading = reading
        self._show()

    def _show(self) -> None:
        sentence, action, key = self._words
        if self._reading is Reading.UNDER_WAY:
            sentence, action = _("Reading …"), ""
        elif self._reading is Reading.FAILED:
            action = ""
            sentence = _(
                "This could not be read just now. What is stored is safe; open it "
                "again to try once more."
            )
        self._sentence.setText(sentence)
        self._action.set_title(action)
        self._action.set_key(key)
        self._action.setVisible(bool(action))

    def sentence(self) -> str:
        """Return the sentence shown."""
        return self._sentence.text()

    @Slot()
    def _on_action_clicked(self) -> None:
        self.asked.emit()
