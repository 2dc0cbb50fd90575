"""A field for telephone and other numbers, typed with the Hangul keyboard too."""

import unicodedata

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QInputMethodEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from services.core.texts import gettext as _
from services.core.texts import ngettext
from services.korean.phones import digits, is_number, is_whole
from ui.widgets.hangul_line_edit import HangulLineEdit

_MARKS = "-"


def clean_number(text: str) -> str:
    """Return the digits and hyphens of ``text``; full-width ones become plain.

    Latin letters stay: a passport's number without its letter would look like a
    telephone's.  What Hangul keys leave behind goes.
    """
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if c in _MARKS or (c.isascii() and c.isalnum()))


class DigitsEdit(HangulLineEdit):
    """Says so when something else than a number is typed, or a number is not whole.

    Signals:
        complained: Something else was typed: carries words for the person; carries
            nothing once a number has been typed again.
    """

    complained = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._complaint = ""
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
        lettered = any(map(str.isalpha, self.text()))
        self._complain(_("Numbers only.") if foreign or lettered else "")

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.text().strip() and not self._complaint:
            self._complain(_standing_words(self.text()))

    def _complain(self, words: str) -> None:
        if words != self._complaint:
            self._complaint = words
            self.complained.emit(words)


def _standing_words(text: str) -> str:
    """Return what is to be said of a number once it is left; it may be saved so."""
    if not is_number(text):
        return _("Numbers only.")
    if is_whole(text):
        return ""
    count = len(digits(text))
    told = ngettext(
        "A telephone number has 10 or 11 digits; this has {count}.",
        "A telephone number has 10 or 11 digits; this has {count}.",
        count,
    )
    return told.format(count=count)
