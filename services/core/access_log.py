"""Writes and verifies the access log: each line carries the hash of the one before.

Source: 안전성 확보조치 기준 §8 (who, when, where, whose data, what was done) and
공공기록물 시행령 §28③ (logs are made automatically and cannot be altered).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.base import new_id, to_ms
from models.trust import AccessEntry
from models.values import AccessAction, Purpose

FIRST = "0" * 64

# Made once: every logged transaction asks it.
_LAST = (
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


def append(
    session: Session, access: Access, *, desk: str, at: datetime, staff_id: str
) -> None:
    """Add one line to the desk's chain, in the caller's transaction."""
    last = session.execute(_LAST, {"desk": desk}).first()
    line, previous = (last.line + 1, last.digest) if last else (1, FIRST)
    entry = AccessEntry(
        id=new_id(),
        desk=desk,
        line=line,
        at=at,
        staff_id=staff_id,
        action=access.action,
        purpose=access.purpose,
        subject_kind=access.subject_kind,
        subject_id=access.subject_id,
        count=access.count,
        note=access.note,
        previous=previous,
        digest="",
    )
    entry.digest = digest_of(entry)
    session.add(entry)
    session.flush()


def digest_of(entry: AccessEntry) -> str:
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
