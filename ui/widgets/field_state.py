"""A labelled field with its hint or error right below it."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from services.core.texts import gettext as _
from ui.widgets.announce import announce, interrupt
from ui.widgets.digits_edit import DigitsEdit
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.role import set_role, set_state
from ui.widgets.value_edit import ValueEdit

_LABEL_CHARACTERS = 6  # the longest usual label of the paper form


class FieldRow(QWidget):
    """Binds label, field and message, for the eye and for the screen reader.

    Showing an error moves no focus and blocks nothing.
    """

    def __init__(
        self, label: str, editor: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._required = False
        self._words = ""
        self._given = 0
        self._label = QLabel(self)
        self._label.setBuddy(editor)
        self._mark = QLabel(self)
        set_role(self._mark, "hint")
        self._mark.hide()
        self._message = QLabel(self)
        self._message.setWordWrap(True)
        self._message.hide()
        self._lay_out()
        self.set_label(label)
        if isinstance(editor, DigitsEdit | ValueEdit):
            editor.complained.connect(self._on_editor_complained)
        if isinstance(editor, HangulLineEdit):
            editor.lines_joined.connect(self._on_editor_lines_joined)

    def set_label(self, label: str) -> None:
        """Show ``label`` before the field and make it the field's name."""
        self._words = label
        self._label.setText(label)
        self._mark.setText(_("* required"))
        named = _("{label}, required").format(label=label) if self._required else label
        self.editor.setAccessibleName(named)

    def label_width(self) -> int:
        """Return the room that the label asks for, in pixels."""
        return self._label.sizeHint().width()

    def give_label(self, width: int) -> None:
        """Give the label so many pixels, so that fields begin below each other."""
        self._given = width
        self._fit_label()

    def require(self) -> None:
        """Mark the field as one that is needed."""
        self._required = True
        self._mark.show()
        self.set_label(self._words)

    def show_error(self, text: str) -> None:
        """Show what is wrong below the field and have it said at once."""
        if self._show(text, "error"):
            interrupt(self.editor, text)

    def show_hint(self, text: str) -> None:
        """Show help below the field and have it said when nothing else is."""
        if self._show(text, "hint"):
            announce(self.editor, text)

    def clear(self) -> None:
        """Take hint or error away."""
        self._message.hide()
        self._message.clear()
        self.editor.setAccessibleDescription("")
        set_state(self.editor, "")

    def message(self) -> str:
        """Return the hint or error that is shown, or nothing."""
        return self._message.text()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._fit_label()
        super().changeEvent(event)

    @Slot(str)
    def _on_editor_complained(self, words: str) -> None:
        if words:
            self.show_hint(words)
        else:
            self.clear()

    @Slot()
    def _on_editor_lines_joined(self) -> None:
        self.show_hint(_("Several lines were pasted; they are one text here."))

    def _show(self, text: str, role: str) -> bool:
        if not text:
            self.clear()
            return False
        if text == self._message.text() and self._message.property("role") == role:
            return False
        set_role(self._message, role)
        self._message.setText(text)
        self._message.show()
        self.editor.setAccessibleDescription(text)
        set_state(self.editor, role)
        return True

    def _lay_out(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(layout.verticalSpacing() // 2)
        layout.addWidget(self._label, 0, 0, self._label_side())
        layout.addWidget(self.editor, 0, 1)
        layout.addWidget(self._mark, 0, 2)
        layout.addWidget(self._message, 1, 1, 1, 2)
        layout.setColumnStretch(1, 1)
        self._message.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum
        )
        self._fit_label()

    def _label_side(self) -> Qt.AlignmentFlag:
        several_lines = isinstance(self.editor, QPlainTextEdit)
        top, middle = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignVCenter
        return top if several_lines else middle

    def _fit_label(self) -> None:
        width = self.fontMetrics().horizontalAdvance("가" * _LABEL_CHARACTERS)
        self._label.setMinimumWidth(max(width, self._given))
        if isinstance(self.editor, QPlainTextEdit):  # beside its first line
            above = self.fontMetrics().height() // 3
            self._label.setContentsMargins(0, above, 0, 0)


def align_labels(rows: Iterable[FieldRow]) -> None:
    """Let the fields of several rows begin below each other."""
    lines = tuple(rows)
    widest = max(row.label_width() for row in lines)
    for row in lines:
        row.give_label(widest)
