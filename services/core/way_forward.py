"""What a step back changed, row by row, so that it can be made again.

Only plain changes of records count.  A step back that made or deleted rows, or wrote by
a statement, has no way forward: nobody could say that the same would come of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session

from models.base import Kept
from models.errors import ChangedMeanwhile
from services.core.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class RowAgain:
    """What a step back changed in a row; the values may be a citizen's.

    Attributes:
        left: By column, what the step back left there.
        before: What stood there before it.
    """

    kind: type[Kept]
    row_id: str
    left: Mapping[str, object] = field(repr=False)
    before: Mapping[str, object] = field(repr=False)


class Watch:
    """Sees what one transaction changes, from its making on."""

    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._changes: list[RowAgain] = []
        self._is_whole = True
        event.listen(self._session, "before_flush", self._note)
        event.listen(self._session, "detached_to_persistent", self._refuse)
        event.listen(self._session, "do_orm_execute", self._on_statement)

    def way(self) -> tuple[RowAgain, ...]:
        """Return each change in order; nothing where one of them is unknown."""
        self._session.flush()
        return tuple(self._changes) if self._is_whole else ()

    def _note(self, session: Session, _context: object, _rows: object) -> None:
        if session.new or session.deleted:
            self._is_whole = False
        for row in session.dirty:
            if session.is_modified(row):
                self._note_row(row)

    def _note_row(self, row: object) -> None:
        if not isinstance(row, Kept):
            self._is_whole = False
            return
        state = inspect(row)
        found = {c.key: state.attrs[c.key].history for c in state.mapper.column_attrs}
        changed = {key: one for key, one in found.items() if one.has_changes()}
        if not all(one.deleted and one.added for one in changed.values()):
            self._is_whole = False
            return
        left = {key: next(iter(one.added)) for key, one in changed.items()}
        before = {key: next(iter(one.deleted)) for key, one in changed.items()}
        self._changes.append(RowAgain(type(row), row.id, left, before))

    def _refuse(self, _session: Session, _row: object) -> None:
        self._is_whole = False

    def _on_statement(self, asked: ORMExecuteState) -> None:
        if asked.is_insert or asked.is_update or asked.is_delete:
            self._is_whole = False


def go(work: Work, way: tuple[RowAgain, ...]) -> None:
    """Put the rows back as they stood before the step back.

    Raises:
        ChangedMeanwhile: One of them is not as the step back left it.
    """
    for again in reversed(way):
        row = work.get(again.kind, again.row_id)
        if any(getattr(row, name) != left for name, left in again.left.items()):
            raise ChangedMeanwhile(kind=str(again.kind.__tablename__))
        for name, before in again.before.items():
            setattr(row, name, before)
