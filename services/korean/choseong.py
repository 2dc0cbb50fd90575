"""Search in Hangul while it is being typed: initials, key strokes, column bounds.

A clerk types ``ㄱㅊㅅ``, ``김ㅊ`` or half a syllable and expects 김철수. Names have two
indexed columns, `search_key` and `choseong`; longer texts a trigram index over `jamo`.
"""

import re
from typing import NamedTuple

from services.korean import hangul

_LAST_CHARACTER = chr(0x10FFFF)
_SURROGATES = range(0xD800, 0xE000)
_BLANKS = re.compile(r"\s+")


class TextRange(NamedTuple):
    """Bounds for an indexed column: ``low <= column and column < high``."""

    low: str
    high: str


def search_key(text: str) -> str:
    """Return what the name column holds: comparable, without blanks."""
    return "".join(hangul.plain(text).split())


def choseong(text: str) -> str:
    """Return the initials of a text: ``김철수`` gives ``ㄱㅊㅅ``.

    Letters and digits of other scripts stand for themselves; blanks are left out.
    """
    return search_key(text).translate(_INITIALS)


def jamo(text: str) -> str:
    """Return a text as key strokes, for the trigram index and its queries.

    Whatever is part of a text is part of its strokes; blanks become one space.
    """
    return _BLANKS.sub(" ", hangul.plain(text)).translate(_STROKES)


def matches(query: str, name: str) -> bool:
    """Say whether a name begins with what has been typed so far.

    Each typed syllable equals the name's, or is its initial consonant. The last
    one may still be unfinished: ``김처`` finds 김철수, ``김`` finds 기민. Nothing typed
    matches nobody.
    """
    typed = _typed(query)
    key = search_key(name)
    if not typed or len(typed) > len(key):
        return False
    whole, last = typed[:-1], typed[-1]
    if not all(_same(one, key[at]) for at, one in enumerate(whole)):
        return False
    rest = key[len(whole) :]
    return _same(last, rest[0]) or _unfinished(last, rest)


def prefix_range(prefix: str) -> TextRange | None:
    """Return the bounds of all texts that begin with ``prefix``; None if empty."""
    stem = prefix.rstrip(_LAST_CHARACTER)
    if not stem:
        return None
    return TextRange(prefix, stem[:-1] + _following(stem[-1]))


def choseong_range(query: str) -> TextRange | None:
    """Return bounds of the `choseong` column that hold every match of ``query``.

    For a query of initials alone the bounds are exact; otherwise filter by `matches`.
    """
    return prefix_range(choseong(_typed(query)))


def name_ranges(query: str) -> tuple[TextRange, ...]:
    """Return bounds of the `search_key` column that together hold every match.

    Filter the rows by `matches`: a range may hold a few more. Empty for an empty
    query.
    """
    typed = _typed(query)
    if not typed:
        return ()
    bare = next((at for at, c in enumerate(typed) if c in hangul.INITIALS), None)
    at = len(typed) - 1 if bare is None else bare
    head, letter = typed[:at], typed[at]
    itself = prefix_range(head + letter)
    spans = [itself] if itself else []
    spans += [TextRange(head + low, head + high) for low, high in _spans(letter)]
    return tuple(spans)


def _spans(letter: str) -> list[TextRange]:
    """Return where names may go on from a letter that is still being composed."""
    if letter in hangul.INITIALS:
        return [_initial_span(letter)]
    if not hangul.is_syllable(letter):
        return []
    initial, vowel, final = hangul.split(letter)
    if not final:
        vowels = [vowel, *(v for s, v in hangul.JOINED.items() if s[0] == vowel)]
        end = ord(hangul.join(initial, vowels[-1])) + hangul.PER_VOWEL
        return [TextRange(letter, chr(end))]
    finals = [final, *(f for s, f in hangul.JOINED.items() if s[0] == final)]
    strokes = hangul.STROKES.get(final, final)
    before = hangul.join(initial, vowel, strokes[:-1])
    low, high = _initial_span(strokes[-1])
    return [
        TextRange(letter, _following(hangul.join(initial, vowel, finals[-1]))),
        TextRange(before + low, before + high),
    ]


def _initial_span(initial: str) -> TextRange:
    first = ord(hangul.join(initial, hangul.VOWELS[0]))
    return TextRange(chr(first), chr(first + hangul.PER_INITIAL))


def _typed(query: str) -> str:
    """Return the query with consonants apart that the keyboard has joined (ㄳ)."""
    return "".join(_apart(letter) for letter in search_key(query))


def _apart(letter: str) -> str:
    return hangul.STROKES.get(letter, letter) if letter in hangul.FINALS else letter


def _same(typed: str, letter: str) -> bool:
    return typed == letter or (typed in hangul.INITIALS and typed == _initial(letter))


def _unfinished(typed: str, rest: str) -> bool:
    """Say whether key strokes now going into ``typed`` lead on to ``rest``."""
    if not (hangul.is_syllable(typed) and hangul.is_syllable(rest[0])):
        return False
    ahead = hangul.strokes(rest[0])
    if rest[1:] and hangul.is_syllable(rest[1]):
        ahead += hangul.split(rest[1]).initial
    return ahead.startswith(hangul.strokes(typed))


def _initial(letter: str) -> str:
    return hangul.split(letter).initial if hangul.is_syllable(letter) else letter


def _following(letter: str) -> str:
    code = ord(letter) + 1
    return chr(_SURROGATES.stop if code in _SURROGATES else code)


_INITIALS = hangul.Letters(_initial)
_STROKES = hangul.Letters(hangul.strokes)
