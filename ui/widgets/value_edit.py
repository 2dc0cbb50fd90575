"""A line that stands for one value: read as it was typed, written as the house writes.

Nothing that was typed becomes another value: what cannot be read stays as it is, and
the field says so when it is left.
"""

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.error_texts_field import field_words
from ui.widgets.hangul_line_edit import HangulLineEdit

_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class ValueEdit(HangulLineEdit):
    """Writes its value out when it is left; Up and Down go to the next one.

    Attributes:
        unreadable: The fault of a text that is no such value.

    Signals:
        complained: What stands there is no value: carries words for the person;
            carries nothing once it is one again.
    """

    complained = Signal(str)
    unreadable: ClassVar[str]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._complains = False

    def fault(self) -> str:
        """Return what is wrong with what stands there; empty for a value."""
        if self._written() is not None:
            return ""
        return self.unreadable if self.live_text().strip() else "missing"

    def _written(self, steps: int = 0) -> str | None:
        """Return the value so many steps on as the house writes it; None without one."""
        raise NotImplementedError

    @override
    def set_text_when_idle(self, text: str) -> None:
        super().set_text_when_idle(text)
        self._complain("")

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._write_out()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = _STEPS.get(Qt.Key(event.key()), 0)
        if steps and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.commit()
            self._write_out(steps)
            return
        super().keyPressEvent(event)

    def _write_out(self, steps: int = 0) -> None:
        written = self._written(steps)
        if written is not None and written != self.text():
            self._replace(written)
            self._tell()
        self._complain(field_words(self.fault()) if written is None else "")

    def _complain(self, words: str) -> None:
        if bool(words) != self._complains:
            self._complains = bool(words)
            self.complained.emit(words)
