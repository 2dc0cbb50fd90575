"""A field that is chosen by one key: each choice shows the key that picks it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

E = TypeVar("E", bound=StrEnum)
KEYS = "1234567890-="


class ChoiceField(QComboBox):
    """Offers the members of an enum; a digit picks, Enter goes on to the next field.

    Signals:
        picked: A person chose, by key or by mouse.
    """

    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.setMinimumContentsLength(12)
        self.setMinimumHeight(self.fontMetrics().height() + 14)  # as a text field
        self.activated.connect(self.picked)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show these choices, keeping the chosen one; each a key and its word."""
        chosen = self.currentData()
        self.clear()
        for key, (member, word) in zip(KEYS, choices, strict=False):
            self.addItem(f"{key}  {word}", str(member))
        at = self.findData(chosen)
        self.setCurrentIndex(max(at, 0))

    def chosen(self, kind: type[E]) -> E:
        """Return the member that is chosen."""
        return kind(self.currentData())

    def chosen_key(self) -> str:
        """Return the key that is chosen; empty when nothing is offered."""
        return str(self.currentData() or "")

    def choose(self, member: StrEnum) -> None:
        """Choose a member."""
        self.setCurrentIndex(self.findData(member.value))

    def choose_key(self, key: str) -> None:
        """Choose what has this key; what is not offered changes nothing."""
        at = self.findData(key)
        if at >= 0:
            self.setCurrentIndex(at)

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        key = e.text()
        plain = not e.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key and key in KEYS[: self.count()]:
            self.setCurrentIndex(KEYS.index(key))
            self.picked.emit()
            return
        if e.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            e.ignore()
            return
        super().keyPressEvent(e)
