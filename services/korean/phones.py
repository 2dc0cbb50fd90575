"""Phone numbers: what is compared, what is printed, what is masked.

The office picks one of the two masks once: a page with both shows the number.
"""

import re
import unicodedata
from enum import StrEnum

STAR = "*"
LAST_DIGITS = 4
MOST_DIGITS = 15

_NOT_A_DIGIT = re.compile(r"[^0-9]")
_NOT_SHOWN = re.compile(r"[^0-9*]")
_AS_WRITTEN = re.compile(r"\+?[0-9 ()./\-\u2010-\u2015\u2212]+")
_WHOLE = re.compile(r"02[0-9]{7,8}|0[0-9]{9,10}|050[0-9]{9}|1[0-9]{7}")
_ABROAD = ("+82", "0082")
_MOBILE_ABROAD = re.compile(r"8210[0-9]{8}")
# How Korean numbers are grouped; a star stands for a digit that is masked already.
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"(02)([0-9*]{3,4})([0-9*]{4})",
        r"(050[0-9*])([0-9*]{4})([0-9*]{4})",
        r"(0[0-9*]{2})([0-9*]{3,4})([0-9*]{4})",
        r"([0-9*]{3,4})([0-9*]{4})",
    )
)


class PhoneMask(StrEnum):
    """Which block of a phone number is hidden; a setting of the office."""

    MIDDLE = "middle"
    LAST = "last"


def digits(phone: str) -> str:
    """Return the digits of a number as dialled in Korea: ``01012345678``."""
    text = unicodedata.normalize("NFKC", phone)
    plain = _NOT_A_DIGIT.sub("", text)
    if _MOBILE_ABROAD.fullmatch(plain):
        return f"0{plain[2:]}"
    for prefix in _ABROAD:
        if text.strip().startswith(prefix):
            rest = plain.removeprefix(prefix.strip("+")).lstrip("0")
            return f"0{rest}" if rest else ""
    return plain


def is_number(phone: str) -> bool:
    """Say whether a text is a number or a part of one, and nothing else beside it."""
    text = unicodedata.normalize("NFKC", phone).strip()
    return bool(_AS_WRITTEN.fullmatch(text)) and 0 < len(digits(text)) <= MOST_DIGITS


def is_whole(phone: str) -> bool:
    """Say whether it is a number that can be dialled, or its last four digits."""
    dialled = digits(phone)
    return len(dialled) == LAST_DIGITS or bool(_WHOLE.fullmatch(dialled))


def last_four(phone: str) -> str:
    """Return the last four digits, or all if there are fewer."""
    return digits(phone)[-LAST_DIGITS:]


def format_phone(phone: str) -> str:
    """Return a number in its usual groups; unusual lengths stay plain digits."""
    return "-".join(_blocks(digits(phone)))


def mask_phone(phone: str, style: PhoneMask) -> str:
    """Return a number with one block hidden: ``010-****-1234``.

    A number of which only the last four are known reads ``****-1234``. Fewer
    digits, and everything of unusual length but its open end, are hidden.
    """
    text = unicodedata.normalize("NFKC", phone)
    shown = _NOT_SHOWN.sub("", text) if STAR in text else digits(phone)
    if not shown:
        return ""
    if len(shown) < LAST_DIGITS:
        return STAR * len(shown)
    if len(shown) == LAST_DIGITS:
        shown = STAR * LAST_DIGITS + shown
    blocks = _blocks(shown)
    if len(blocks) == 1:
        blocks = [shown[:-LAST_DIGITS], shown[-LAST_DIGITS:]]
    at = len(blocks) - (2 if style is PhoneMask.MIDDLE else 1)
    blocks[at] = STAR * len(blocks[at])
    return "-".join(blocks)


def _blocks(number: str) -> list[str]:
    for shape in _SHAPES:
        found = shape.fullmatch(number)
        if found:
            return list(found.groups())
    return [number]
