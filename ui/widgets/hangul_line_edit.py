"""One line of text in which Hangul is safe while it is being composed.

Qt's own signals know nothing of the syllable under way, and writing into the field
then loses it; see `live_text` and `set_text_when_idle`.
"""

import re

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from ui.widgets.composition import commit_preedit, is_undo, with_preedit

_LINES = re.compile(r"[^\n\r\u2028\u2029]*[^\s][^\n\r\u2028\u2029]*")
_BREAKS = re.compile(r"[\t\n\r\u2028\u2029]+")


class HangulLineEdit(QLineEdit):
    """Reads along while a syllable is composed and never overwrites one.

    Signals:
        live_text_changed: A person changed the text; carries it with the syllable
            under way. Not emitted when the program writes.
        lines_joined: Several lines were pasted and stand side by side now.
    """

    live_text_changed = Signal(str)
    lines_joined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preedit = ""
        self._queued: str | None = None
        self._told = ""
        self.textEdited.connect(self._on_text_edited)

    def preedit(self) -> str:
        """Return the syllable under way, or nothing."""
        return self._preedit

    def live_text(self) -> str:
        """Return the text as the person sees it, the syllable under way included."""
        return with_preedit(self.text(), self.cursorPosition(), self._preedit)

    def set_text_when_idle(self, text: str) -> None:
        """Show ``text`` now, or once the composition under way has been given up.

        What a person types meanwhile is newer: a syllable that is committed wins
        and ``text`` is dropped.
        """
        if self._preedit:
            self._queued = text
            return
        self._queued = None
        if text != self.text():
            super().setText(text)
        self._told = text

    @override
    def setText(self, text: str | None, /) -> None:
        self.set_text_when_idle(text or "")

    @override
    def clear(self) -> None:
        self.set_text_when_idle("")

    def forget(self) -> None:
        """Empty the field for certain, the syllable under way too: the desk locks."""
        QGuiApplication.inputMethod().reset()
        self._preedit, self._queued = "", None
        super().clear()
        self._told = ""

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
        if is_undo(event) and not (self.isUndoAvailable() or self._preedit):
            event.ignore()  # nothing was typed here: the desk's last step is meant
            return True
        return super().event(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        before = self.text()
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)
        if not self._preedit:
            self._write_queued(before)
        self._tell()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.commit()
        super().focusOutEvent(event)

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        """Let cells and lines of a pasted table stand side by side in the one line."""
        if _BREAKS.search(text):
            head = _BREAKS.sub(" ", text[: self.cursorPosition()])
            self._replace(_BREAKS.sub(" ", text))
            self.setCursorPosition(len(head))
        self._tell()
        if len(_LINES.findall(text)) > 1:
            self.lines_joined.emit()

    def _replace(self, text: str) -> None:
        """Write ``text`` as a person's own, so that it is told."""
        super().setText(text)

    def _write_queued(self, before: str) -> None:
        queued, self._queued = self._queued, None
        if queued is not None and self.text() == before:
            super().setText(queued)
            self._told = queued

    def _tell(self) -> None:
        text = self.live_text()
        if text != self._told:
            self._told = text
            self.live_text_changed.emit(text)
