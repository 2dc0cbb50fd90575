"""One change as the log tells it, whichever way it came: pulled, copied or parked."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from services.sync.gateway import OpenConflict, PulledOp, StateRow
from services.sync.pending import Place
from services.sync.wire import Json, compact


class ChangeKind(StrEnum):
    """What an op does."""

    SET = "u"
    DELETE = "d"
    BRING_BACK = "x"
    RESOLVE = "r"
    QUARANTINED = "q"


_KINDS = {kind.value: kind for kind in ChangeKind}


@dataclass(frozen=True, slots=True)
class Change:
    """What the log says of one op.

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
    accepted: dict[str, Json] = field(repr=False)
    rejected: dict[str, dict[str, Any]] = field(repr=False)
    user: str
    at_ms: int

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
    accepted = _read(op.accepted for op in told)
    rejected = _read(op.rejected for op in told)
    return [
        Change(
            seq=op.seq,
            desk_id=op.desk_id,
            dseq=op.dseq,
            table=op.table or "",
            row_id=op.row_id or "",
            kind=_KINDS[op.kind or ""],
            accepted=taken,
            rejected=refused,
            user=op.user or "",
            at_ms=op.edited_at_ms or 0,
        )
        for op, taken, refused in zip(told, accepted, rejected, strict=True)
    ]


def _read(texts: Iterable[str | None]) -> list[dict[str, Any]]:
    """Read many JSON objects in one go; what is not there is empty."""
    told: list[dict[str, Any]] = json.loads(f"[{','.join(t or '{}' for t in texts)}]")
    return told


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
            at_ms=row.edited_at_ms or 0,
        )
        for row, fields in zip(rows, _read(row.data for row in rows), strict=True)
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
        at_ms=conflict.edited_at_ms or 0,
    )
