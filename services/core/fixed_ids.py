"""Ids that every desk makes alike, for rows that two desks may both add.

A holiday, a day of a series or a dong is the same thing wherever it is entered first,
so its id follows from what it is.  Never for people: an id made from a name or a
number could be guessed back.
"""

from uuid import UUID, uuid5

_OURS = UUID("6f4a1a52-52c0-5d0e-9f0c-3d1f6c1b7a10")


def fixed_id(kind: str, *parts: str) -> str:
    """Return the id of the one ``kind`` of thing that ``parts`` name."""
    return str(uuid5(_OURS, "\x1f".join((kind, *parts))))
