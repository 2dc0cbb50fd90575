"""What must happen to a list of keys so that it becomes another."""

from collections.abc import Hashable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring places, both ends included."""

    first: int
    last: int


def spans_to_remove(
    keys: Sequence[Hashable], staying: AbstractSet[Hashable]
) -> list[Span]:
    """Return the places whose keys do not stay, the hindmost span first."""
    gone = [at for at, key in enumerate(keys) if key not in staying]
    return list(_spans(gone))[::-1]


def spans_to_insert(
    keys: Sequence[Hashable], present: AbstractSet[Hashable]
) -> list[Span]:
    """Return the places of ``keys`` that are new, the foremost span first."""
    return list(_spans([at for at, key in enumerate(keys) if key not in present]))


def spans_changed(before: Sequence[object], after: Sequence[object]) -> list[Span]:
    """Return the places at which two equally long lists differ."""
    pairs = enumerate(zip(before, after, strict=True))
    return list(_spans([at for at, (old, new) in pairs if old != new]))


def single_move(order: Sequence[int]) -> tuple[int, int] | None:
    """Return from and to where one place alone has moved, or None.

    Args:
        order: For each new place the old one; a permutation.
    """
    apart = next((at for at, old in enumerate(order) if at != old), None)
    if apart is None:
        return None
    for moved in (order[apart], apart):
        rest = [old for old in order if old != moved]
        if rest == sorted(rest):
            return moved, list(order).index(moved)
    return None


def _spans(places: Sequence[int]) -> Iterator[Span]:
    runs = groupby(enumerate(places), key=_distance)
    for _, run in runs:
        neighbours = [place for _, place in run]
        yield Span(neighbours[0], neighbours[-1])


def _distance(counted: tuple[int, int]) -> int:
    """Return what is the same for all places that follow each other."""
    at, place = counted
    return place - at
