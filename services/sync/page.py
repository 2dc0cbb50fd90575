"""Writes a run of changes to the office file in one transaction, with what moves along.

Nearly always all of it fits, so the rows are written together and the foreign keys are
left to the check at commit.  Only when a row is refused is the run done again change by
change, and what does not fit parked; only when a key is refused is it done again with
care: whatever points nowhere is parked, and the rest is written.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.sync import Parked
from models.values import Permission
from services.core.actor import Actor
from services.core.database import acting_of
from services.core.unit_of_work import UnitOfWork
from services.sync.apply import Applied, Applier, Guard
from services.sync.changes import Change, read_change
from services.sync.desk_rows import DeskRows
from services.sync.gathered_rows import DoesNotFit, GatheredRows
from services.sync.memory import Memory, recall
from services.sync.not_taken import not_taken
from services.sync.pending import Place, pending_writes
from services.sync.superseded import without_superseded
from services.sync.wire import Cursor

Step = Callable[[Session, int], None]


@dataclass(frozen=True, slots=True)
class Page:
    """What is to be written together.

    Attributes:
        changes: In log order; None takes what is parked.
        then: Writes what moves along, given the last own number echoed.
        still: Asked first; a page that another program has written is left alone.
    """

    changes: Sequence[Change] | None
    then: Step
    still: Callable[[Memory], bool]
    guard: Guard = Guard.NEWER


def nothing_more(_session: Session, _echoed: int) -> None:
    """Move nothing along."""


def always(_memory: Memory) -> bool:
    """Write the page in any case."""
    return True


class PageWriter:
    """Writes pages as one acting person."""

    permission = Permission.SYNC_RUN

    def __init__(self, units: UnitOfWork, actor: Actor) -> None:
        self._units = units
        self._actor = actor

    def write(self, page: Page) -> Applied | None:
        """Write all of it or nothing; None if it was no longer to be written."""
        for apply in (_apply_together, _apply):
            try:
                return self._write(page, apply)
            except DoesNotFit:
                continue
            except IntegrityError:
                break
        return self._write(page, _apply_with_care)

    def _write(
        self, page: Page, apply: Callable[[Applier, Sequence[Change]], Applied]
    ) -> Applied | None:
        with self._units.begin(self._actor, self.permission) as work:
            memory = recall(work.session)
            if not page.still(memory):
                return None
            changes, held = _waiting(work.session, page.changes)
            applier = _applier(work.session, memory, page.guard)
            applier.held.update(held)
            applied = apply(applier, changes)
            page.then(work.session, applier.pending.echoed)
            return applied


def raw_cursor(session: Session) -> Cursor:
    """Return a cursor of the driver on the session's open transaction."""
    return cast("Cursor", session.connection().connection.cursor())


def _waiting(
    session: Session, changes: Sequence[Change] | None
) -> tuple[Sequence[Change], dict[Place, str]]:
    """Return what to apply, and the rows that wait behind something parked."""
    raw = session.scalars(select(Parked.raw).order_by(Parked.seq)).all()
    parked = [read_change(text) for text in raw]
    if changes is not None:
        return changes, {change.place: "behind" for change in parked}
    session.execute(delete(Parked))
    return without_superseded(parked), {}


def _applier(session: Session, memory: Memory, guard: Guard) -> Applier:
    cursor = raw_cursor(session)
    # A desk that came back from a copy gives old numbers to new ops: none is an echo.
    own = 0 if memory.halted else memory.desk_id
    echoed = memory.acked if memory.halted else memory.echoed
    return Applier(
        cursor=cursor,
        rows=DeskRows(cursor),
        acting=acting_of(session.connection()),
        pending=pending_writes(cursor, echoed),
        apart=not_taken(cursor),
        own_desk=own,
        copied=memory.copied,
        profile=memory.profile,
        guard=guard,
    )


def _apply_together(applier: Applier, changes: Sequence[Change]) -> Applied:
    """Apply with each row written once; parked changes and repairs go one by one."""
    if applier.guard is not Guard.NEWER or applier.held:
        return _apply(applier, changes)
    rows = GatheredRows(applier.cursor, applier.acting)
    return replace(applier, rows=rows).run(changes)


def _apply(applier: Applier, changes: Sequence[Change]) -> Applied:
    return applier.run(changes)


def _apply_with_care(applier: Applier, changes: Sequence[Change]) -> Applied:
    """Apply; park whatever would leave a reference to nothing, and apply again."""
    cursor, held = applier.cursor, dict(applier.held)
    while True:
        cursor.execute("SAVEPOINT page")
        attempt = replace(
            applier,
            pending=replace(applier.pending),
            held=dict(held),
            done=Applied(),
        )
        applied = attempt.run(changes)
        lost = _pointing_nowhere(cursor, applied.places - held.keys())
        if not lost:
            cursor.execute("RELEASE page")
            applier.pending.echo(attempt.pending.echoed)
            return applied
        cursor.execute("ROLLBACK TO page")
        cursor.execute("RELEASE page")
        held.update(dict.fromkeys(lost, "reference"))


def _pointing_nowhere(cursor: Cursor, places: set[Place]) -> set[Place]:
    """Return the rows of ``places`` that break a reference: its end or its target."""
    broken = cursor.execute("PRAGMA foreign_key_check").fetchall()
    found: set[Place] = set()
    for table, row, parent, number in broken:
        sql = f'SELECT id FROM "{table}" WHERE rowid = ?'  # noqa: S608 - the file's own names
        (row_id,) = cursor.execute(sql, (row,)).fetchone() or ("",)
        if (table, row_id) in places:
            found.add((table, row_id))
            continue
        keys = cursor.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
        column = next(key[3] for key in keys if key[0] == number)
        sql = f'SELECT "{column}" FROM "{table}" WHERE rowid = ?'  # noqa: S608 - the file's own names
        (target,) = cursor.execute(sql, (row,)).fetchone() or ("",)
        if (parent, target) in places:
            found.add((parent, target))
    return found
