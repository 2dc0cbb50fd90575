"""Writes a fresh record: one plain INSERT, whose statement is made once a table.

The ORM's own flush sorts, prepares and reads back at each record; a check-in spent a
third of its time there.  A record of ours has its id and nothing to be read back, so it
goes to its table at once and then stands in the session as if it had been loaded.
Walls, capture and search triggers see the same INSERT.
"""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Insert, insert
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from models.base import Record
from services.core.capture import table_of


@dataclass(frozen=True, slots=True)
class _Shape:
    """How records of one kind are written.

    Attributes:
        columns: With the default of each, None where it has none.
    """

    insert: Insert
    columns: tuple[tuple[str, object], ...]


def write(session: Session, record: Record) -> None:
    """Insert a record that has its id; what nobody set takes its default."""
    shape, given = _shape(type(record)), vars(record)
    row: dict[str, object] = {}
    for name, default in shape.columns:
        value = given.get(name)
        if value is None:
            value = given[name] = default
        row[name] = value
    session.connection().execute(shape.insert, row)
    make_transient_to_detached(record)
    session.add(record)


@cache
def _shape(kind: type[Record]) -> _Shape:
    table = table_of(kind)
    columns = tuple((column.name, _default(column.default)) for column in table.columns)
    return _Shape(insert(table), columns)


def _default(default: object) -> object:
    return default.arg if isinstance(default, ScalarElementColumnDefault) else None
