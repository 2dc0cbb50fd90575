"""Types Hangul as an input method does: composed syllable by syllable."""

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
FIRST, PER_INITIAL, PER_VOWEL, SYLLABLES = 0xAC00, 588, 28, 11172


def compose(widget: QWidget, preedit: str) -> None:
    """Show ``preedit`` as the syllable under way."""
    QApplication.sendEvent(widget, QInputMethodEvent(preedit, []))


def commit(widget: QWidget, text: str) -> None:
    """End the composition with ``text``."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def steps(syllable: str) -> tuple[str, ...]:
    """Return what is seen while ``syllable`` is typed: 홍 gives ㅎ, 호, 홍."""
    at = ord(syllable) - FIRST
    if not 0 <= at < SYLLABLES:
        return ()
    open_syllable = chr(FIRST + at // PER_VOWEL * PER_VOWEL)
    seen = (INITIALS[at // PER_INITIAL], open_syllable, syllable)
    return tuple(dict.fromkeys(seen))


def type_hangul(widget: QWidget, text: str) -> None:
    """Type ``text``: every syllable is composed, then committed."""
    for letter in text:
        for step in steps(letter):
            compose(widget, step)
        commit(widget, letter)
