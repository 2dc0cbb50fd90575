"""Rows of which this desk holds changes that it does not show yet.

A change that does not fit is parked with everything behind it on its row; a field of a
newer program is kept until this one has a column for it.  Whoever writes such a row has
not seen them, however far the desk has read the log.
"""

import json
from functools import cache

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from models.base import Record
from models.sync import Parked, UnknownField

Place = tuple[str, str]

IS_ANY = or_(exists(select(Parked.seq)), exists(select(UnknownField.seq)))


def first_waiting(connection: Connection) -> dict[Place, int]:
    """Return for each such row the first log number that it does not show."""
    first: dict[Place, int] = {}
    for question in (_PARKED, _UNKNOWN):
        for table, row_id, seq in connection.execute(question, {"known": _known()}):
            first[table, row_id] = min(seq, first.get((table, row_id), seq))
    return first


def _parked() -> Select[str, str, int]:
    table, row_id = (
        func.json_extract(Parked.raw, path) for path in ("$.table", "$.row_id")
    )
    return select(table, row_id, func.min(Parked.seq)).group_by(table, row_id)


def _unknown() -> Select[str, str, int]:
    """Fields that the program knows since an upgrade; the next round writes them."""
    known = func.json_each(bindparam("known")).table_valued("value")
    return (
        select(UnknownField.tbl, UnknownField.row_id, func.min(UnknownField.seq))
        .where((UnknownField.tbl + " " + UnknownField.field).in_(select(known.c.value)))
        .group_by(UnknownField.tbl, UnknownField.row_id)
    )


_PARKED, _UNKNOWN = _parked(), _unknown()


@cache
def _known() -> str:
    """Return the fields that this program has."""
    tables = Record.metadata.tables.values()
    return json.dumps([f"{t.name} {c.name}" for t in tables for c in t.columns])
