"""One transaction: who acts, whether they may, what it was based on, what it told.

A unit of work commits when its block ends normally.  Events go out after the commit,
never before; what was refused tells nobody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple, NewType, TypeVar

from sqlalchemy import Connection, Engine, bindparam, event, exists, select
from sqlalchemy.orm import Session, sessionmaker

from models.base import Kept, Record, new_id, to_ms
from models.errors import ChangedMeanwhile, NotAllowed, NotFound
from models.sync import SyncState
from models.trust import AccessEntry, Draft, Grant, Staff
from models.values import Permission
from services.core.access_log import Access, Chain
from services.core.actor import Actor
from services.core.clock import SEOUL, Clock
from services.core.database import Acting, acting_of, office_errors
from services.core.events import EventBus, Origin, RecordsChanged
from services.core.fresh_rows import as_if_loaded, write_row
from services.core.prepared import Prepared
from services.core.transaction_guard import transaction
from services.core.undo import UndoStack, UndoStep
from services.core.waiting_rows import IS_ANY, first_waiting

R = TypeVar("R", bound=Record)
K = TypeVar("K", bound=Kept)

# What a person reads or types changes nothing that a redo would stand on.
_BESIDE = {AccessEntry.__tablename__, Draft.__tablename__}

Epoch = NewType("Epoch", str)  # names one history of the shared log


@dataclass(frozen=True, slots=True)
class RowSeen:
    """A record as a form loaded it."""

    table: str
    row_id: str
    version: int


@dataclass(frozen=True, slots=True)
class FormBase:
    """What a form was loaded from: the sync cursor of that moment, and its rows.

    Attributes:
        epoch: The history that the cursor counts in.
    """

    cursor: int = 0
    rows: tuple[RowSeen, ...] = ()
    epoch: Epoch = Epoch("")


@dataclass(slots=True)
class Reading:
    """An open question: one consistent view of the office.

    Attributes:
        connection: For what is made once and asked often; what was changed in the
            session and not flushed is not seen by it.
        now: The instant of the transaction.
        desk: This desk's label.
        cursor: How far this desk has integrated the shared log.
        epoch: The history that the cursor counts in.
    """

    connection: Connection
    actor: Actor
    now: datetime
    desk: str
    cursor: int
    epoch: Epoch
    _session: Session | None = None

    @property
    def session(self) -> Session:
        """For selects; made when it is first asked, since a key stroke needs none."""
        if self._session is None:
            self._session = Session(self.connection, expire_on_commit=False)
        return self._session

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

    def close(self) -> None:
        """Let go of the records that were read."""
        if self._session is not None:
            self._session.close()

    def seen(self, *records: Kept) -> FormBase:
        """Return the base for a form that shows ``records``."""
        rows = (RowSeen(str(r.__tablename__), r.id, r.version) for r in records)
        return FormBase(self.cursor, tuple(rows), self.epoch)


@dataclass(slots=True)
class Work(Reading):
    """An open transaction that may write.

    Attributes:
        keeps_ahead: True for a step back or forward; anything else ends every redo.
    """

    keeps_ahead: bool = False
    _chain: Chain = field(init=False)
    _logged: list[Access] = field(default_factory=list)
    _undo: list[UndoStep] = field(default_factory=list)
    _kinds: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Make the session tell this work what it writes."""
        self._chain = Chain(self.connection, self.desk)
        self.session.info[Work] = self

    def add(self, record: K) -> K:
        """Write a fresh record, stamped with who makes it and when.

        It is in the file from here on, after all that was changed before it.
        """
        record.id = record.id or new_id()
        record.created_at = self.now
        record.created_by = self.actor.staff_id
        self.session.flush()
        write_row(self.connection, type(record), vars(record))
        as_if_loaded(self.session, record)
        self.touched(str(record.__tablename__))
        return record

    def log(self, access: Access) -> None:
        """Write one line of the access log in this transaction."""
        self.log_of(access, self.now, self.actor.staff_id)

    def log_of(self, access: Access, at: datetime, staff_id: str) -> None:
        """Write one line of what somebody else did, or earlier."""
        self._chain.append(access, at, staff_id)
        self._logged.append(access)
        self.touched(AccessEntry.__tablename__)

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
        self._readers = readers
        self._writers = sessionmaker(writers, expire_on_commit=False)
        event.listen(self._writers, "after_flush", _note_tables)
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
        with office_errors(), transaction(), self._readers.begin() as connection:
            stand = _stand(connection, actor, permission)
            now = self._clock.now()
            reading = Reading(connection, actor, now, *stand[:3])
            try:
                yield reading
            finally:
                reading.close()

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
            connection = session.connection()
            stand = _stand(connection, actor, permission)
            now = self._clock.now()
            work = Work(connection, actor, now, *stand[:3], session)
            _act(acting_of(connection), work, base, waits=stand.waits)
            yield work
            session.flush()
        self._tell(work)

    def _tell(self, work: Work) -> None:
        for step in work._undo:  # noqa: SLF001 - the two are one piece
            logged = tuple(work._logged)  # noqa: SLF001 - the two are one piece
            self._undo.push(work.actor.staff_id, replace(step, logged=logged))
        kinds = frozenset(work._kinds)  # noqa: SLF001 - the two are one piece
        if kinds - _BESIDE and not work.keeps_ahead:
            self._undo.forget_ahead()
        if kinds:
            self._bus.publish(RecordsChanged(kinds, Origin.DESK))


