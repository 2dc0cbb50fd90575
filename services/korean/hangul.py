"""The build of Hangul syllables: letters in, letters out.

Shared by initial-consonant search, particles and the keyboard repair. Letters are
the stand-alone (compatibility) jamo, because those are what a person types.
"""

import unicodedata
from collections.abc import Callable
from typing import NamedTuple

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

FIRST_SYLLABLE = 0xAC00
LAST_SYLLABLE = 0xD7A3
PER_VOWEL = len(FINALS)
PER_INITIAL = len(VOWELS) * PER_VOWEL

# Letters that two key strokes make.
JOINED = {
    "ㅗㅏ": "ㅘ",
    "ㅗㅐ": "ㅙ",
    "ㅗㅣ": "ㅚ",
    "ㅜㅓ": "ㅝ",
    "ㅜㅔ": "ㅞ",
    "ㅜㅣ": "ㅟ",
    "ㅡㅣ": "ㅢ",
    "ㄱㅅ": "ㄳ",
    "ㄴㅈ": "ㄵ",
    "ㄴㅎ": "ㄶ",
    "ㄹㄱ": "ㄺ",
    "ㄹㅁ": "ㄻ",
    "ㄹㅂ": "ㄼ",
    "ㄹㅅ": "ㄽ",
    "ㄹㅌ": "ㄾ",
    "ㄹㅍ": "ㄿ",
    "ㄹㅎ": "ㅀ",
    "ㅂㅅ": "ㅄ",
}
STROKES = {letter: strokes for strokes, letter in JOINED.items()}

# Conjoining letters, which decomposed files bring, and what they look like alone.
_CONJOINING = {
    **{0x1100 + at: letter for at, letter in enumerate(INITIALS)},
    **{0x1161 + at: letter for at, letter in enumerate(VOWELS)},
    **{0x11A7 + at: letter for at, letter in enumerate(FINALS) if letter},
}


class Syllable(NamedTuple):
    """The three letters of a syllable; ``final`` is empty for an open one."""

    initial: str
    vowel: str
    final: str


class Letters(dict[int, str]):
    """A table for ``str.translate``, filled with syllables as they come."""

    def __init__(self, told: Callable[[str], str]) -> None:
        """Keep what tells how one character is written."""
        super().__init__()
        self._told = told

    def __missing__(self, code: int) -> str:
        """Return how a character is written; remember it of a syllable."""
        told = self._told(chr(code))
        if FIRST_SYLLABLE <= code <= LAST_SYLLABLE:
            self[code] = told
        return told


def is_syllable(letter: str) -> bool:
    """Say whether this is one whole Hangul syllable."""
    return len(letter) == 1 and FIRST_SYLLABLE <= ord(letter) <= LAST_SYLLABLE


def split(syllable: str) -> Syllable:
    """Return the letters of a whole Hangul syllable."""
    initial, rest = divmod(ord(syllable) - FIRST_SYLLABLE, PER_INITIAL)
    vowel, final = divmod(rest, PER_VOWEL)
    return Syllable(INITIALS[initial], VOWELS[vowel], FINALS[final])


def join(initial: str, vowel: str, final: str = "") -> str:
    """Return the syllable of these letters."""
    at = INITIALS.index(initial) * PER_INITIAL + VOWELS.index(vowel) * PER_VOWEL
    return chr(FIRST_SYLLABLE + at + FINALS.index(final))


def strokes(letter: str) -> str:
    """Return what one types for a character: ``값`` gives ``ㄱㅏㅂㅅ``."""
    if is_syllable(letter):
        return "".join(STROKES.get(part, part) for part in split(letter))
    return STROKES.get(letter, letter)


def plain(text: str) -> str:
    """Return text for comparing: composed, lower case, invisible characters gone.

    Letter by letter, so that a part of a text stays a part of the result.
    """
    seen = text if text.isprintable() else _seen(text)
    composed = unicodedata.normalize("NFC", seen).translate(_CONJOINING)
    if composed == composed.lower():  # nearly always, and much quicker told
        return composed
    return "".join(c.lower() for c in composed)


def _seen(text: str) -> str:
    return "".join(c for c in text if c.isspace() or not _is_unseen(c))


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs"}
