"""What all rounds since an instant came to, for the paper of the evening."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.sync import SyncRun
from models.values import Permission
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DaySums:
    """Sums over rounds.

    Attributes:
        codes: What explained their outcomes, each once, oldest first.
    """

    sent: int
    received: int
    repaired: int
    mended: int
    codes: tuple[str, ...]


class SumsSince:
    """Adds up the rounds that began since an instant, however many they were."""

    permission = Permission.SYNC_RUN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, since: datetime) -> DaySums:
        """Return the sums of every round that began at ``since`` or later."""
        columns = (SyncRun.sent, SyncRun.received, SyncRun.repaired, SyncRun.mended)
        sums = select(*(func.coalesce(func.sum(column), 0) for column in columns))
        codes = select(SyncRun.code).where(
            SyncRun.began_at >= since, SyncRun.code != ""
        )
        with self._units.read(actor, self.permission) as reading:
            session = reading.session
            row = session.execute(sums.where(SyncRun.began_at >= since)).one()
            found = session.scalars(codes.order_by(SyncRun.began_at)).all()
        sent, received, repaired, mended = (int(one) for one in row)
        return DaySums(sent, received, repaired, mended, tuple(dict.fromkeys(found)))
