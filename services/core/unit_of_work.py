"""One transaction: who acts, whether they may, what it was based on, what it told.

A unit of work commits when its block ends normally.  Events go out after the commit,
never before; what was refused tells nobody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Engine, bindparam, event, select
from sqlalchemy.orm import Session, sessionmaker

from models.base import Kept, Record, new_id, to_ms
from models.errors import ChangedMeanwhile, NotAllowed, NotFound
from models.sync import SyncState
from models.trust import Grant, Staff
from models.values import Permission
from services.core import access_log
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.clock import SEOUL, Clock
from services.core.database import acting_of, office_errors
from services.core.events import EventBus, Origin, RecordsChanged
from services.core.transaction_guard import transaction
from services.core.undo import UndoStack, UndoStep

R = TypeVar("R", bound=Record)
K = TypeVar("K", bound=Kept)


@dataclass(frozen=True, slots=True)
class RowSeen:
    """A record as a form loaded it."""

    table: str
    row_id: str
    version: int


@dataclass(frozen=True, slots=True)
class FormBase:
    """What a form was loaded from: the sync cursor of that moment, and its rows."""

    cursor: int = 0
    rows: tuple[RowSeen, ...] = ()


@dataclass(slots=True)
class Reading:
    """An open question: one consistent view of the office.

    Attributes:
        session: For selects; nothing is lazily loaded past it.
        now: The instant of the transaction.
        desk: This desk's label.
        cursor: How far this desk has integrated the shared log.
    """

    session: Session
    actor: Actor
    now: datetime
    desk: str
    cursor: int

    @property
    def today(self) -> date:
        """The office's day."""
        return self.now.astimezone(SEOUL).date()

    def get(self, kind: type[R], row_id: str) -> R:
        """Return the record.

        Raises:
            NotFound: It is not here.
        """
        found = self.session.get(kind, row_id)
        if found is None:
            raise NotFound(kind=str(kind.__tablename__))
        return found

    def seen(self, *records: Kept) -> FormBase:
        """Return the base for a form that shows ``records``."""
        rows = (RowSeen(str(r.__tablename__), r.id, r.version) for r in records)
        return FormBase(self.cursor, tuple(rows))


@dataclass(slots=True)
class Work(Reading):
    """An open transaction that may write."""

    _undo: list[UndoStep] = field(default_factory=list)
    _kinds: set[str] = field(default_factory=set)

    def add(self, record: K) -> K:
        """Add a fresh record, stamped with who makes it and when."""
        record.id = record.id or new_id()
        record.created_at = self.now
        record.created_by = self.actor.staff_id
        self.session.add(record)
        return record

    def log(self, access: Access) -> None:
        """Write one line of the access log in this transaction."""
        access_log.append(
            self.session,
            access,
            desk=self.desk,
            at=self.now,
            staff_id=self.actor.staff_id,
        )

    def leave_undo(self, step: UndoStep) -> None:
        """Offer the reverse of this work once it is committed."""
        self._undo.append(step)

    def touched(self, *kinds: str) -> None:
        """Say that rows of these tables were written by a plain statement."""
        self._kinds.update(kinds)


