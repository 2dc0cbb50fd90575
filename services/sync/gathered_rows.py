"""Rows of a page as they come to stand, written to the office file once, at its end.

A page tells of a row several times: it is made, and changed, and changed again.  Here
the rows are read together, followed in memory and written together, each once.  What
the file then refuses does not tell which change was at fault, so the whole page must be
taken back and its changes applied one at a time (``DeskRows``).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from services.core.database import Acting
from services.sync.desk_rows import UNFIT
from services.sync.pending import Place
from services.sync.wire import Cursor, OfficeTable, Stored, compact, office_tables

# Rows in one statement.  SQLite copies, and here encrypts, each page that a statement
# with triggers touches, for the case that it fails: once a statement, not once a row.
_AT_ONCE = 64


class DoesNotFit(Exception):
    """The file refuses some row of the page, or more must be asked of it."""


@dataclass(slots=True)
class GatheredRow:
    """One row: in the file, and as it comes to stand.

    Attributes:
        in_file: Whether it was there before the page.
        fields: How it stands; None where it is not there.
        made: Whether the page has made it, perhaps where another was deleted.
        moved: What the page changed of a row that it did not make.
        stamp: When and by whom the page changed it last.
        echo: The same as the log tells it of an own change that stands here already.
    """

    in_file: bool
    fields: dict[str, Stored] | None
    made: bool = False
    moved: set[str] = field(default_factory=set)
    stamp: tuple[int, str] | None = None
    echo: tuple[int, str] | None = None

    def values(
        self, table: OfficeTable, fields: Iterable[str]
    ) -> dict[str, Stored] | None:
        """Return what stands in these fields; None where there is no such row.

        Raises:
            DoesNotFit: The file gives a column of which nobody has told.
        """
        stood = self.fields
        if stood is None:
            return None
        try:
            return {name: stood[name] for name in fields if name in table.fields}
        except KeyError as error:
            raise DoesNotFit from error

    def make(self, table: OfficeTable, fields: Mapping[str, Stored]) -> None:
        """Let it stand anew; what an older desk did not send takes its default."""
        is_whole = len(fields) == len(table.fields)
        self.fields = dict(fields) if is_whole else {**table.defaults, **fields}
        self.made = True
        self.stamp = self.echo = None

    def change(self, fields: Mapping[str, Stored], at_ms: int, user: str) -> bool:
        """Set what differs; return whether anything did."""
        stood = self.fields or {}
        moved = {
            name: value
            for name, value in fields.items()
            if name not in stood or stood[name] != value
        }
        if not moved:
            return False
        stood.update(moved)
        if not self.made:
            self.moved.update(moved)
        self.stamp, self.echo = (at_ms, user), None
        return True

    def restamp(self, at_ms: int, user: str) -> None:
        """Say who changed it last, where that is remembered otherwise."""
        if self.stamp is not None:
            self.stamp = at_ms, user
        elif not self.made:
            self.echo = at_ms, user


@dataclass(slots=True)
class GatheredRows:
    """The rows of one page; see ``Rows``."""

    cursor: Cursor
    acting: Acting
    _rows: dict[Place, GatheredRow] = field(default_factory=dict)

    def load(self, places: Iterable[Place]) -> None:
        """Read the rows that the page tells of."""
        by_table: dict[str, list[str]] = defaultdict(list)
        for place in places:
            if place not in self._rows and place[0] in office_tables():
                self._rows[place] = GatheredRow(in_file=False, fields=None)
                by_table[place[0]].append(place[1])
        for name, row_ids in by_table.items():
            self._load(office_tables()[name], row_ids)

    def _load(self, table: OfficeTable, row_ids: Sequence[str]) -> None:
        names = tuple(table.fields)
        self.cursor.execute(
            f"SELECT id, {', '.join(names)} FROM {table.name} "  # noqa: S608 - our own names
            "WHERE id IN (SELECT value FROM json_each(?))",
            (compact(list(row_ids)),),
        )
        for row_id, *found in self.cursor:
            fields = dict(zip(names, found, strict=True))
            self._rows[table.name, row_id] = GatheredRow(in_file=True, fields=fields)

    def at(self, place: Place) -> GatheredRow:
        """Return one of the rows that were loaded."""
        return self._rows[place]

    def exists(self, table: OfficeTable, row_id: str) -> bool:
        """Whether the row is there now."""
        return self._rows[table.name, row_id].fields is not None

    def values(
        self, table: OfficeTable, row_id: str, fields: Iterable[str]
    ) -> dict[str, Stored] | None:
        """Return what stands in these fields; None where there is no such row."""
        return self._rows[table.name, row_id].values(table, fields)

    def change(
        self, table: OfficeTable, row_id: str, fields: Mapping[str, Stored]
    ) -> bool:
        """Set what differs; return whether anything did."""
        row = self._rows[table.name, row_id]
        return row.change(fields, self.acting.at, self.acting.user)

    def add(
        self, table: OfficeTable, row_id: str, fields: Mapping[str, Stored]
    ) -> None:
        """Add the row."""
        self._rows[table.name, row_id].make(table, fields)

    def remove(self, table: OfficeTable, row_id: str) -> bool:
        """Delete the row; return whether it was there."""
        row = self._rows[table.name, row_id]
        was_there, row.fields, row.made = row.fields is not None, None, False
        row.moved.clear()
        return was_there

    def restamp(self, table: OfficeTable, row_id: str, at_ms: int, user: str) -> None:
        """Say who changed the row last, where the desk remembers it otherwise."""
        self._rows[table.name, row_id].restamp(at_ms, user)

    def write(self) -> None:
        """Bring all to the file.

        Raises:
            DoesNotFit: It refuses some row; the page is to be taken back.
        """
        try:
            self._delete()
            self._insert()
            self._update()
        except UNFIT as error:
            raise DoesNotFit from error
        self._restamp()

    def _delete(self) -> None:
        gone: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        for (name, row_id), row in self._rows.items():
            if row.in_file and (row.fields is None or row.made):
                gone[name].append((row_id,))
        for name, row_ids in gone.items():
            self.cursor.executemany(f"DELETE FROM {name} WHERE id = ?", row_ids)  # noqa: S608 - our own names

    def _insert(self) -> None:
        made: dict[tuple[str, ...], list[tuple[Stored, ...]]] = defaultdict(list)
        for (name, row_id), row in self._rows.items():
            if row.made and row.fields is not None:
                stamp = {} if row.stamp is None else _stamped(name, row.stamp)
                told = (row_id, *row.fields.values(), *stamp.values())
                made[name, *row.fields, *stamp].append(told)
        for (name, *whole), rows in made.items():
            columns = ("id", *whole)
            into = f"INSERT INTO {name} ({', '.join(columns)}) VALUES "  # noqa: S608 - our own names
            marks = f"({', '.join('?' * len(columns))})"
            for begin in range(0, len(rows), _AT_ONCE):
                some = rows[begin : begin + _AT_ONCE]
                told = tuple(chain.from_iterable(some))
                self.cursor.execute(into + ", ".join([marks] * len(some)), told)

    def _update(self) -> None:
        moved: dict[tuple[str, ...], list[tuple[object, ...]]] = defaultdict(list)
        for (name, row_id), row in self._rows.items():
            if row.moved and row.fields is not None and not row.made:
                columns = sorted(row.moved)
                values = [row.fields[column] for column in columns]
                stamp = row.stamp if office_tables()[name].stamped else None
                moved[name, *columns].append((*values, *(stamp or ()), row_id))
        for (name, *changed), rows in moved.items():
            sets = [f"{column} = ?" for column in changed]
            if office_tables()[name].stamped:  # else its trigger would say: the last
                sets += ["version = version + 1", "changed_at = ?", "changed_by = ?"]
            self.cursor.executemany(
                f"UPDATE {name} SET {', '.join(sets)} WHERE id = ?",  # noqa: S608 - our own names
                rows,
            )

    def _restamp(self) -> None:
        """Say who changed the desk's own rows, where it remembers it otherwise."""
        told: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
        for (name, row_id), row in self._rows.items():
            if row.echo is not None and row.fields is not None:
                told[name].append((row_id, *row.echo))
        for name, stamps in told.items():
            self.cursor.execute(
                f"UPDATE {name} SET version = version + 1, "  # noqa: S608 - our own names
                "changed_at = told.value ->> 1, changed_by = told.value ->> 2 "
                f"FROM json_each(?) AS told WHERE {name}.id = told.value ->> 0 "
                "AND changed_at IS NOT NULL AND (changed_at IS NOT told.value ->> 1 "
                "OR changed_by IS NOT told.value ->> 2)",
                (compact(stamps),),
            )


def _stamped(name: str, stamp: tuple[int, str]) -> dict[str, Stored]:
    """Return what a row that was changed after it was made has more."""
    if not office_tables()[name].stamped:
        return {}
    return {"version": 2, "changed_at": stamp[0], "changed_by": stamp[1]}
