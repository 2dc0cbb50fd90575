"""How records travel: what the server must know of them, how a value becomes a column.

Both follow from the records alone, so a new table or field needs nothing here.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, Protocol

import msgspec
from sqlalchemy import Boolean, Column, Date, Integer
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.types import TypeEngine

from models.base import FIRST_MS, LAST_MS, Kept, Record, Scope, SlotTime, UtcDateTime
from services.core.capture import captured_fields, json_fields, synced, table_of
from services.sync.gateway import Profile
from services.sync.table_spec import Kind, TableSpec

Json = None | bool | int | float | str | list[Any] | dict[str, Any]
Stored = None | int | float | str

DEEPEST = 100  # levels of lists and objects; no program of ours writes nearly as many
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')
_WRITER = msgspec.json.Encoder()

# Two desks may add the same holiday; who did so first is no question for a person.
_MAKING = ("created_at", "created_by")


class Cursor(Protocol):
    """What is used of a driver's cursor, whose package has no types."""

    rowcount: int

    def execute(self, sql: str, values: tuple[object, ...] = ()) -> "Cursor":
        """Run one statement."""

    def executemany(self, sql: str, rows: Sequence[tuple[object, ...]]) -> "Cursor":
        """Run one statement for each row of values."""

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the next row, or None."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return the rows that are left."""

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that are left."""


@dataclass(frozen=True, slots=True)
class OfficeTable:
    """One synced table as the applying desk knows it.

    Attributes:
        defaults: What an older desk's row lacks, by field.
        choices: The values that a field may have, where this program knows them all.
        stamped: Whether the row says when and by whom it was changed last.
        types: What a field's value may be, as the column holds it.
        limits: Further tests of values that have the right type, by field.
    """

    name: str
    scope: Scope
    fields: frozenset[str]
    json: frozenset[str]
    defaults: Mapping[str, Stored] = field(repr=False)
    choices: Mapping[str, frozenset[str]] = field(repr=False)
    stamped: bool
    types: Mapping[str, frozenset[type]] = field(repr=False)
    limits: Mapping[str, Callable[[Any], bool]] = field(repr=False)

    def columns(self, told: Mapping[str, Json]) -> dict[str, Stored]:
        """Return what the columns hold for the fields that this program has.

        Raises:
            ValueError: A value has a shape that its column cannot hold, or is one that
                only a newer program knows.
        """
        columns: dict[str, Any] = dict(told)
        for name in () if told.keys() <= self.fields else told.keys() - self.fields:
            del columns[name]
        for name in self.json and self.json & columns.keys():
            columns[name] = compact(columns[name])
        types = self.types
        for name, value in columns.items():
            if type(value) not in types[name]:
                raise ValueError("shape")
        for name in self.limits.keys() & columns.keys():
            if columns[name] is not None and not self.limits[name](columns[name]):
                raise ValueError("limit")
        self._require_choices(columns)
        return columns

    def _require_choices(self, columns: Mapping[str, Stored]) -> None:
        for name in self.choices.keys() & columns.keys():
            if columns[name] is not None and columns[name] not in self.choices[name]:
                raise ValueError("choice")

    def column(self, name: str, value: Json) -> Stored:
        """Return what the column of this field holds; see ``columns``."""
        return self.columns({name: value})[name]

    def value(self, name: str, column: Stored) -> Json:
        """Return what travels for what the column holds."""
        if name in self.json and isinstance(column, str):
            told: Json = json.loads(column)
            return told
        return column


def compact(value: Json) -> str:
    """Return JSON text as the capture triggers write it."""
    return _WRITER.encode(value).decode()


def is_deep(text: str) -> bool:
    """Whether JSON text has more levels than may be read one inside the other."""
    depth = 0
    for mark in _STRINGS.sub("", text) if text.count("[") + text.count("{") else "":
        depth += (mark in "[{") - (mark in "]}")
        if depth > DEEPEST:
            return True
    return False


def instant(told: int | None) -> int:
    """Return milliseconds that are some instant; 0 for what is none."""
    return told if told is not None and FIRST_MS <= told <= LAST_MS else 0


def storable(raw: str) -> str:
    """Return ``raw`` with what PostgreSQL cannot hold written as escapes."""
    kept = raw.encode("utf-8", "backslashreplace").decode("utf-8")
    return kept.replace("\0", "\\u0000")


@cache
def office_tables() -> Mapping[str, OfficeTable]:
    """Return every synced table by name, those that others point to first."""
    by_name = {table_of(record).name: _table(record) for record in synced()}
    order = [table.name for table in Record.metadata.sorted_tables]
    return {name: by_name[name] for name in order if name in by_name}


def reaches(name: str, profile: Profile) -> bool:
    """Whether a table leaves a desk of this profile at all (decision 6)."""
    table = office_tables().get(name)
    is_city = table is not None and table.scope is Scope.CITY
    return profile is Profile.OFFICE or is_city


@cache
def table_specs() -> tuple[TableSpec, ...]:
    """Return what the shared database must know of every synced table."""
    return tuple(_spec(record) for record in synced())


def _table(record: type[Record]) -> OfficeTable:
    columns = table_of(record).columns
    fields = captured_fields(record)
    return OfficeTable(
        name=table_of(record).name,
        scope=record.sync.scope,
        fields=frozenset(fields),
        json=json_fields(record),
        defaults=dict(_defaults([columns[name] for name in fields])),
        choices=dict(_choices([columns[name] for name in fields])),
        stamped=issubclass(record, Kept),
        types={
            name: _TYPES[kind] | ({NoneType} if columns[name].nullable else set())
            for name, kind in _kinds(record)
        },
        limits={n: _LIMITS[kind] for n, kind in _kinds(record) if kind in _LIMITS},
    )


def _is_instant(value: int) -> bool:
    return FIRST_MS <= value <= LAST_MS


def _is_date(value: str) -> bool:
    return date.fromisoformat(value) is not None  # raises a ValueError itself


def _is_time(value: str) -> bool:
    return time.fromisoformat(value) is not None


_TYPES: Mapping[Kind, frozenset[type]] = {
    Kind.TEXT: frozenset((str,)),
    Kind.NUMBER: frozenset((int,)),
    Kind.YES_NO: frozenset((bool, int)),
    Kind.INSTANT: frozenset((int,)),
    Kind.DATE: frozenset((str,)),
    Kind.TIME: frozenset((str,)),
    Kind.JSON: frozenset((str,)),
}
_LIMITS: Mapping[Kind, Callable[[Any], bool]] = {
    Kind.INSTANT: _is_instant,
    Kind.DATE: _is_date,
    Kind.TIME: _is_time,
    Kind.JSON: lambda text: not is_deep(text),
}


def _defaults(columns: list[Column[Any]]) -> Iterator[tuple[str, Stored]]:
    for column in columns:
        if column.default is not None and column.default.is_scalar:
            given = column.default.arg  # type: ignore[attr-defined] # a scalar has one
            yield column.name, given.value if isinstance(given, StrEnum) else given


def _choices(columns: list[Column[Any]]) -> Iterator[tuple[str, frozenset[str]]]:
    for column in columns:
        if isinstance(column.type, SqlEnum):
            yield column.name, frozenset(column.type.enums)


def _spec(record: type[Record]) -> TableSpec:
    rules = record.sync
    making = tuple(name for name in _MAKING if name in captured_fields(record))
    return TableSpec(
        name=table_of(record).name,
        scope=Profile.CITY if rules.scope is Scope.CITY else Profile.OFFICE,
        groups=rules.groups,
        last_wins=(*rules.last_wins, *making),
        forward={name: _steps(ranks) for name, ranks in rules.forward.items()},
        claims=rules.claims,
        insert_only=rules.insert_only,
        fields=dict(_kinds(record)),
    )


_KINDS: tuple[tuple[type[TypeEngine[Any]], Kind], ...] = (
    (UtcDateTime, Kind.INSTANT),
    (SlotTime, Kind.TIME),
    (Date, Kind.DATE),
    (Boolean, Kind.YES_NO),
    (Integer, Kind.NUMBER),
)


def _kinds(record: type[Record]) -> Iterator[tuple[str, Kind]]:
    columns, in_json = table_of(record).columns, json_fields(record)
    for name in captured_fields(record):
        kinds = (k for of, k in _KINDS if isinstance(columns[name].type, of))
        yield name, Kind.JSON if name in in_json else next(kinds, Kind.TEXT)


def _steps(ranks: tuple[tuple[str, ...], ...]) -> list[str | tuple[str, ...]]:
    return list(ranks)
