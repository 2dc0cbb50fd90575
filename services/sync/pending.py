"""Own writes that the log has not told yet: where they stand, nothing is overwritten.

An op counts from its commit on this desk until it is met again in the log, not only
until it was sent: what others wrote in between comes earlier in the log, and the
verdict over the own write comes with the own op.
"""

import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from services.sync.wire import Cursor, Json

Place = tuple[str, str]

_NONE: frozenset[str] = frozenset()


class _Write(NamedTuple):
    """One own op; ``names`` are None where it deletes."""

    dseq: int
    names: frozenset[str] | None
    was: str | None


@dataclass(slots=True)
class PendingWrites:
    """Fields of rows that the desk has written itself."""

    echoed: int
    _rows: Mapping[Place, list[_Write]] = field(default_factory=dict)
    _was: Mapping[int, str | None] = field(default_factory=dict, repr=False)

    @property
    def written(self) -> Set[Place]:
        """The rows that the desk had written when the page began."""
        return self._rows.keys()

    @property
    def places(self) -> frozenset[Place]:
        """The rows that the desk has written and the log has not told yet."""
        return frozenset(place for place in self._rows if self._later(place))

    def fields(self, place: Place) -> frozenset[str]:
        """Return the fields of a row that later own ops have written."""
        if place not in self._rows:
            return _NONE
        return _NONE.union(*(w.names for w in self._later(place) if w.names))

    def before(self, place: Place) -> dict[str, Json]:
        """Return what stood in those fields before the desk wrote them."""
        stood: dict[str, Json] = {}
        for write in self._later(place):
            stood = {**json.loads(write.was or "{}"), **stood}
        return stood

    def has(self, dseq: int) -> bool:
        """Whether this own op was not echoed when the page began."""
        return dseq in self._was

    def was(self, dseq: int) -> str | None:
        """Return the fields before one of these ops, as JSON; None for a new row."""
        return self._was[dseq]

    def touches(self, place: Place) -> bool:
        """Whether any later own op is about the row."""
        return bool(self._later(place))

    def deletes(self, place: Place) -> bool:
        """Whether the desk has deleted the row itself."""
        return place in self._rows and any(
            write.names is None for write in self._later(place)
        )

    def echo(self, dseq: int) -> None:
        """Note that the log told the verdict over own ops up to ``dseq``."""
        self.echoed = max(self.echoed, dseq)

    def _later(self, place: Place) -> list[_Write]:
        return [w for w in self._rows.get(place, ()) if w.dseq > self.echoed]


def pending_writes(cursor: Cursor, echoed: int) -> PendingWrites:
    """Return the own writes after ``echoed``."""
    rows: dict[Place, list[_Write]] = {}
    former: dict[int, str | None] = {}
    cursor.execute(
        "SELECT dseq, tbl, row_id, op, was FROM sync_outbox WHERE dseq > ? "
        "ORDER BY dseq",
        (echoed,),
    )
    for dseq, table, row_id, text, was in cursor:
        op, former[dseq] = json.loads(text), was
        if op["kind"] in ("u", "x"):
            names: frozenset[str] | None = frozenset(op["patch"])
        elif op["kind"] == "d":
            names = None
        else:
            continue
        rows.setdefault((table, row_id), []).append(_Write(dseq, names, was))
    return PendingWrites(echoed, rows, former)
