"""What the Hangul fields share: a text with the syllable still being composed.

Qt counts positions in UTF-16 units, Python in characters; an emoji before the
cursor would shift a syllable by one.
"""

from typing import Protocol

from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

_CODING, _UNIT, _LENIENT = "utf-16-le", 2, "surrogatepass"


class Composing(Protocol):
    """A field in which a syllable may be under way."""

    def preedit(self) -> str:
        """Return the syllable under way, or nothing."""

    def keep(self, syllable: str) -> None:
        """Write ``syllable`` at the cursor as if it had been committed."""


def is_undo(event: QEvent) -> bool:
    """Say whether a field is asked if it wants Ctrl+Z for itself."""
    return (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.ShortcutOverride
        and event.matches(QKeySequence.StandardKey.Undo)
    )


def with_preedit(text: str, position: int, preedit: str) -> str:
    """Return ``text`` with ``preedit`` put in at Qt's ``position``."""
    if not preedit:
        return text
    units = text.encode(_CODING, _LENIENT)
    at = position * _UNIT
    head, tail = units[:at], units[at:]
    return head.decode(_CODING, _LENIENT) + preedit + tail.decode(_CODING, _LENIENT)


def commit_preedit(field: Composing) -> None:
    """End the composition so that the syllable stands in the text.

    Not every platform's input method answers a commit; what it leaves behind is
    taken over here.
    """
    if not field.preedit():
        return
    method = QGuiApplication.inputMethod()
    method.commit()
    left = field.preedit()
    if left:
        method.reset()
        if field.preedit():
            field.keep(left)
