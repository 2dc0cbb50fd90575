"""Amounts of money in digits and in Hangul, as papers that bind the city need them.

Source: 행정업무의 운영 및 혁신에 관한 규정 시행규칙 §2 ②. Every digit is written, 일 too,
so that nobody can add a stroke to the amount.
"""

LARGEST_WON = 10**16 - 1

_DIGITS = "영일이삼사오육칠팔구"
_PLACES = ("", "십", "백", "천")
_GROUPS = ("", "만", "억", "조")
_GROUP_SIZE = 10_000


def won(amount: int) -> str:
    """Return an amount in digits: ``113,560원``.

    Raises:
        ValueError: If the amount is negative or longer than sixteen digits.
    """
    return f"{_checked(amount):,}원"


def in_hangul(amount: int) -> str:
    """Return a number in Hangul with every digit written: ``일십일만삼천``.

    Raises:
        ValueError: If the amount is negative or longer than sixteen digits.
    """
    rest = _checked(amount)
    if rest == 0:
        return _DIGITS[0]
    written = ""
    for name in _GROUPS:
        rest, group = divmod(rest, _GROUP_SIZE)
        if group:
            written = _group(group) + name + written
    return written


def document_amount(amount: int) -> str:
    """Return the form for documents: ``금1,010원(금일천일십원)``.

    Raises:
        ValueError: If the amount is negative or longer than sixteen digits.
    """
    return f"금{won(amount)}(금{in_hangul(amount)}원)"


def _group(group: int) -> str:
    written = ""
    for place in _PLACES:
        group, digit = divmod(group, 10)
        if digit:
            written = _DIGITS[digit] + place + written
    return written


def _checked(amount: int) -> int:
    if not 0 <= amount <= LARGEST_WON:
        msg = "an amount lies between 0 and sixteen digits"
        raise ValueError(msg)
    return amount
