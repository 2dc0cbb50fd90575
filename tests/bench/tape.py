"""Statements of our own code, noted as they ran and replayed by the bare driver."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from unittest.mock import patch

import sqlcipher3

from services.core.database import Acting, register


@dataclass(frozen=True, slots=True)
class Step:
    """One statement, its values, and what the triggers of that moment were told."""

    sql: str
    values: Any
    is_many: bool
    acting: Acting | None


class Heard(sqlcipher3.Connection):  # type: ignore[misc]  # the driver has no types
    """A connection of the driver that notes what it is told, on the tape."""

    def __init__(self, *args: Any, tape: "Tape", **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.tape = tape
        self.acting: Acting | None = None

    def cursor(self, factory: type | None = None) -> Any:
        """Return a cursor that notes, for SQLAlchemy and for `execute` alike."""
        return super().cursor(factory or HeardCursor)

    def commit(self) -> None:
        """Note the end of a transaction."""
        self.note("COMMIT", (), is_many=False)
        super().commit()

    def create_function(self, name: str, *args: Any, **settings: Any) -> None:
        """Learn whose change it is from the function that triggers ask."""
        if name == "sync_base":
            self.acting = args[1].__self__
        super().create_function(name, *args, **settings)

    def note(self, sql: str, values: Any, *, is_many: bool) -> None:
        """Put a statement on the tape."""
        acting = replace(self.acting) if self.acting else None
        self.tape.steps.append(Step(sql, values, is_many, acting))


class HeardCursor(sqlcipher3.Cursor):  # type: ignore[misc]  # the driver has no types
    """A cursor whose statements are noted."""

    connection: Heard

    def execute(self, sql: str, values: Any = ()) -> Any:
        """Note and run one statement."""
        self.connection.note(sql, values, is_many=False)
        return super().execute(sql, values)

    def executemany(self, sql: str, values: Any) -> Any:
        """Note and run a statement of many rows."""
        values = list(values)
        self.connection.note(sql, values, is_many=True)
        return super().executemany(sql, values)


@dataclass
class Tape:
    """What the connections that were opened on it said to their file."""

    steps: list[Step] = field(default_factory=list)

    @contextmanager
    def laid(self) -> Iterator[None]:
        """Note all that connections opened in the block are ever told."""
        heard = partial(sqlcipher3.connect, factory=partial(Heard, tape=self))
        with patch.object(sqlcipher3, "connect", heard):
            yield

    def of(self, work: Callable[[], object]) -> list[Step]:
        """Return what a piece of work says."""
        self.steps.clear()
        work()
        return [*self.steps]


@dataclass
class Player:
    """Replays a tape on a bare connection that knows the triggers' functions."""

    connection: Any
    acting: Acting = field(default_factory=Acting)

    def __post_init__(self) -> None:
        register(self.connection, self.acting)

    def play(self, steps: list[Step]) -> None:
        """Run every step; read all rows of what answers."""
        cursor, acting = self.connection.cursor(), self.acting
        for step in steps:
            then = step.acting
            if then is not None:
                acting.user, acting.at, acting.txn = then.user, then.at, then.txn
                acting.epoch, acting.cursor = then.epoch, then.cursor
                acting.bases = then.bases
            if step.is_many:
                cursor.executemany(step.sql, step.values)
                continue
            cursor.execute(step.sql, step.values)
            if cursor.description is not None:
                cursor.fetchall()
