"""Fields that a newer program wrote: kept until this one knows them, then written."""

import json
from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.sync import UnknownField
from services.sync.changes import Change, ChangeKind
from services.sync.wire import office_tables

DELETED = "$deleted"


def known_by_now(session: Session) -> Sequence[Change]:
    """Return what the desk has columns for since an upgrade, in log order."""
    rows = session.scalars(
        select(UnknownField).order_by(
            UnknownField.tbl, UnknownField.row_id, UnknownField.field
        )
    )
    changes = (
        _change(tuple(fields))
        for _, fields in groupby(rows, lambda row: (row.tbl, row.row_id))
    )
    known = (change for change in changes if change is not None)
    return sorted(known, key=lambda change: change.seq)


def _change(fields: tuple[UnknownField, ...]) -> Change | None:
    first = fields[0]
    table = office_tables().get(first.tbl)
    if table is None:
        return None
    told = {row.field: json.loads(row.value or "null") for row in fields}
    kind = {None: ChangeKind.SET, False: ChangeKind.BRING_BACK}.get(
        told.pop(DELETED, None), ChangeKind.DELETE
    )
    accepted = {n: value for n, value in told.items() if n in table.fields}
    if not accepted and kind is ChangeKind.SET:
        return None
    return Change(
        seq=max(row.seq for row in fields),
        desk_id=0,
        dseq=0,
        table=first.tbl,
        row_id=first.row_id,
        kind=kind,
        accepted=accepted,
        rejected={},
        user="",
        at_ms=0,
    )


def forget(session: Session, changes: Sequence[Change]) -> None:
    """Drop what has found its column."""
    for change in changes:
        fields = (*change.accepted, DELETED)
        session.execute(
            delete(UnknownField).where(
                UnknownField.tbl == change.table,
                UnknownField.row_id == change.row_id,
                UnknownField.field.in_(fields),
            )
        )
