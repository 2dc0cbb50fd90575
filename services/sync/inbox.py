"""Fills and clears the list of values that wait for a person; derived from the log.

Every desk makes the same list with the same keys, so whoever decides first decides
for all.
"""

from services.sync.changes import Change
from services.sync.wire import Cursor, compact

DECIDED_HERE = 0  # decided on this desk; the log has not told it yet


def add(cursor: Cursor, change: Change) -> int:
    """Keep what was not taken of an op; return how much of it was new."""
    added = 0
    for name, told in change.rejected.items():
        if name == "$resolve" and told.get("cur") is None:
            continue  # a decision on a conflict that a restored server never had
        cursor.execute(
            "INSERT INTO sync_conflict (seq, field, tbl, row_id, mine, theirs, before, "
            "theirs_seq, user_id, desk_id, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (
                change.seq,
                name,
                *change.place,
                compact(told.get("mine")),
                compact(told.get("cur")),
                compact(told["was"]) if "was" in told else None,
                told.get("seq"),
                change.user,
                change.desk_id,
                change.at_ms,
            ),
        )
        added += max(cursor.rowcount, 0)
    return added


def settle(cursor: Cursor, change: Change) -> None:
    """Take from the list what an op has decided; the first decision stands."""
    if change.accepted:
        decided, by = change.accepted, change.seq
    else:
        told = change.rejected.get("$resolve", {})
        decided, by = told.get("mine") or {}, told.get("seq") or change.seq
    cursor.execute(
        "UPDATE sync_conflict SET resolved_seq = ? WHERE seq = ? AND field = ?",
        (by, decided.get("conflict_seq"), decided.get("field")),
    )


def weighs(change: Change) -> bool:
    """Whether the decision is one on a value: who decides it later clashes with it."""
    return not str(change.accepted.get("field", "$")).startswith("$")
