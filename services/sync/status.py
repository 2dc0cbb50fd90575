"""What the window and the shell tell of sync, from the office file alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from models.base import Scope
from models.sync import Conflict, Outbox, Parked, SyncRun, SyncState, UnknownField
from models.values import DeskProfile, Permission
from services.core.actor import Actor
from services.core.clock import local
from services.core.unit_of_work import UnitOfWork
from services.sync.memory import CERTIFICATE_ENDS, HALTED, fact
from services.sync.schedule import Outcome
from services.sync.wire import office_tables

RUNS_SHOWN = 20
ENDS_SOON = timedelta(days=30)  # the administrator makes a new one in that time


@dataclass(frozen=True, slots=True)
class RunRow:
    """One round of the past."""

    run_id: str
    began_at: datetime
    ended_at: datetime | None
    outcome: Outcome
    code: str
    sent: int
    received: int
    conflicts: int
    parked: int
    quarantined: int
    repaired: int
    mended: int


@dataclass(frozen=True, slots=True)
class SyncStanding:
    """How this desk stands; whether the server answers is not known here.

    Attributes:
        halted: Code of what keeps the desk from sending; "" if nothing does.
        to_send: Own changes that the server has not answered.
        unknown: Fields kept for a newer program.
        tip: The chain at the desk's cursor, for the end-of-day paper.
        place: The cursor: how far the shared log was read.
        certificate_ends: The certificate's last day, where it is over or near.
        certificate_over: Whether that day and hour have passed.
    """

    enrolled: bool
    label: str
    halted: str
    to_send: int
    to_decide: int
    parked: int
    unknown: int
    last_done_at: datetime | None
    tip: str
    place: int
    runs: tuple[RunRow, ...]
    certificate_ends: date | None = None
    certificate_over: bool = False


class SyncStatus:
    """Answers what waits, what has to be decided, and how the last rounds went."""

    permission = Permission.SYNC_RUN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> SyncStanding:
        """Return how the desk stands now; the runs are newest first."""
        with self._units.read(actor, self.permission) as reading:
            session = reading.session
            state = session.scalars(select(SyncState)).one()
            ends = _certificate_ends(session)
            soon = ends is not None and ends - reading.now < ENDS_SOON
            return SyncStanding(
                enrolled=state.enrolled,
                label=state.label,
                halted=fact(session, HALTED) or "",
                to_send=_to_send(session, state),
                to_decide=to_decide(session),
                parked=session.scalar(select(func.count(Parked.seq))) or 0,
                unknown=session.scalar(select(func.count(UnknownField.seq))) or 0,
                last_done_at=state.last_done_at,
                tip=state.cursor_hash.hex(),
                place=state.cursor,
                runs=_runs(session),
                certificate_ends=local(ends).date() if ends and soon else None,
                certificate_over=ends is not None and ends <= reading.now,
            )


def _certificate_ends(session: Session) -> datetime | None:
    told = fact(session, CERTIFICATE_ENDS)
    return datetime.fromisoformat(told) if told else None


def to_decide(session: Session) -> int:
    """Return how many values wait for a person."""
    waiting = select(func.count(Conflict.seq)).where(Conflict.resolved_seq.is_(None))
    return session.scalar(waiting) or 0


def newest_first() -> tuple[ColumnElement[Any], ...]:
    """Return the order of past rounds, those of one instant as they were written."""
    return (SyncRun.began_at.desc(), literal_column("rowid").desc())


def _to_send(session: Session, state: SyncState) -> int:
    waiting = select(func.count(Outbox.dseq)).where(Outbox.dseq > state.acked)
    if state.profile == DeskProfile.CITY:
        city = (t.name for t in office_tables().values() if t.scope is Scope.CITY)
        waiting = waiting.where(Outbox.tbl.in_(tuple(city)))
    return session.scalar(waiting) or 0


def _runs(session: Session) -> tuple[RunRow, ...]:
    rows = session.scalars(select(SyncRun).order_by(*newest_first()).limit(RUNS_SHOWN))
    return tuple(
        RunRow(
            row.id,
            row.began_at,
            row.ended_at,
            Outcome(row.outcome),
            row.code,
            row.sent,
            row.received,
            row.conflicts,
            row.parked,
            row.quarantined,
            row.repaired,
            row.mended,
        )
        for row in rows
    )
