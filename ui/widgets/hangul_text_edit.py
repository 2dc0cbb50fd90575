"""Several lines of text in which Hangul is safe while it is being composed."""

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from ui.widgets.composition import commit_preedit, is_undo, with_preedit


class HangulTextEdit(QPlainTextEdit):
    """Reads along while a syllable is composed; Tab leaves, Enter is a new line.

    Signals:
        live_text_changed: A person changed the text; carries it with the syllable
            under way. Not emitted when the program writes.
    """

    live_text_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preedit = ""
        self._queued: str | None = None
        self._told = ""
        self._composes = False
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._on_text_changed)

    def preedit(self) -> str:
        """Return the syllable under way, or nothing."""
        return self._preedit

    def text(self) -> str:
        """Return the text without the syllable under way."""
        return self.toPlainText()

    def live_text(self) -> str:
        """Return the text as the person sees it, the syllable under way included."""
        position = self.textCursor().position()
        return with_preedit(self.toPlainText(), position, self._preedit)

    def set_text_when_idle(self, text: str) -> None:
        """Show ``text`` now, or once the composition under way has been given up.

        What a person types meanwhile is newer: a syllable that is committed wins
        and ``text`` is dropped.
        """
        if self._preedit:
            self._queued = text
            return
        self._queued = None
        if text != self.toPlainText():
            self._write(text)

    @override
    def setPlainText(self, text: str, /) -> None:
        self.set_text_when_idle(text)

    @override
    def clear(self) -> None:
        self.set_text_when_idle("")

    def forget(self) -> None:
        """Empty the field for certain, the syllable under way too: the desk locks."""
        QGuiApplication.inputMethod().reset()
        self._preedit, self._queued = "", None
        self._write("")

    def commit(self) -> None:
        """Make the syllable under way part of the text."""
        commit_preedit(self)

    def keep(self, syllable: str) -> None:
        """Write ``syllable`` at the cursor as if it had been committed."""
        event = QInputMethodEvent("", [])
        event.setCommitString(syllable)
        self.inputMethodEvent(event)

    @override
    def event(self, event: QEvent, /) -> bool:
        if is_undo(event) and not (self.document().isUndoAvailable() or self._preedit):
            event.ignore()  # nothing was typed here: the desk's last step is meant
            return True
        return super().event(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        before = self.toPlainText()
        self._composes = True
        try:
            self._preedit = event.preeditString()
            super().inputMethodEvent(event)
        finally:
            self._composes = False
        if not self._preedit:
            self._write_queued(before)
        self._tell()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.commit()
        super().focusOutEvent(event)

    @Slot()
    def _on_text_changed(self) -> None:
        if not self._composes:
            self._tell()

    def _write_queued(self, before: str) -> None:
        queued, self._queued = self._queued, None
        if queued is not None and self.toPlainText() == before:
            self._write(queued)

    def _write(self, text: str) -> None:
        self._told = text
        super().setPlainText(text)

    def _tell(self) -> None:
        text = self.live_text()
        if text != self._told:
            self._told = text
            self.live_text_changed.emit(text)
