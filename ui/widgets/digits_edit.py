"""A field for telephone and other numbers, typed with the Hangul keyboard too."""

import unicodedata

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from services.core.texts import gettext as _
from ui.widgets.hangul_line_edit import HangulLineEdit

_MARKS = "-"


def clean_number(text: str) -> str:
    """Return the digits and hyphens of ``text``; full-width ones become plain."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if c in _MARKS or (c.isascii() and c.isdigit()))


class DigitsEdit(HangulLineEdit):
    """Keeps digits and hyphens and says so when something else is typed.

    Signals:
        complained: Something else was typed: carries words for the person; carries
            nothing once a number has been typed again.
    """

    complained = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._complains = False
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

    def digits(self) -> str:
        """Return the digits alone."""
        return "".join(c for c in self.text() if c.isdigit())

    @override
    def set_text_when_idle(self, text: str) -> None:
        super().set_text_when_idle(text)
        self._complain("")

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        typed = event.preeditString() + event.commitString()
        cleaned = QInputMethodEvent("", [])
        cleaned.setCommitString(
            clean_number(event.commitString()),
            event.replacementStart(),
            event.replacementLength(),
        )
        super().inputMethodEvent(cleaned)
        if typed:
            self._judge(typed)
        event.accept()

    @override
    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        cleaned = clean_number(text)
        if cleaned != text:
            head = clean_number(text[: self.cursorPosition()])
            self._replace(cleaned)
            self.setCursorPosition(len(head))
        super()._on_text_edited(cleaned)
        self._judge(text)

    def _judge(self, typed: str) -> None:
        clean = clean_number(typed)
        foreign = clean != unicodedata.normalize("NFKC", typed).replace(" ", "")
        self._complain(_("Numbers only.") if foreign else "")

    def _complain(self, words: str) -> None:
        if bool(words) != self._complains:
            self._complains = bool(words)
            self.complained.emit(words)
