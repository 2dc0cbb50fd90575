"""Marks of office paper: numbering by level, bullets, and the end mark.

Source: 행정업무의 운영 및 혁신에 관한 규정 시행규칙 §2 ① (numbering), §4 ④ (붙임), §4 ⑤ (끝).
"""

import re
from dataclasses import dataclass
from itertools import product

from services.korean.dates import KOREAN
from services.korean.hangul import join

BULLETS = ("□", "○", "-", "·")
NOTE = "※"
DEEPEST = 8

_INITIALS = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
_ORDER_VOWELS = "ㅏㅓㅗㅜㅡㅣ"  # after 하 come 거, 너, 더
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CIRCLED_HANGUL = "㉮㉯㉰㉱㉲㉳㉴㉵㉶㉷㉸㉹㉺㉻"

# A mark that somebody has typed, and the level it stands for.
_TYPED = (
    (re.compile(r"(□|■|▣|◇|◆)\s*"), 1),
    (re.compile(r"(○|●|◦|⚬|[①-⑳]|[㉮-㉻]|[0-9]{1,2}\.|[가-하]\.|[0-9가-하]{1,2}\)"
                r"|\([0-9가-하]{1,2}\)|[문답]\)|[QA]\.)\s+"), 2),
    (re.compile(r"(-|–|—|⇒|→)\s+"), 3),
    (re.compile(r"(·|ㆍ|•|‧|∙)\s*"), 4),
    (re.compile(r"(※|\*)\s+"), 4),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """One line of a text with its mark apart; level 1 stands at the margin."""

    level: int
    mark: str
    text: str


def number(level: int, place: int, language: str = KOREAN) -> str:
    """Return the number of the ``place``-th item of a level, both from 1.

    ``1.`` → ``가.`` → ``1)`` → ``가)`` → ``(1)`` → ``(가)`` → ``①`` → ``㉮``; English
    papers take letters for syllables.

    Raises:
        ValueError: There is no such level or place.
    """
    if not 1 <= level <= DEEPEST or place < 1:
        msg = "items are numbered from 1 on levels 1 to 8"
        raise ValueError(msg)
    if level % 2:
        return _with_digits(level, place)
    return _with_syllables(level, place, language)


def syllable(place: int) -> str:
    """Return the syllable that counts: 가, 나 … 하, 거, 너 and so on.

    Raises:
        ValueError: There are no more.
    """
    order = [join(one, vowel) for vowel, one in product(_ORDER_VOWELS, _INITIALS)]
    if not 1 <= place <= len(order):
        msg = "no syllable counts that far"
        raise ValueError(msg)
    return order[place - 1]


def marked_lines(text: str) -> tuple[MarkedLine, ...]:
    """Return the lines of a text that somebody has written, their marks recognised.

    A line without a mark gets ``○``. Empty lines go.
    """
    lines = (line.strip() for line in text.splitlines())
    return tuple(_marked(line) for line in lines if line)


def _marked(line: str) -> MarkedLine:
    for pattern, level in _TYPED:
        found = pattern.match(line)
        rest = line[found.end() :] if found else ""
        if found and rest:
            return MarkedLine(level, found[1], rest)
    return MarkedLine(2, BULLETS[1], line)


def _with_digits(level: int, place: int) -> str:
    forms = {1: f"{place}.", 3: f"{place})", 5: f"({place})"}
    circled = _CIRCLED[place - 1] if place <= len(_CIRCLED) else f"({place})"
    return forms.get(level, circled)


def _with_syllables(level: int, place: int, language: str) -> str:
    if language == KOREAN:
        letter = syllable(place)
        small = _CIRCLED_HANGUL
        last = small[place - 1] if place <= len(small) else f"({letter})"
    else:
        rounds, at = divmod(place - 1, len(_LETTERS))
        letter = _LETTERS[at] * (rounds + 1)
        last = f"({letter})"
    forms = {2: f"{letter}.", 4: f"{letter})", 6: f"({letter})"}
    return forms.get(level, last)
