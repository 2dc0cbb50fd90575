"""Writes single rows of the office file as the log tells them.

Each public method is a handful of statements of which the first may fail: SQLite then
takes that statement back, so that a change which cannot be applied leaves no trace.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import sqlcipher3

from services.sync.pending import Place
from services.sync.wire import Cursor, Json, OfficeTable, Stored, compact

# A value that the file refuses; anything else is no fault of the change.
UNFIT = (
    sqlcipher3.IntegrityError,
    sqlcipher3.DataError,
    OverflowError,
    ValueError,
)


class Rows(Protocol):
    """How the changes of a page come to the rows of the office file."""

    def load(self, places: Iterable[Place]) -> None:
        """Make ready for a page that tells of these rows."""

    def exists(self, table: OfficeTable, row_id: str) -> bool:
        """Whether the row is there."""

    def values(
        self, table: OfficeTable, row_id: str, fields: Iterable[str]
    ) -> dict[str, Stored] | None:
        """Return what stands in those of the fields that this program has.

        None where there is no such row.
        """

    def change(
        self, table: OfficeTable, row_id: str, fields: Mapping[str, Stored]
    ) -> bool:
        """Set what differs; return whether anything did."""

    def add(
        self, table: OfficeTable, row_id: str, fields: Mapping[str, Stored]
    ) -> None:
        """Add the row."""

    def remove(self, table: OfficeTable, row_id: str) -> bool:
        """Delete the row; return whether it was there."""

    def restamp(self, table: OfficeTable, row_id: str, at_ms: int, user: str) -> None:
        """Say who changed the row last, where the desk remembers it otherwise."""

    def write(self) -> None:
        """Bring to the file what is not there yet."""


class Seen(NamedTuple):
    """The last log number applied to a row, and whether the row is gone."""

    seq: int
    deleted: bool


@dataclass(frozen=True, slots=True)
class DeskRows:
    """The rows of one connection; names in its SQL are those of our own records."""

    cursor: Cursor

    def load(self, places: Iterable[Place]) -> None:
        """Nothing: each row is read when it is asked for."""

    def write(self) -> None:
        """Nothing: each row is in the file at once."""

    def seen(self, places: Iterable[Place]) -> dict[Place, Seen]:
        """Return how far rows have come; without those the log never told of."""
        self.cursor.execute(
            "SELECT tbl, row_id, seq, deleted FROM json_each(?) AS place "
            "CROSS JOIN sync_row ON tbl = place.value ->> 0 "
            "AND row_id = place.value ->> 1",
            (compact([list(place) for place in places]),),
        )
        return {
            (table, row_id): Seen(seq, bool(deleted))
            for table, row_id, seq, deleted in self.cursor
        }

    def mark(self, marks: Mapping[Place, Seen]) -> None:
        """Note the last log number applied to each of these rows."""
        self.cursor.executemany(
            "INSERT INTO sync_row (tbl, row_id, seq, deleted) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (tbl, row_id) DO UPDATE SET seq = excluded.seq, "
            "deleted = excluded.deleted",
            [(*place, seen.seq, int(seen.deleted)) for place, seen in marks.items()],
        )

    def exists(self, table: OfficeTable, row_id: str) -> bool:
        """Whether the row is in the office file."""
        sql = f"SELECT 1 FROM {table.name} WHERE id = ?"  # noqa: S608 - our own names
        return self.cursor.execute(sql, (row_id,)).fetchone() is not None

    def values(
        self, table: OfficeTable, row_id: str, fields: Iterable[str]
    ) -> dict[str, Stored] | None:
        """Return what stands in these fields; None where there is no such row."""
        names = [name for name in fields if name in table.fields]
        columns = ", ".join(names) or "id"
        sql = f"SELECT {columns} FROM {table.name} WHERE id = ?"  # noqa: S608 - our own names
        found = self.cursor.execute(sql, (row_id,)).fetchone()
        return None if found is None else dict(zip(names, found, strict=False))

    def change(
        self, table: OfficeTable, row_id: str, fields: Mapping[str, Stored]
    ) -> bool:
        """Set what differs; return whether anything did."""
        if not fields:
            return False
        sets = ", ".join(f"{name} = ?" for name in fields)
        differs = " OR ".join(f"{name} IS NOT ?" for name in fields)
        values = tuple(fields.values())
        sql = f"UPDATE {table.name} SET {sets} WHERE id = ? AND ({differs})"  # noqa: S608 - our own names
        self.cursor.execute(sql, (*values, row_id, *values))
        return self.cursor.rowcount > 0

    def add(
        self, table: OfficeTable, row_id: str, fields: Mapping[str, Stored]
    ) -> None:
        """Add the row; what an older desk did not send takes its default."""
        whole = {"id": row_id, **table.defaults, **fields}
        marks = ", ".join("?" * len(whole))
        sql = f"INSERT INTO {table.name} ({', '.join(whole)}) VALUES ({marks})"  # noqa: S608 - our own names
        self.cursor.execute(sql, tuple(whole.values()))

    def remove(self, table: OfficeTable, row_id: str) -> bool:
        """Delete the row; return whether it was there."""
        sql = f"DELETE FROM {table.name} WHERE id = ?"  # noqa: S608 - our own names
        self.cursor.execute(sql, (row_id,))
        return self.cursor.rowcount > 0

    def restamp(self, table: OfficeTable, row_id: str, at_ms: int, user: str) -> None:
        """Say who changed the row last, where the desk remembers it otherwise."""
        sql = (
            f"UPDATE {table.name} SET changed_at = ?, changed_by = ? WHERE id = ? "  # noqa: S608 - our own names
            "AND changed_at IS NOT NULL AND (changed_at IS NOT ? OR changed_by IS NOT ?)"
        )
        self.cursor.execute(sql, (at_ms, user, row_id, at_ms, user))

    def keep_unknown(self, place: Place, fields: Mapping[str, Json], seq: int) -> None:
        """Keep fields that this program has no column for."""
        for name, value in fields.items():
            self.cursor.execute(
                "INSERT INTO sync_unknown (tbl, row_id, field, value, seq) "
                "VALUES (?, ?, ?, ?, ?) ON CONFLICT (tbl, row_id, field) DO UPDATE "
                "SET value = excluded.value, seq = excluded.seq "
                "WHERE excluded.seq > seq",
                (*place, name, compact(value), seq),
            )
