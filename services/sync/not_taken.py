"""Fields that stand on this desk as the server could not take them.

No copy of the server's state overwrites them.  They end where the log tells of the
field again: somebody has written it anew, here or elsewhere.
"""

import json
from collections.abc import Collection, Mapping

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models.sync import NotTaken
from services.sync.pending import Place
from services.sync.wire import Cursor


def keep_not_taken(session: Session, table: str, text: str) -> None:
    """Note the fields of an op that the server has just refused for good."""
    op = json.loads(text)
    rows = [{"tbl": table, "row_id": op["row_id"], "field": n} for n in op["patch"]]
    if rows:
        session.execute(insert(NotTaken).prefix_with("OR IGNORE"), rows)


def not_taken(cursor: Cursor) -> Mapping[Place, frozenset[str]]:
    """Return those fields by row."""
    found: dict[Place, frozenset[str]] = {}
    cursor.execute("SELECT tbl, row_id, field FROM sync_not_taken")
    for table, row_id, name in cursor:
        place = (table, row_id)
        found[place] = found.get(place, frozenset()) | {name}
    return found


def end(cursor: Cursor, place: Place, names: Collection[str]) -> None:
    """Let these fields of a row be like any other."""
    cursor.executemany(
        "DELETE FROM sync_not_taken WHERE tbl = ? AND row_id = ? AND field = ?",
        [(*place, name) for name in names],
    )
