"""Presses keys as a hand does, wherever the focus is, and counts them."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tests.ui.hangul import FIRST, PER_INITIAL, PER_VOWEL, SYLLABLES, type_hangul

_TWO_STROKE_VOWELS = frozenset({9, 10, 11, 14, 15, 16, 19})  # ㅘㅙㅚㅝㅞㅟㅢ
_TWO_STROKE_FINALS = frozenset({3, 5, 6, 9, 10, 11, 12, 13, 14, 15, 18})


def strokes(text: str) -> int:
    """Return how many keys of the two-set keyboard ``text`` takes."""
    return sum(_strokes_of(letter) for letter in text)


def _strokes_of(letter: str) -> int:
    at = ord(letter) - FIRST
    if not 0 <= at < SYLLABLES:
        return 1
    vowel, final = at % PER_INITIAL // PER_VOWEL, at % PER_VOWEL
    ends = (2 if final in _TWO_STROKE_FINALS else 1) if final else 0
    return 1 + (2 if vowel in _TWO_STROKE_VOWELS else 1) + ends


class Keyboard:
    """A hand on the keys; ``pressed`` is how often it struck one."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.pressed = 0

    @property
    def focus(self) -> QWidget:
        """Where keys go now: an open menu takes them all."""
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            return popup
        return QApplication.focusWidget() or self._window

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Strike one key, with what is held down."""
        self.pressed += 1
        QTest.keyClick(self.focus, key, modifier)

    def ctrl(self, key: Qt.Key) -> None:
        """Strike one key with Ctrl."""
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def shift(self, key: Qt.Key) -> None:
        """Strike one key with Shift."""
        self.press(key, Qt.KeyboardModifier.ShiftModifier)

    def digits(self, text: str) -> None:
        """Type plain characters; never Hangul."""
        self.pressed += len(text)
        QTest.keyClicks(self.focus, text)

    def hangul(self, text: str) -> None:
        """Type Hangul with the input method; each jamo is a key."""
        self.pressed += strokes(text)
        type_hangul(self.focus, text)
