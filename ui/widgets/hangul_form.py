"""The ground of every form: reading never loses the syllable under way."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.hangul_text_edit import HangulTextEdit

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HangulForm(QWidget):
    """Enter goes to the next field, Ctrl+Enter submits, nothing typed is lost.

    A subclass calls `commit` before it reads its fields on its own account, as an
    autosave does; before ``submitted`` it has been called.

    Signals:
        submitted: Ctrl+Enter was pressed and every syllable stands in its field.
    """

    submitted = Signal()

    def commit(self) -> None:
        """Make the syllables under way part of their fields."""
        QGuiApplication.inputMethod().commit()
        for field in self.fields():
            field.commit()

    def submit(self) -> None:
        """Commit, then say that the form is done, as Ctrl+Enter does."""
        self.commit()
        self.submitted.emit()

    def fields(self) -> Iterator[HangulLineEdit | HangulTextEdit]:
        """Give every text field of the form."""
        yield from self.findChildren(HangulLineEdit)
        yield from self.findChildren(HangulTextEdit)

    def forget(self) -> None:
        """Empty every text field for certain: the desk is being locked."""
        for field in self.fields():
            field.forget()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
            return
        match event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            case Qt.KeyboardModifier.ControlModifier:
                self.submit()
            case Qt.KeyboardModifier.NoModifier:
                self._enter()
            case _:
                super().keyPressEvent(event)

    def _enter(self) -> None:
        here = self.focusWidget()
        if isinstance(here, QPushButton):
            here.click()
        else:
            self.focusNextChild()
