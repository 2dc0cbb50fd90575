"""Repairs a Korean name typed while the keyboard stood on English.

After an English password the first name often comes out as ``rlacjftn``; the
two-set keyboard table turns it back into 김철수.
"""

from services.korean import hangul

_KEYS = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnm",
        "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ",
        strict=True,
    )
)
_SHIFTED = dict(zip("QWERTOP", "ㅃㅉㄸㄲㅆㅒㅖ", strict=True))
_NAME_LENGTHS = range(2, 6)  # syllables of a Korean name


def from_dubeolsik(typed: str) -> str:
    """Return what these keys write on the two-set Korean keyboard.

    Characters that are no letter keys stay and end the syllable before them.
    """
    written = _Syllables()
    for key in typed:
        letter = _SHIFTED.get(key) or _KEYS.get(key.lower())
        if letter is None:
            written.end(key)
        else:
            written.add(letter)
    return written.text()


def hangul_offer(typed: str) -> str | None:
    """Return the Korean name that was probably meant, or None.

    Only for Latin letters that make two to five whole syllables. Capitals alone
    come from Caps Lock, not from Shift.
    """
    if not (typed.isascii() and typed.isalpha()):
        return None
    name = from_dubeolsik(typed.lower() if typed.isupper() else typed)
    whole = len(name) in _NAME_LENGTHS and all(map(hangul.is_syllable, name))
    return name if whole else None


class _Syllables:
    """Letters become syllables in the way an input method composes them."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._initial = self._vowel = self._final = ""

    def add(self, letter: str) -> None:
        if letter in hangul.VOWELS:
            self._add_vowel(letter)
        else:
            self._add_consonant(letter)

    def end(self, character: str = "") -> None:
        """Close the syllable under way and put ``character`` after it."""
        if self._initial and self._vowel:
            self._done.append(hangul.join(self._initial, self._vowel, self._final))
        else:
            self._done.append(self._initial + self._vowel)
        self._done.append(character)
        self._initial = self._vowel = self._final = ""

    def text(self) -> str:
        self.end()
        return "".join(self._done)

    def _add_vowel(self, letter: str) -> None:
        if self._final:  # its last stroke begins the next syllable
            strokes = hangul.STROKES.get(self._final, self._final)
            self._final, moved = strokes[:-1], strokes[-1]
            self.end()
            self._initial, self._vowel = moved, letter
        elif not self._vowel:
            self._vowel = letter
        elif self._vowel + letter in hangul.JOINED:
            self._vowel = hangul.JOINED[self._vowel + letter]
        else:
            self.end()
            self._vowel = letter

    def _add_consonant(self, letter: str) -> None:
        if self._initial and self._vowel:
            final = self._final + letter
            final = hangul.JOINED.get(final, final)
            if final in hangul.FINALS:
                self._final = final
                return
        if self._initial or self._vowel:
            self.end()
        self._initial = letter
