"""Keeps what must not be stored out of every text: identity numbers, broken characters.

Resident numbers may not be collected, not even with consent. The field keeps what
was typed and says so; what is written to disk passes `storable` and `drop_guarded`.
Source: 개인정보 보호법 §24의2.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_ODD = re.compile("|".join(p.pattern for p in (_UNSTORABLE, _CONTROL, _BIDI)))
_UNSEEN = frozenset({"Cf", "Cc", "Cs", "Mn", "Me"})  # would hide a number from a search
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\u3161\uff70~\u223c"
_LEAP_YEAR = 2000  # the century is not known here: 29 February may be meant

_RESIDENT = re.compile(
    r"(?<![0-9])[0-9]{2} ?(?P<month>[0-9]{2}) ?(?P<day>[0-9]{2}) {0,3}-? {0,3}"
    r"(?P<century>[1-8])[0-9]{6}(?![0-9])"
)
_RESIDENT_SPREAD = re.compile(  # a blank between all digits, as in the boxes of a form
    r"(?<![0-9])(?<![0-9] )[0-9] {1,3}[0-9] {1,3}"
    r"(?P<month>[0-9] {1,3}[0-9]) {1,3}(?P<day>[0-9] {1,3}[0-9]) {0,3}-? {0,3}"
    r"(?P<century>[1-8])(?: {1,3}[0-9]){6}(?! ?[0-9])"
)
_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])[MSRODGmsrodg](?:[0-9]{8}|[0-9]{3}[A-Za-z][0-9]{4})"
    r"(?![A-Za-z0-9])"
)
_LICENCE = re.compile(
    r"(?<![0-9-])(?:(?:1[1-9]|2[0-8])|[가-힣]{2}) ?- ?[0-9]{2} ?- ?[0-9]{6} ?- ?[0-9]{2}"
    r"(?![0-9-])"
)


class GuardedKind(StrEnum):
    """Which identity number was met; the registered foreigner's has its own law."""

    RESIDENT_NUMBER = "resident_number"
    FOREIGNER_NUMBER = "foreigner_number"
    PASSPORT = "passport"
    DRIVER_LICENCE = "driver_licence"


class TextFault(StrEnum):
    """What keeps a text from being stored as it is."""

    NUL = "nul"
    SURROGATE = "surrogate"
    TOO_LONG = "too_long"
    RESIDENT_NUMBER = "resident_number"
    FOREIGNER_NUMBER = "foreigner_number"
    PASSPORT = "passport"
    DRIVER_LICENCE = "driver_licence"
    CONTROL = "control"
    BIDI_OVERRIDE = "bidi_override"


@dataclass(frozen=True, slots=True)
class GuardedSpan:
    """Where in a text an identity number stands; never the number itself."""

    kind: GuardedKind
    start: int
    end: int


def resident_numbers(text: str) -> tuple[GuardedSpan, ...]:
    """Return where resident and foreigner numbers stand, from left to right."""
    numbers = {GuardedKind.RESIDENT_NUMBER, GuardedKind.FOREIGNER_NUMBER}
    return tuple(span for span in guarded_spans(text) if span.kind in numbers)


def guarded_spans(text: str) -> tuple[GuardedSpan, ...]:
    """Return where identity numbers stand, from left to right, none overlapping.

    Full-width digits, other dashes, blanks and invisible characters hide nothing.
    """
    if not _has_digits(text):
        return ()
    folded, places = _fold(text)
    found: list[GuardedSpan] = []
    for kind, start, end in sorted(_hits(folded), key=lambda hit: hit[1:]):
        span = GuardedSpan(kind, places[start], places[end - 1] + 1)
        if not found or span.start >= found[-1].end:
            found.append(span)
    return tuple(found)


def drop_guarded(text: str) -> str:
    """Return the text with identity numbers masked: ``711231-*******``."""
    while spans := guarded_spans(text):
        for span in reversed(spans):
            number = text[span.start : span.end]
            text = text[: span.start] + _masked(number, span.kind) + text[span.end :]
    return text


def storable(text: str) -> str:
    """Return the text without the characters that no database takes."""
    return _UNSTORABLE.sub("", text)


def text_faults(text: str, longest: int) -> tuple[TextFault, ...]:
    """Return every fault of a text once, in the order of `TextFault`.

    Args:
        text: As typed or imported.
        longest: How many characters the field may hold.
    """
    if len(text) <= longest and not _ODD.search(text) and not _has_digits(text):
        return ()
    faults = {TextFault(span.kind.value) for span in guarded_spans(text)}
    checks = {
        TextFault.NUL: "\x00" in text,
        TextFault.SURROGATE: bool(_SURROGATE.search(text)),
        TextFault.TOO_LONG: len(text) > longest,
        TextFault.CONTROL: bool(_CONTROL.search(text)),
        TextFault.BIDI_OVERRIDE: bool(_BIDI.search(text)),
    }
    faults.update(fault for fault, holds in checks.items() if holds)
    return tuple(fault for fault in TextFault if fault in faults)


def _has_digits(text: str) -> bool:
    """Say whether there may be a number at all; most texts have none."""
    return any(map(str.isdigit, text))


def _hits(folded: str) -> Iterator[tuple[GuardedKind, int, int]]:
    for number in chain(_RESIDENT.finditer(folded), _RESIDENT_SPREAD.finditer(folded)):
        if _is_birthday(_plain(number["month"]), _plain(number["day"])):
            is_resident = number["century"] in "1234"
            kind = (
                GuardedKind.RESIDENT_NUMBER
                if is_resident
                else GuardedKind.FOREIGNER_NUMBER
            )
            yield kind, *number.span()
    for number in _PASSPORT.finditer(folded):
        yield GuardedKind.PASSPORT, *number.span()
    for number in _LICENCE.finditer(folded):
        yield GuardedKind.DRIVER_LICENCE, *number.span()


def _plain(digits: str) -> int:
    return int(digits.replace(" ", ""))


def _is_birthday(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(_LEAP_YEAR, month)[1]  # noqa: PLR2004 - months


def _masked(number: str, kind: GuardedKind) -> str:
    folded, _ = _fold(number)
    match kind:
        case GuardedKind.RESIDENT_NUMBER | GuardedKind.FOREIGNER_NUMBER:
            return f"{folded.replace(' ', '')[:6]}-*******"
        case GuardedKind.PASSPORT:
            return f"{folded[0]}********"
        case GuardedKind.DRIVER_LICENCE:
            return f"{folded[:2]}-**-******-**"


def _fold(text: str) -> tuple[str, list[int]]:
    """Return the text with plain digits and dashes, and where each came from."""
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        if unicodedata.category(letter) in _UNSEEN and not letter.isspace():
            continue
        letters.append(_fold_letter(letter))
        places.append(at)
    return "".join(letters), places


def _fold_letter(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    if letter.isspace():
        return " "
    wide = unicodedata.normalize("NFKC", letter)
    if letter in _DASHES or wide in {"-", *_DASHES}:
        return "-"
    return wide if len(wide) == 1 else letter
