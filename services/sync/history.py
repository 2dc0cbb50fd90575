"""Keeps what changes did to the rows of this desk, for the history of a record.

Written together with the change itself.  A new row keeps no values, since they are the
record's own; a change keeps its fields alone, as they were and as they are.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from services.sync.changes import Change, ChangeKind
from services.sync.wire import Cursor, Json, compact, office_tables

REPAIRED = "f"  # what stood here was not what the log says


class Past(NamedTuple):
    """One line of the history, as it is stored."""

    table: str
    row_id: str
    seq: int
    kind: str
    desk_id: int
    user: str
    at_ms: int
    fields: str | None


def keep(cursor: Cursor, lines: Sequence[Past]) -> None:
    """Store the lines; of two repairs of one state the later one is told."""
    cursor.executemany(
        "INSERT OR REPLACE INTO sync_history (tbl, row_id, seq, kind, desk_id, "
        "user_id, at, fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        lines,
    )


def whole(change: Change) -> Past:
    """Return the line of a row that was made, deleted or brought back."""
    return _line(change, _kind(change), None)


def moved(change: Change, before: Mapping[str, Json]) -> Iterator[Past]:
    """Yield the line of what a change made different from ``before``, if anything."""
    fields = {
        name: [before[name], value] if name in before else [value]
        for name, value in change.accepted.items()
        if name not in before or before[name] != value
    }
    if fields:
        yield _line(change, _kind(change), compact(fields))


def own(change: Change, was: str | None) -> Iterator[Past]:
    """Yield the line of an own op that the log has told: what was taken of it.

    ``was`` holds the fields before it, as JSON; None where nobody knows.
    """
    if was is not None:
        yield from moved(change, json.loads(was))
    elif change.accepted:
        yield whole(change)


def former(cursor: Cursor, change: Change) -> str | None:
    """Return what stood in the fields of an own op before it, as JSON, if known."""
    found = _written(cursor, change)
    return None if found is None else found[2]


def again(cursor: Cursor, change: Change, *, is_own: bool) -> Iterator[Past]:
    """Yield the line of what the rows show already; what stood before is not known."""
    match change.kind:
        case ChangeKind.DELETE if "$delete" in change.rejected:
            return
        case ChangeKind.DELETE | ChangeKind.BRING_BACK:
            yield whole(change)
        case ChangeKind.RESOLVE if change.accepted:
            yield decision(change)
        case ChangeKind.SET if is_own:
            yield from own(change, former(cursor, change))
        case ChangeKind.SET if _makes(change):
            yield whole(change)
        case ChangeKind.SET:
            yield from moved(change, {})


def _makes(change: Change) -> bool:
    """Whether the change made its row: only then every field is told."""
    table = office_tables()[change.table]
    return change.accepted.keys() >= table.fields


def never_taken(cursor: Cursor, change: Change) -> Iterator[Past]:
    """Yield the line of an own op that the server never takes: it stays here alone."""
    found = _written(cursor, change)
    if found is None:
        return
    op, was = json.loads(found[1]), json.loads(found[2] or "{}")
    line = _line(change, change.kind.value, None)
    if found[2] is not None:
        fields = {name: [was.get(name), now] for name, now in op["patch"].items()}
        line = line._replace(fields=compact(fields))
    yield line._replace(
        table=found[0], row_id=op["row_id"], user=op["user"], at_ms=op["at"]
    )


def decision(change: Change) -> Past:
    """Return the line of a decision on a conflict."""
    return _line(change, ChangeKind.RESOLVE.value, compact(change.accepted))


def _kind(change: Change) -> str:
    """Return what happened; what no desk wrote is how the log has it."""
    return change.kind.value if change.desk_id else REPAIRED


def _line(change: Change, kind: str, fields: str | None) -> Past:
    return Past(
        change.table,
        change.row_id,
        change.seq,
        kind,
        change.desk_id,
        change.user,
        change.at_ms,
        fields,
    )


def _written(cursor: Cursor, change: Change) -> tuple[str, str, str | None] | None:
    """Return table, op and former values of an own op, where they are still here."""
    found = cursor.execute(
        "SELECT tbl, op, was FROM sync_outbox WHERE dseq = ?", (change.dseq,)
    ).fetchone()
    return None if found is None else (found[0], found[1], found[2])
