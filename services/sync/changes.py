"""One change as the log tells it, whichever way it came: pulled, copied or parked."""

import json
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from services.sync.gateway import OpenConflict, PulledOp, StateRow
from services.sync.pending import Place
from services.sync.wire import Json, compact, instant, is_deep

UNREADABLE = "$unreadable"  # in the place of fields that nobody can read


class ChangeKind(StrEnum):
    """What an op does."""

    SET = "u"
    DELETE = "d"
    BRING_BACK = "x"
    RESOLVE = "r"
    QUARANTINED = "q"


_READER = msgspec.json.Decoder(dict[str, Any])
_PAGES = msgspec.json.Decoder(list[dict[str, Any]])
_KINDS = {kind.value: kind for kind in ChangeKind}


class Change(NamedTuple):
    """What the log says of one op.

    A named tuple, because a first sync makes hundreds of thousands of them.

    Attributes:
        desk_id: Who wrote it; 0 where only the result is known.
        accepted: Fields that stand.
        rejected: What was not taken, by field; see ``sync.log``.
    """

    seq: int
    desk_id: int
    dseq: int
    table: str
    row_id: str
    kind: ChangeKind
    accepted: dict[str, Json]
    rejected: dict[str, dict[str, Any]]
    user: str
    at_ms: int

    def __repr__(self) -> str:
        """Name the change without what it says of people."""
        return f"Change(seq={self.seq}, kind={self.kind.value!r}, place={self.place})"

    @property
    def place(self) -> Place:
        """The row that it is about."""
        return self.table, self.row_id

    @property
    def current(self) -> dict[str, Json]:
        """What stands instead of the fields that were not taken."""
        return {
            name: told.get("cur")
            for name, told in self.rejected.items()
            if not name.startswith("$")
        }

    def text(self) -> str:
        """Return all of it as text, to be read again by ``read_change``."""
        text = self._text()
        if not is_deep(text):
            return text
        kept: dict[str, Json] = {UNREADABLE: compact([self.accepted, self.rejected])}
        return self._replace(accepted=kept, rejected={}).text()

    def _text(self) -> str:
        return compact(
            {
                "seq": self.seq,
                "desk_id": self.desk_id,
                "dseq": self.dseq,
                "table": self.table,
                "row_id": self.row_id,
                "kind": self.kind.value,
                "accepted": self.accepted,
                "rejected": self.rejected,
                "user": self.user,
                "at_ms": self.at_ms,
            }
        )


def read_change(text: str) -> Change:
    """Return what ``Change.text`` wrote."""
    told = json.loads(text)
    return Change(**{**told, "kind": ChangeKind(told["kind"])})


def pulled(ops: Iterable[PulledOp]) -> list[Change]:
    """Return the changes of a page of the log, without those its scope hides."""
    told = [op for op in ops if op.kind is not None and op.table is not None]
    return [
        _change(op, taken)
        for op, taken in zip(told, _read([op.accepted for op in told]), strict=True)
    ]


def _change(op: PulledOp, taken: dict[str, Any]) -> Change:
    rejected: dict[str, Any] = {}
    if op.rejected:
        rejected = _read_one(op.rejected)
        if UNREADABLE in rejected:
            taken, rejected = {**taken, **rejected}, {}
    return Change(
        op.seq,
        op.desk_id,
        op.dseq,
        op.table or "",
        op.row_id or "",
        _KINDS[op.kind or ""],
        taken,
        rejected,
        op.user or "",
        instant(op.edited_at_ms),
    )


def _read(texts: Sequence[str | None]) -> list[dict[str, Any]]:
    """Read many JSON objects in one go; what is not there is empty."""
    try:
        return _PAGES.decode(f"[{','.join([t or '{}' for t in texts])}]")
    except (msgspec.MsgspecError, RecursionError):
        return [_read_one(text or "{}") for text in texts]


def _read_one(text: str) -> dict[str, Any]:
    """Read one JSON object; what is none, or too deep, is kept as it is told."""
    if text == "null":
        return {}
    try:
        return {UNREADABLE: text} if is_deep(text) else _READER.decode(text)
    except msgspec.MsgspecError:
        return {UNREADABLE: text}


def copied(rows: Sequence[StateRow]) -> list[Change]:
    """Return what makes rows stand as the server holds them."""
    return [
        Change(
            seq=row.ver,
            desk_id=0,
            dseq=0,
            table=row.table,
            row_id=row.row_id,
            kind=ChangeKind.DELETE if row.deleted else ChangeKind.BRING_BACK,
            accepted=fields,
            rejected={},
            user=row.user or "",
            at_ms=instant(row.edited_at_ms),
        )
        for row, fields in zip(rows, _read([row.data for row in rows]), strict=True)
    ]


def undecided(conflict: OpenConflict) -> Change:
    """Return an op of which only the open fields are told."""
    rejected = json.loads(conflict.rejected)
    return Change(
        seq=conflict.seq,
        desk_id=conflict.desk_id,
        dseq=0,
        table=conflict.table,
        row_id=conflict.row_id,
        kind=ChangeKind(conflict.kind),
        accepted={},
        rejected={name: rejected[name] for name in conflict.fields},
        user=conflict.user or "",
        at_ms=instant(conflict.edited_at_ms),
    )
