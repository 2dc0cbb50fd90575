"""Keeps a line on each round, by network or by stick; the receipt is printed from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from models.base import new_id
from models.sync import SyncRun, SyncState
from services.sync.conversation import RoundReport
from services.sync.exchange import Exchange, Stage
from services.sync.schedule import Outcome
from services.sync.status import newest_first

RUNS_KEPT = 400
DAYS_KEPT = timedelta(days=2)  # whole, for the receipt: its day is not over before

WELL = (Outcome.DONE, Outcome.NOTHING_TO_DO)


@dataclass(slots=True)
class RunRecord:
    """The line that is kept on a round."""

    run_id: str
    began_at: datetime
    report: RoundReport = field(
        default_factory=lambda: RoundReport(Outcome.INTERRUPTED)
    )

    def values(self) -> dict[str, str | int]:
        """Return the columns of the line."""
        report = self.report
        return {
            "outcome": report.outcome.value,
            "code": report.code,
            "sent": report.sent,
            "received": report.received,
            "conflicts": report.conflicts,
            "parked": report.parked,
            "quarantined": report.quarantined,
            "repaired": report.repaired,
            "mended": report.mended,
        }


@contextmanager
def recorded(exchange: Exchange) -> Iterator[RunRecord]:
    """Keep a line on the round, also when the program dies in it."""
    clock = exchange.units.clock
    record = RunRecord(new_id(), clock.now())
    with exchange.note() as session:
        session.execute(
            insert(SyncRun).values(
                id=record.run_id,
                began_at=record.began_at,
                outcome=Outcome.INTERRUPTED.value,
            )
        )
    exchange.tell(Stage.BEGAN)
    try:
        yield record
        with exchange.note() as session:
            _close(session, record, clock.now())
    finally:
        exchange.tell_end(record.report.outcome)


def _close(session: Session, record: RunRecord, now: datetime) -> None:
    """Finish the line; the oldest beyond some hundred and two days are forgotten."""
    tip = session.scalars(select(SyncState.cursor_hash)).one().hex()
    session.execute(
        update(SyncRun)
        .where(SyncRun.id == record.run_id)
        .values(ended_at=now, tip=tip, **record.values())
    )
    if record.report.outcome in WELL:
        session.execute(update(SyncState).values(last_done_at=now))
    kept = select(SyncRun.id).order_by(*newest_first()).limit(RUNS_KEPT)
    session.execute(
        delete(SyncRun).where(
            SyncRun.began_at < now - DAYS_KEPT, SyncRun.id.not_in(kept)
        )
    )
