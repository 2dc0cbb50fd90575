"""Names, addresses and mail as they are compared, and masked for screens and lists.

No law fixes the masks; these are the customs the office follows. A mask never
fails: whatever was typed or imported must be safe to show.
"""

import re
import unicodedata

from services.korean.dates import KOREAN

STAR = "*"
HIDDEN = "***"

_LATIN_SHOWN = 4  # characters of a Latin name that stay readable
_LATIN_END = 0x250  # first code point after the Latin blocks
_BLANK_LETTERS = "\u3164\uffa0"  # Hangul fillers: letters that show nothing
_SHOWN_OF_MAIL = 2

_NAMED_PLACE = re.compile(r"[가-힣][가-힣0-9·.]*(?:동|읍|면|로|길|로[0-9]+가)")
_PLACE_WITH_NUMBER = re.compile(r"([가-힣][가-힣0-9·.]*?(?:동|읍|면|로|길))[0-9]")
_DISTRICT = re.compile(r"[가-힣]+[시군구]")


def normalize_name(text: str) -> str:
    """Return the one spelling of a name: composed, trimmed, single spaces.

    Invisible characters go, because they come in with files and make two equal
    names differ.
    """
    seen = "".join(c for c in text if c.isspace() or not _invisible(c))
    return unicodedata.normalize("NFC", " ".join(seen.split()))


def mask_name(name: str) -> str:
    """Return a name with its middle hidden; one star for each hidden letter.

    Two syllables hide the last, three the middle, four and more all but the
    first and the last. A Latin name shows its first four characters.
    """
    plain = normalize_name(name)
    if not plain:
        return ""
    hide = _hidden_of_latin if ord(plain[0]) < _LATIN_END else _hidden_of_syllables
    hidden = hide(plain)
    return "".join(STAR if at in hidden else c for at, c in enumerate(plain))


def mask_address(address: str) -> str:
    """Return an address up to its dong or road: ``덕양구 화정1동 ***``."""
    tokens = normalize_name(address).split()
    for at, token in enumerate(tokens):
        if _NAMED_PLACE.fullmatch(token):
            rest = [HIDDEN] if tokens[at + 1 :] else []
            return " ".join([*tokens[: at + 1], *rest])
        attached = _PLACE_WITH_NUMBER.match(token)
        if attached:
            return " ".join([*tokens[:at], attached[1], HIDDEN])
    districts = [at for at, token in enumerate(tokens) if _DISTRICT.fullmatch(token)]
    if districts:
        return " ".join([*tokens[: districts[-1] + 1], HIDDEN])
    return HIDDEN if tokens else ""


def mask_email(address: str) -> str:
    """Return a mail address with two letters shown: ``ho***@city.example``."""
    plain = normalize_name(address)
    local, at, domain = plain.rpartition("@")
    if not at:
        return HIDDEN if plain else ""
    if local.endswith(HIDDEN) and len(local) <= _SHOWN_OF_MAIL + len(HIDDEN):
        return plain
    shown = min(_SHOWN_OF_MAIL, len(local) - 1)
    return f"{local[: max(shown, 0)].rstrip()}{HIDDEN}@{domain}"


def representative_label(name: str, others: int, language: str = KOREAN) -> str:
    """Return a group by its masked first name: ``홍*동 외 12명``.

    Raises:
        ValueError: If ``others`` is negative.
    """
    if others < 0:
        msg = "a group has no negative number of others"
        raise ValueError(msg)
    masked = mask_name(name)
    if others == 0:
        return masked
    if language == KOREAN:
        return f"{masked} 외 {others}명"
    return f"{masked} and {others} {'other' if others == 1 else 'others'}"


def _hidden_of_latin(name: str) -> set[int]:
    shown = min(_LATIN_SHOWN, len(name) - 1)
    return {at for at in range(shown, len(name)) if name[at] != " "}


def _hidden_of_syllables(name: str) -> set[int]:
    letters = [at for at, c in enumerate(name) if c != " "]
    if len(letters) <= 2:  # noqa: PLR2004 - surname and one syllable, or less
        return {letters[-1]}
    return set(letters[1:-1])


def _invisible(letter: str) -> bool:
    return letter in _BLANK_LETTERS or unicodedata.category(letter) in {"Cc", "Cf"}
