"""Writes a fresh row: one plain INSERT, whose text is made once a table.

The ORM's own flush sorts, prepares and reads back at each record; a check-in spent half
of its time there.  A record of ours has its id and nothing to be read back, so it goes
to its table at once and then stands in the session as if it had been loaded.  Walls,
capture and search triggers see the same INSERT.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Column, Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from models.base import Record
from services.core.capture import table_of
from services.core.database import driver_of

_DIALECT = sqlite.dialect()


@dataclass(frozen=True, slots=True)
class _Place:
    """One column: what it takes when nothing was set, and its form on disk."""

    name: str
    default: object
    stored: Callable[[object], object] | None


@dataclass(frozen=True, slots=True)
class _Insert:
    """How rows of one table are written."""

    sql: str
    places: tuple[_Place, ...]


def write_row(
    connection: Connection, kind: type[Record], given: dict[str, object]
) -> None:
    """Insert a row of a table.

    Args:
        connection: With the open transaction.
        kind: The table's record.
        given: By column; what nobody set takes its default, here too.
    """
    insert = _insert(kind)
    values: list[object] = []
    for place in insert.places:
        value = given.get(place.name)
        if value is None:
            value = given[place.name] = place.default
        values.append(value if place.stored is None else place.stored(value))
    driver_of(connection).execute(insert.sql, values)


def as_if_loaded(session: Session, record: Record) -> None:
    """Let a record whose row was written stand in the session; later changes count."""
    make_transient_to_detached(record)
    session.add(record)


@cache
def _insert(kind: type[Record]) -> _Insert:
    table = table_of(kind)
    places = tuple(_place(column) for column in table.columns)
    names, marks = ", ".join(p.name for p in places), ", ".join("?" * len(places))
    sql = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - our own names
    return _Insert(sql, places)


def _place(column: Column[object]) -> _Place:
    made = column.default
    default = made.arg if isinstance(made, ScalarElementColumnDefault) else None
    stored = column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    return _Place(column.name, default, stored)