def _note_tables(session: Session, _context: object) -> None:
    """Note which tables a flush wrote."""
    work: Work = session.info[Work]
    for record in (*session.new, *session.dirty, *session.deleted):
        work.touched(str(record.__tablename__))


class _Stand(NamedTuple):
    """Where the desk stands in the exchange, and whether somebody may go on.

    Attributes:
        waits: Whether it holds changes of any row that it does not show yet.
    """

    label: str
    cursor: int
    epoch: Epoch
    waits: bool
    granted: bool = True


# Every transaction asks one of them.
_DESK = select(SyncState.label, SyncState.cursor, SyncState.epoch, IS_ANY)
_STAND = Prepared(_DESK)
_STAND_AND_GRANT = Prepared(
    _DESK.add_columns(
        exists().where(
            Staff.id == Grant.staff_id,
            Grant.staff_id == bindparam("staff_id"),
            Grant.permission == bindparam("permission", type_=Grant.permission.type),
            Grant.revoked_at.is_(None),
            Staff.active,
        )
    )
)


def _stand(
    connection: Connection, actor: Actor, permission: Permission | None
) -> _Stand:
    """Read where the desk stands; refuse an actor without the permission.

    Nothing is allowed by default.
    """
    if permission is None or permission in actor.own:
        (found,) = _STAND.rows(connection, {})
        return _Stand(*found)
    asked = {"staff_id": actor.staff_id, "permission": permission}
    (found,) = _STAND_AND_GRANT.rows(connection, asked)
    stand = _Stand(*found)
    if not stand.granted:
        raise NotAllowed(permission=permission.value)
    return stand


def _act(acting: Acting, work: Work, base: FormBase | None, *, waits: bool) -> None:
    """Tell the capture triggers whose change this is and what it is based on."""
    for row in base.rows if base else ():
        _require_same(work.session, row)
    acting.applying = False
    acting.user = work.actor.staff_id
    acting.at = to_ms(work.now)
    acting.txn = new_id()
    acting.cursor = work.cursor
    acting.epoch = work.epoch
    acting.bases = _bases(base, work.epoch)
    acting.waiting = first_waiting(work.connection) if waits else {}


def _bases(base: FormBase | None, epoch: Epoch) -> dict[tuple[str, str], int]:
    """Return the base of each row; what was seen in another history counts as nothing."""
    if base is None:
        return {}
    cursor = base.cursor if base.epoch == epoch else 0
    return {(row.table, row.row_id): cursor for row in base.rows}


def _require_same(session: Session, row: RowSeen) -> None:
    """Refuse a row that is not as the form showed it (decision 2)."""
    table = Record.metadata.tables[row.table]
    version = session.scalar(select(table.c.version).where(table.c.id == row.row_id))
    if version != row.version:
        raise ChangedMeanwhile(kind=row.table)
