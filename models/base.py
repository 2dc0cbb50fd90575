"""The record base: ids, instants, constraint names, and what sync must know.

Ids and instants have one form on disk so that triggers and JSON read them as they
are: ids are 36-character lower-case text, instants integer milliseconds UTC, dates
and slot times local to Asia/Seoul.  There are no floats in a synced table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import ClassVar

import uuid_utils
from sqlalchemy import (
    BigInteger,
    Dialect,
    Enum,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_MS = -62_135_510_400_000  # from here to there an instant has a local date
LAST_MS = 253_402_128_000_000
ID_LENGTH = 36


def new_id() -> str:
    """Return a fresh UUIDv7 as text; good for locality, never for ordering."""
    return str(uuid_utils.uuid7())


def to_ms(instant: datetime) -> int:
    """Return milliseconds since 1970 UTC; refuses a naive instant.

    Raises:
        ValueError: The instant has no zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return (instant - EPOCH) // timedelta(milliseconds=1)


def from_ms(value: int) -> datetime:
    """Return the aware UTC instant of ``value`` milliseconds."""
    return EPOCH + timedelta(milliseconds=value)


class UtcDateTime(TypeDecorator[datetime]):
    """Instants as integer milliseconds; naive values are refused."""

    impl = BigInteger
    cache_ok = True

    @override
    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> int | None:
        return None if value is None else to_ms(value)

    @override
    def process_result_value(
        self, value: int | None, dialect: Dialect
    ) -> datetime | None:
        return None if value is None else from_ms(value)


class SlotTime(TypeDecorator[time]):
    """Local times of day as ``HH:MM`` text, which sorts and reads as it is."""

    impl = String(5)
    cache_ok = True

    @override
    def process_bind_param(self, value: time | None, dialect: Dialect) -> str | None:
        return None if value is None else value.strftime("%H:%M")

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> time | None:
        return None if value is None else time.fromisoformat(value)


class Scope(StrEnum):
    """Which desks a table reaches (decision 6): office holds the citizens."""

    OFFICE = "office"
    CITY = "city"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Claims:
    """What a row takes up in the calendar, so that a double booking is seen.

    Attributes:
        day: The field of the local date.
        begins: The field of the local time of day.
        ends: The same for the end.
        offset: Of that time from UTC.
        resources: The field that names what is taken up, by its kind.
        when: Only with these values of these fields anything is taken up.
    """

    day: str
    begins: str
    ends: str
    offset: str
    resources: Mapping[str, str]
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that the claims are computed from."""
        places = self.resources.values()
        return (*self.when, self.day, self.begins, self.ends, *places)


@dataclass(frozen=True, slots=True)
class Sync:
    """What capture and the shared database must know of one table.

    Attributes:
        scope: LOCAL never leaves the desk.
        groups: Fields that move together or not at all, by group name.
        forward: Per field the ranks of its values; a step up merges by itself.
        last_wins: Fields where the later write simply stands.
        insert_only: Rows are never changed or deleted (log lines, notices), neither
            here nor in the shared database.
        claims: What a row takes up in the calendar, if anything.
    """

    scope: Scope
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forward: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    last_wins: tuple[str, ...] = ()
    insert_only: bool = False
    claims: Claims | None = None


LOCAL = Sync(Scope.LOCAL)
OFFICE = Sync(Scope.OFFICE)
CITY = Sync(Scope.CITY)


class Record(DeclarativeBase):
    """A row with an id; every concrete record declares ``sync``."""

    __abstract__ = True
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        time: SlotTime,
        str: Text,
        int: Integer,
    }
    sync: ClassVar[Sync]

    def __repr__(self) -> str:
        # Never a field's value: a repr reaches logs, and a name is in most rows.
        return f"<{type(self).__name__}>"


class Kept(Record):
    """A record with id, local version and the facts of its making.

    ``version`` counts local changes and is never captured; it is what a form
    compares at save time.  ``changed_at`` and ``changed_by`` are kept by a trigger
    from the acting connection, or from the log when a remote change is applied.
    """

    __abstract__ = True

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(ID_LENGTH))
    changed_at: Mapped[datetime | None]
    changed_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))


# Columns that stay on the desk even in a synced table.
UNCAPTURED = ("id", "version", "changed_at", "changed_by")


def ref(target: str) -> ForeignKey:
    """Return a foreign key checked at commit, so that a page applies in any order."""
    return ForeignKey(target, deferrable=True, initially="DEFERRED")


def stored(kind: type[StrEnum]) -> Enum:
    """Return a column type that keeps the values of ``kind`` as text."""
    return Enum(
        kind,
        values_callable=_values_of,
        native_enum=False,
        create_constraint=False,
        length=24,
        validate_strings=True,
    )


def _values_of(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]
