"""The field that searches while one types."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.widgets.hangul_line_edit import HangulLineEdit

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(HangulLineEdit):
    """Searches from the first stroke; arrows and Enter reach the list beside it.

    Listen to ``live_text_changed`` for the query.

    Signals:
        list_wanted: Alt+Down was pressed: the focus should go to the results.
        next_wanted: Down: the result below should become the current one.
        previous_wanted: Up: the result above should become the current one.
        chosen: Enter: the current result is taken.
    """

    list_wanted = Signal()
    next_wanted = Signal()
    previous_wanted = Signal()
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(True)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        match event.key():
            case Qt.Key.Key_Down if alt:
                self.list_wanted.emit()
            case Qt.Key.Key_Down:
                self.next_wanted.emit()
            case Qt.Key.Key_Up:
                self.previous_wanted.emit()
            case key if key in _ENTER and not self._has_modifiers(event):
                self.commit()
                self.chosen.emit()
            case _:
                super().keyPressEvent(event)

    def _has_modifiers(self, event: QKeyEvent) -> bool:
        keypad = Qt.KeyboardModifier.KeypadModifier
        return (event.modifiers() & ~keypad) != Qt.KeyboardModifier.NoModifier