class UnitOfWork:
    """Opens transactions on the office file for one acting person at a time."""

    def __init__(
        self,
        readers: Engine,
        writers: Engine,
        clock: Clock,
        bus: EventBus,
        undo: UndoStack,
    ) -> None:
        self._readers = sessionmaker(readers, expire_on_commit=False)
        self._writers = sessionmaker(writers, expire_on_commit=False)
        self._clock = clock
        self._bus = bus
        self._undo = undo

    @property
    def clock(self) -> Clock:
        """The clock of every transaction."""
        return self._clock

    @contextmanager
    def read(self, actor: Actor, permission: Permission) -> Iterator[Reading]:
        """Open a question that writes nothing.

        Raises:
            NotAllowed: The actor lacks the permission.
        """
        with office_errors(), transaction(), self._readers.begin() as session:
            stand = _stand(session, actor, permission)
            now = self._clock.now()
            yield Reading(session, actor, now, stand.label, stand.cursor)

    @contextmanager
    def begin(
        self, actor: Actor, permission: Permission, base: FormBase | None = None
    ) -> Iterator[Work]:
        """Open a transaction; commit and tell when the block ends normally.

        ``base`` is what the form was loaded from; None when the verb reads afresh.

        Raises:
            NotAllowed: The actor lacks the permission; nothing was written.
            ChangedMeanwhile: A record is not the one that the form showed.
        """
        with self._writing(actor, permission, base) as work:
            yield work

    @contextmanager
    def begin_unchecked(self, actor: Actor) -> Iterator[Work]:
        """Open a transaction for signing in, which every right is asked after."""
        with self._writing(actor, None, None) as work:
            yield work

    @contextmanager
    def _writing(
        self, actor: Actor, permission: Permission | None, base: FormBase | None
    ) -> Iterator[Work]:
        with office_errors(), transaction(), self._writers.begin() as session:
            stand = _stand(session, actor, permission)
            now = self._clock.now()
            work = Work(session, actor, now, stand.label, stand.cursor)
            _act(work, base, stand.epoch)
            event.listen(session, "after_flush", _Collector(work))
            yield work
            session.flush()
        self._tell(work)

    def _tell(self, work: Work) -> None:
        for step in work._undo:  # noqa: SLF001 - the two are one piece
            self._undo.push(work.actor.staff_id, step)
        kinds = frozenset(work._kinds)  # noqa: SLF001 - the two are one piece
        if kinds:
            self._bus.publish(RecordsChanged(kinds, Origin.DESK))


class _Collector:
    """Notes which tables a flush wrote."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def __call__(self, session: Session, _context: Any) -> None:  # noqa: ANN401 - SQLAlchemy's signature
        for record in (*session.new, *session.dirty, *session.deleted):
            self._work.touched(str(record.__tablename__))


class _Stand(NamedTuple):
    """Where the desk stands in the exchange."""

    label: str = ""
    cursor: int = 0
    epoch: str = ""


# Made once: every transaction asks both.
_STAND = select(SyncState.label, SyncState.cursor, SyncState.epoch)
_GRANTED = (
    select(Grant.id)
    .join(Staff, Staff.id == Grant.staff_id)
    .where(
        Grant.staff_id == bindparam("staff_id"),
        Grant.permission == bindparam("permission"),
        Grant.revoked_at.is_(None),
        Staff.active,
    )
    .limit(1)
)


def _stand(session: Session, actor: Actor, permission: Permission | None) -> _Stand:
    """Check the permission and read where the desk stands."""
    if permission is not None:
        _require(session, actor, permission)
    state = session.execute(_STAND).first()
    return _Stand(*state) if state else _Stand()


def _act(work: Work, base: FormBase | None, epoch: str) -> None:
    """Tell the capture triggers whose change this is and what it is based on."""
    for row in base.rows if base else ():
        _require_same(work.session, row)
    acting = acting_of(work.session.connection())
    acting.applying = False
    acting.user = work.actor.staff_id
    acting.at = to_ms(work.now)
    acting.txn = new_id()
    acting.cursor = work.cursor
    acting.epoch = epoch
    acting.bases = _bases(base)


def _bases(base: FormBase | None) -> dict[tuple[str, str], int]:
    if base is None:
        return {}
    return {(row.table, row.row_id): base.cursor for row in base.rows}


def _require(session: Session, actor: Actor, permission: Permission) -> None:
    """Refuse an actor without the permission; nothing is allowed by default."""
    if permission in actor.own:
        return
    asked = {"staff_id": actor.staff_id, "permission": permission}
    granted = session.execute(_GRANTED, asked).first()
    if granted is None:
        raise NotAllowed(permission=permission.value)


def _require_same(session: Session, row: RowSeen) -> None:
    """Refuse a row that is not as the form showed it (decision 2)."""
    table = Record.metadata.tables[row.table]
    version = session.scalar(select(table.c.version).where(table.c.id == row.row_id))
    if version != row.version:
        raise ChangedMeanwhile(kind=row.table)
