"""Stands at both doors of a desk and hears each statement before it and after it.

One door is the connection to the office file, the other the connection to the server.
What goes through them is counted; at one step something happens: an exception, a kill,
a cut line.  The steps after it are heard too, but nothing more happens.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import sqlcipher3

from services.core.database import Begin
from services.sync import postgres
from services.sync.postgres import WatchedConnection

_QUESTION = re.compile(r"\s*(SELECT|BEGIN)")


class Cut(Exception):
    """The power went."""


class Step(NamedTuple):
    """Where a round is: before or after a statement at one of the doors.

    Attributes:
        writes: Whether it belongs to a transaction of the file that may write.
        line: The connection to the server.
    """

    door: str
    what: str
    late: bool
    writes: bool = False
    line: WatchedConnection | None = None

    def __str__(self) -> str:
        return f"{'after' if self.late else 'before'} {self.door}: {self.what}"


Act = Callable[[Step], None]


def cut(_step: Step) -> None:
    """Let the power go."""
    raise Cut


def each(_step: Step) -> bool:
    """Count all that goes through."""
    return True


def at_server(step: Step) -> bool:
    """Count what is said to the server."""
    return step.door == "server"


def that_differ(step: Step) -> bool:
    """Count each step where something else stands than at the one before it.

    After a statement of the file stands what stands before the next one; only a commit
    is the end of something.  A question changes nothing.
    """
    if step.door == "server":
        return True
    ends = not step.late or step.what == "COMMIT"
    return step.writes and ends and not _QUESTION.match(step.what)


@dataclass(eq=False)
class Doors:
    """Counts steps while it is ``open``, and acts at step number ``at``."""

    at: int = 0
    act: Act = cut
    counts: Callable[[Step], bool] = each
    open: bool = False
    steps: list[str] = field(default_factory=list)

    def hear(self, step: Step) -> None:
        """Count a step; act if it is the one."""
        if self.open and self.counts(step):
            self.steps.append(str(step))
            if len(self.steps) == self.at:
                self.act(step)

    def during(self, round_: Callable[[], object], at: int) -> bool:
        """Run a round with something happening at a step; return whether it came."""
        self.at, self.steps, self.open = at, [], True
        try:
            round_()
        finally:
            self.open = False
        return len(self.steps) >= at

    def stand(self, put: Callable[[object, str, object], object]) -> None:
        """Take the places; ``put`` sets an attribute as ``setattr`` does."""
        connect = sqlcipher3.connect
        file = _file(self)

        def opened(*place: Any, **told: Any) -> Any:
            return connect(*place, factory=file, **told)

        put(sqlcipher3, "connect", opened)
        put(postgres, "WatchedConnection", _line(self))


def _file(doors: Doors) -> type:
    """Return connections to the office file that let the doors hear."""

    class File(sqlcipher3.Connection):  # type: ignore[misc] # the driver has no types
        writes = False

        def cursor(self, *_kind):
            return super().cursor(Cursor)

        def commit(self):
            self.heard("COMMIT", super().commit)
            self.writes = False

        def rollback(self):
            self.writes = False
            super().rollback()

        def heard(self, sql, run, *values):
            self.writes = self.writes or sql == Begin.WRITE
            doors.hear(Step("file", sql, late=False, writes=self.writes))
            told = run(*values)
            doors.hear(Step("file", sql, late=True, writes=self.writes))
            return told

    class Cursor(sqlcipher3.Cursor):  # type: ignore[misc] # the driver has no types
        def execute(self, *told):
            return self.connection.heard(told[0], super().execute, *told)

        def executemany(self, *told):
            return self.connection.heard(told[0], super().executemany, *told)

    return File


def _line(doors: Doors) -> type[WatchedConnection]:
    """Return connections to the server that let the doors hear."""

    class Line(WatchedConnection):
        @classmethod
        def connect(cls, *place, **told):
            doors.hear(Step("server", "connect", late=False))
            line = super().connect(*place, **told)
            try:
                doors.hear(Step("server", "connect", late=True, line=line))
            except BaseException:
                line.close()
                raise
            return line

        def cursor(self, *args, **told):
            return _Heard(super().cursor(*args, **told), doors, self)

    return Line


class _Heard:
    """A cursor to the server."""

    def __init__(self, cursor: Any, doors: Doors, line: WatchedConnection) -> None:
        self._cursor, self._doors, self._line = cursor, doors, line

    def __enter__(self):
        self._cursor.__enter__()
        return self

    def __exit__(self, *error):
        return self._cursor.__exit__(*error)

    def __getattr__(self, name):
        return getattr(self._cursor, name)

    def execute(self, question, *values, **told):
        self._doors.hear(Step("server", question, late=False, line=self._line))
        found = self._cursor.execute(question, *values, **told)
        self._doors.hear(Step("server", question, late=True, line=self._line))
        return found
