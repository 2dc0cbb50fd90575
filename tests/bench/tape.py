"""Statements of our own code, noted as they ran and replayed by the bare driver."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Engine, event

from services.core.database import Acting, acting_of, register


@dataclass(frozen=True, slots=True)
class Step:
    """One statement, its values, and what the triggers of that moment were told."""

    sql: str
    values: Any
    is_many: bool
    acting: Acting | None


@dataclass
class Tape:
    """What an engine said to the file."""

    steps: list[Step] = field(default_factory=list)

    @contextmanager
    def recording(self, engine: Engine) -> Iterator[None]:
        """Note every statement of the engine, afresh; nothing is noted while timed."""
        self.steps.clear()
        heard = (
            ("before_cursor_execute", self._on_statement),
            ("commit", self._on_commit),
            ("rollback", self._on_commit),
        )
        for name, listener in heard:
            event.listen(engine, name, listener)
        try:
            yield
        finally:
            for name, listener in heard:
                event.remove(engine, name, listener)

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
