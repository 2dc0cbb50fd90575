"""Finds a row by the letters typed while a list has the focus.

A list has no input method, so ㄱㅊㅅ arrives as the Latin keys r, c, t: both readings
are tried.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QGuiApplication

from services.korean.keyboard import from_dubeolsik

Matcher = Callable[[str, str], bool]


class TypeAhead:
    """Collects keys that follow each other quickly into one query."""

    def __init__(self, matches: Matcher) -> None:
        self._matches = matches
        self._typed = ""
        self._since = QElapsedTimer()

    def find(self, key: str, texts: Sequence[str], current: int) -> int | None:
        """Return the place of the next text that fits what has been typed.

        Args:
            key: The letter typed now.
            texts: What the rows are called, in their order.
            current: The place to begin at; a first letter goes on from the next.

        Returns:
            None if nothing fits.
        """
        begins = self._begins_anew()
        self._typed = key if begins else self._typed + key
        self._since.restart()
        start = current + 1 if begins else max(current, 0)
        count = len(texts)
        places = [(start + step) % count for step in range(count)]
        return next((at for at in places if self._fits(texts[at])), None)

    def _begins_anew(self) -> bool:
        pause = QGuiApplication.styleHints().keyboardInputInterval()
        return not self._since.isValid() or self._since.elapsed() > pause

    def _fits(self, text: str) -> bool:
        readings = (self._typed, from_dubeolsik(self._typed))
        return any(self._matches(reading, text) for reading in readings)
