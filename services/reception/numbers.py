"""Waiting numbers: one line a day and letter, a block for each desk.

Two desks without a network never give the same number: the desks share out blocks of
numbers by their letter, and a full block goes on in the desk's next one (decision 10).
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Integer, bindparam, select

from models.reception import Visit
from services.core.prepared import Prepared

BLOCK = 100  # numbers a desk has before it jumps to its next block
DESKS = 26

_LETTER = re.compile(r"[A-Z]")


def desk_index(label: str) -> int:
    """Return the place of a desk's letter; ``임C7f`` is C, the third.

    Raises:
        ValueError: The label has no letter, so nobody knows its block.
    """
    found = _LETTER.search(label)
    if found is None:
        msg = "a desk's label has a letter from A to Z"
        raise ValueError(msg)
    return ord(found[0]) - ord("A")


def next_number(index: int, taken: Iterable[int], size: int = BLOCK) -> int:
    """Return the desk's next number, higher than all it gave today.

    Args:
        index: The desk's place, from 0.
        taken: The numbers of the day and letter, of any desk.
        size: How many numbers a block holds.
    """
    own = [number for number in taken if block_owner(number, size) == index]
    if not own:
        return index * size + 1
    last = max(own)
    if last % size:
        return last + 1
    return last + size * (DESKS - 1) + 1


def block_owner(number: int, size: int = BLOCK) -> int:
    """Return the place of the desk in whose block a number lies."""
    return (number - 1) // size % DESKS


class Last(NamedTuple):
    """The visit that a desk numbered last."""

    number: int
    queued_at: datetime


def last_numbered(
    connection: Connection, visit: Visit, index: int, size: int
) -> Last | None:
    """Return the highest number of a desk's blocks on the visit's day and letter.

    Numbers of cancelled visits count: they are not given again.
    """
    asked = {"day": visit.day, "letter": visit.letter, "size": size, "index": index}
    return next((Last(*row) for row in _LAST.rows(connection, asked)), None)


_LAST = Prepared(
    select(Visit.number, Visit.queued_at)
    .where(
        Visit.day == bindparam("day"),
        Visit.letter == bindparam("letter"),
        (Visit.number - 1) // bindparam("size", type_=Integer) % DESKS
        == bindparam("index", type_=Integer),
    )
    .order_by(Visit.number.desc())
    .limit(1)
)
