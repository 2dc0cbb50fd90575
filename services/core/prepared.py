"""Questions made ready once, for what is asked at every key stroke.

SQLAlchemy writes the SQL and knows the types; only the asking goes past it, since its
part of a short question (measured: 0.035 ms of 0.16) is as long as the file's own.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select
from sqlalchemy.dialects import sqlite

from services.core.database import driver_of

_DIALECT = sqlite.dialect(paramstyle="named")

Turn = Callable[[Any], Any]
Question = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]


class Prepared:
    """A question with its SQL and the turns of its values, in and out."""

    def __init__(self, question: Question) -> None:
        compiled = question.compile(dialect=_DIALECT)
        self._sql = str(compiled)
        turns = {
            bind.key: bind.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
            for bind in compiled.bind_names
        }
        self._into = {name: turn for name, turn in turns.items() if turn}
        self._fixed = self._ready(
            {
                name: value
                for name, value in compiled.params.items()
                if value is not None
            }
        )
        self._out = tuple(
            (at, turn)
            for at, column in enumerate(question.selected_columns)
            if (turn := _out_of(column.type)) is not None
        )

    def rows(self, connection: Connection, asked: Mapping[str, object]) -> list[Any]:
        """Return every row as a tuple; what was changed and not flushed is not seen."""
        told = driver_of(connection).execute(*self.statement(asked))
        found: list[Any] = told.fetchall()
        return [self._turned(row) for row in found] if self._out else found

    def statement(self, asked: Mapping[str, object]) -> tuple[str, dict[str, object]]:
        """Return the SQL and its values as the file takes them."""
        return self._sql, self._fixed | self._ready(asked)

    def _ready(self, asked: Mapping[str, object]) -> dict[str, object]:
        into = self._into
        return {
            name: into[name](value) if name in into and value is not None else value
            for name, value in asked.items()
        }

    def _turned(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        turned = list(row)
        for at, turn in self._out:
            turned[at] = turn(turned[at])
        return tuple(turned)


def _out_of(kind: Any) -> Turn | None:  # noqa: ANN401 - a type of any value
    turn: Turn | None = kind.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
    return turn
