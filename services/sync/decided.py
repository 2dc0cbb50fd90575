"""What was decided on this desk since an instant, for the paper of the evening."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.base import to_ms
from models.sync import Outbox
from models.trust import Staff
from models.values import Permission
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.sync.changes import ChangeKind
from services.sync.conflicts import label_of


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One decision.

    Attributes:
        label: How lists call the record, masked; "" if it is gone.
        name: The record's field, or ``$…`` for what concerned the whole row.
    """

    table: str
    label: str
    name: str
    user_name: str


class DecidedSince:
    """Lists decisions of this desk, oldest first."""

    permission = Permission.SYNC_RUN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, since: datetime) -> tuple[DecidedRow, ...]:
        """Return what was decided here at ``since`` or later."""
        with self._units.read(actor, self.permission) as reading:
            session = reading.session
            found = session.execute(
                select(Outbox.tbl, Outbox.row_id, Outbox.op)
                .where(Outbox.at >= to_ms(since))
                .order_by(Outbox.dseq)
            )
            rows: list[DecidedRow] = []
            for table, row_id, text in found:
                op = json.loads(text)
                if op["kind"] != ChangeKind.RESOLVE.value:
                    continue
                who = session.scalar(select(Staff.name).where(Staff.id == op["user"]))
                rows.append(
                    DecidedRow(
                        table,
                        label_of(session, table, row_id),
                        str(op["patch"]["field"]),
                        who or "",
                    )
                )
            return tuple(rows)
