"""Own writes that the log has not told yet: where they stand, nothing is overwritten.

An op counts from its commit on this desk until it is met again in the log, not only
until it was sent: what others wrote in between comes earlier in the log, and the
verdict over the own write comes with the own op.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from services.sync.wire import Cursor

Place = tuple[str, str]
_Write = tuple[int, frozenset[str] | None]


@dataclass(slots=True)
class PendingWrites:
    """Fields of rows that the desk has written itself; None stands for a deletion."""

    echoed: int
    _rows: Mapping[Place, list[_Write]] = field(default_factory=dict)

    def fields(self, place: Place) -> frozenset[str]:
        """Return the fields of a row that later own ops have written."""
        told = (names for names in self._later(place) if names)
        return frozenset().union(*told)

    def touches(self, place: Place) -> bool:
        """Whether any later own op is about the row."""
        return bool(self._later(place))

    def deletes(self, place: Place) -> bool:
        """Whether the desk has deleted the row itself."""
        return None in self._later(place)

    def echo(self, dseq: int) -> None:
        """Note that the log told the verdict over own ops up to ``dseq``."""
        self.echoed = max(self.echoed, dseq)

    def _later(self, place: Place) -> list[frozenset[str] | None]:
        return [
            names for dseq, names in self._rows.get(place, ()) if dseq > self.echoed
        ]


def pending_writes(cursor: Cursor, echoed: int) -> PendingWrites:
    """Return the own writes after ``echoed``."""
    rows: dict[Place, list[_Write]] = {}
    cursor.execute(
        "SELECT dseq, tbl, row_id, op FROM sync_outbox WHERE dseq > ? ORDER BY dseq",
        (echoed,),
    )
    for dseq, table, row_id, text in cursor:
        op = json.loads(text)
        if op["kind"] in ("u", "x"):
            names: frozenset[str] | None = frozenset(op["patch"])
        elif op["kind"] == "d":
            names = None
        else:
            continue
        rows.setdefault((table, row_id), []).append((dseq, names))
    return PendingWrites(echoed, rows)
