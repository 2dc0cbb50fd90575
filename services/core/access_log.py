"""Writes and verifies the access log: each line carries the hash of the one before.

Source: 안전성 확보조치 기준 §8 (who, when, where, whose data, what was done) and
공공기록물 시행령 §28③ (logs are made automatically and cannot be altered).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from models.base import new_id, to_ms
from models.trust import AccessEntry
from models.values import AccessAction, Purpose
from services.core.fresh_rows import write_row
from services.core.prepared import Prepared

FIRST = "0" * 64

_LAST = Prepared(
    select(AccessEntry.line, AccessEntry.digest)
    .where(AccessEntry.desk == bindparam("desk"))
    .order_by(AccessEntry.line.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Access:
    """What is to be logged; ``note`` holds no personal data.

    Attributes:
        subject_kind: Table of the record that was touched, or "".
        subject_id: Its id; whose data it was is found through it.
        count: How many records, for lists and exports.
    """

    action: AccessAction
    subject_kind: str = ""
    subject_id: str = ""
    purpose: Purpose | None = None
    count: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it is written, before its digest."""

    id: str
    desk: str
    line: int
    at: datetime
    staff_id: str
    action: AccessAction
    purpose: Purpose | None
    subject_kind: str
    subject_id: str
    count: int
    note: str
    previous: str


class Chain:
    """The desk's chain of lines, as one transaction makes it longer.

    Where it ends is read once: the transaction holds the write lock.
    """

    def __init__(self, connection: Connection, desk: str) -> None:
        self._connection = connection
        self._desk = desk
        self._end: tuple[int, str] | None = None

    def append(self, access: Access, at: datetime, staff_id: str) -> None:
        """Add one line, in the caller's transaction."""
        line, previous = self._end or self._last()
        entry = _Line(
            id=new_id(),
            desk=self._desk,
            line=line + 1,
            at=at,
            staff_id=staff_id,
            action=access.action,
            purpose=access.purpose,
            subject_kind=access.subject_kind,
            subject_id=access.subject_id,
            count=access.count,
            note=access.note,
            previous=previous,
        )
        digest = digest_of(entry)
        row = {name: getattr(entry, name) for name in _Line.__slots__}
        write_row(self._connection, AccessEntry, {**row, "digest": digest})
        # A savepoint may be taken back, and the line with it: then it is read again.
        is_sure = not self._connection.in_nested_transaction()
        self._end = (entry.line, digest) if is_sure else None

    def _last(self) -> tuple[int, str]:
        for line, digest in _LAST.rows(self._connection, {"desk": self._desk}):
            return line, digest
        return 0, FIRST


def digest_of(entry: AccessEntry | _Line) -> str:
    """Return the fingerprint of one line and of all before it."""
    told = [
        entry.previous,
        entry.desk,
        entry.line,
        to_ms(entry.at),
        entry.staff_id,
        entry.action.value,
        entry.purpose.value if entry.purpose else None,
        entry.subject_kind,
        entry.subject_id,
        entry.count,
        entry.note,
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=True).encode()).hexdigest()


def first_break(entries: Iterable[AccessEntry]) -> int | None:
    """Return the line at which a desk's chain breaks, or None.

    Args:
        entries: All lines of one desk, in order.
    """
    previous, expected = FIRST, 1
    for entry in entries:
        follows = entry.line == expected and entry.previous == previous
        if not follows or entry.digest != digest_of(entry):
            return expected
        previous, expected = entry.digest, expected + 1
    return None
