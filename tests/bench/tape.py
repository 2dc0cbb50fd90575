"""Statements of our own code, noted as they ran and replayed by the bare driver."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, Engine, event

from services.core.database import Acting, Begin, acting_of, register
from services.core.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Step:
    """One statement, its values, and what the triggers of that moment were told."""

    sql: str
    values: Any
    is_many: bool
    acting: Acting | None


@dataclass
class Tape:
    """What an engine that begins so said to the file."""

    begin: Begin
    steps: list[Step] = field(default_factory=list)

    @contextmanager
    def recording(self, engine: Engine) -> Iterator[None]:
        """Note every statement of the engine, afresh; nothing is noted while timed."""
        self.steps.clear()
        heard = (
            ("begin", self._on_begin),
            ("before_cursor_execute", self._on_statement),
            ("commit", self._on_commit),
            ("rollback", self._on_commit),
        )
        for name, listener in heard:
            event.listen(engine, name, listener)
        try:
            with patch.object(Prepared, "rows", self._heard(Prepared.rows)):
                yield
        finally:
            for name, listener in heard:
                event.remove(engine, name, listener)

    def _heard(self, rows: Callable[..., Any]) -> Callable[..., Any]:
        """Return how a prepared question is asked, noted: no event tells of it."""

        def noted(question: Prepared, connection: Connection, asked: Any) -> Any:
            sql, values = question.statement(asked)
            acting = replace(acting_of(connection))
            self.steps.append(Step(sql, values, False, acting))
            return rows(question, connection, asked)

        return noted

    def _on_begin(self, conn: Connection) -> None:
        self.steps.append(Step(self.begin, (), False, replace(acting_of(conn))))

    def _on_statement(
        self,
        conn: Any,
        _cursor: Any,
        sql: str,
        values: Any,
        _context: Any,
        many: bool,  # noqa: FBT001 - SQLAlchemy's signature
    ) -> None:
        self.steps.append(Step(sql, values, many, replace(acting_of(conn))))

    def _on_commit(self, _conn: Any) -> None:
        self.steps.append(Step("COMMIT", (), False, None))


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
