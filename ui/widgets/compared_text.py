"""A text to be read beside another, with what differs in bold and underlined."""

import re

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLabel, QTextEdit, QVBoxLayout, QWidget

_PIECES = re.compile(r"\s+|\S+")


def differing(text: str, other: str) -> tuple[tuple[int, int], ...]:
    """Return where words of ``text`` are not in ``other``, as begin and end."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - only where two texts clash

    ours, theirs = _PIECES.findall(text), _PIECES.findall(other)
    spans: list[tuple[int, int]] = []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, begin, end, _from, _to in matcher.get_opcodes():
        if tag in ("replace", "delete"):
            at = sum(map(len, ours[:begin]))
            spans.append((at, at + sum(map(len, ours[begin:end]))))
    return tuple(spans)


class ComparedText(QWidget):
    """Shows whose text it is and the text itself; it can be read and copied by key."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whose = QLabel(self)
        self._whose.setObjectName(f"{name}Whose")
        self._whose.setWordWrap(True)
        self._text = QTextEdit(self)
        self._text.setObjectName(name)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._whose.setBuddy(self._text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whose)
        column.addWidget(self._text, 1)

    def show_text(self, whose: str, text: str, other: str) -> None:
        """Show ``text`` with the words marked that ``other`` has not."""
        self._whose.setText(whose)
        self._text.setAccessibleName(whose)
        self._text.setPlainText(text)
        marked = QTextCharFormat()
        marked.setFontWeight(QFont.Weight.Bold)
        marked.setFontUnderline(True)
        cursor = QTextCursor(self._text.document())
        for begin, end in differing(text, other):
            cursor.setPosition(begin)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(marked)
