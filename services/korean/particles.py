"""Korean particles that follow the sound of the word before them.

"민원을" but "회의를": a text with a value in it cannot know which. Digits and
Latin letters are read aloud the Korean way.
"""

from enum import Enum

from services.korean import hangul

_DIGITS = dict(zip("0123456789", "영일이삼사오육칠팔구", strict=True))
_LATIN = {"l": "엘", "m": "엠", "n": "엔", "r": "알"}
_OPEN = "가"  # stands for every reading without a final consonant


class Particle(Enum):
    """A pair of particles: after a final consonant, after a vowel, undecided."""

    EUL_REUL = ("을", "를", "을(를)")
    I_GA = ("이", "가", "이(가)")
    EUN_NEUN = ("은", "는", "은(는)")
    GWA_WA = ("과", "와", "과(와)")
    EURO_RO = ("으로", "로", "(으)로")


def with_particle(word: str, particle: Particle) -> str:
    """Return the word with the fitting particle; both if it cannot be read aloud.

    Closing brackets and marks are not read: ``5층(회의실)`` takes ``을``.
    """
    return word + choose(word, particle)


def choose(word: str, particle: Particle) -> str:
    """Return the particle alone, for texts that put it behind a styled word."""
    closed, opened, undecided = particle.value
    final = _final(word)
    if final is None:
        return undecided
    if final == "ㄹ" and particle is Particle.EURO_RO:
        return opened
    return closed if final else opened


def _final(word: str) -> str | None:
    """Return the last consonant heard, empty for none, None if unreadable."""
    heard = next((c for c in reversed(hangul.plain(word)) if c.isalnum()), "")
    if not heard:
        return None
    if heard in hangul.INITIALS or heard in hangul.FINALS:
        return "ㄹ" if heard == "ㄹ" else "ㅇ"  # 기역, 리을: their names end so
    reading = _reading(heard)
    return hangul.split(reading).final if hangul.is_syllable(reading) else None


def _reading(heard: str) -> str:
    if heard in _DIGITS:
        return _DIGITS[heard]
    if (heard.isascii() and heard.isalpha()) or heard in hangul.VOWELS:
        return _LATIN.get(heard, _OPEN)
    return heard
