"""Writes ops that no trigger writes: a decision on a conflict, bringing a row back.

They have the shape of a captured op and stand in the outbox beside it, in the same
transaction as the decision's own field writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import insert, text

from models.sync import Outbox
from services.core.capture import SCHEMA_VERSION
from services.core.database import acting_of
from services.core.unit_of_work import Work
from services.sync.changes import ChangeKind
from services.sync.pending import Place
from services.sync.wire import Json, compact

_NEXT = text(
    "SELECT max(coalesce((SELECT max(dseq) FROM sync_outbox), 0), coalesce("
    "(SELECT seq FROM sqlite_sequence WHERE name = 'sync_outbox'), 0)) + 1"
)


@dataclass(frozen=True, slots=True)
class WrittenDecision:
    """An op to be written by hand.

    Attributes:
        was: The fields before it, where it sets some.
        claims: What the row claims from then on; None if it claims what it did.
    """

    place: Place
    kind: ChangeKind
    patch: Mapping[str, Json]
    was: Mapping[str, Json] | None = None
    claims: Json = None


def write_op(work: Work, decision: WrittenDecision) -> int:
    """Put the op behind all others of this desk; return its number."""
    acting = acting_of(work.session.connection())
    work.session.flush()
    dseq: int = work.session.execute(_NEXT).scalar_one()
    table, row_id = decision.place
    op: dict[str, Json] = {
        "dseq": dseq,
        "base": acting.base(table, row_id),
        "txn": acting.txn,
        "tbl": table,
        "row_id": row_id,
        "kind": decision.kind.value,
        "patch": dict(decision.patch),
        "user": acting.user,
        "at": acting.at,
        "ver": SCHEMA_VERSION,
        "epoch": acting.epoch,
    }
    if decision.claims is not None:
        op["claims"] = decision.claims
    was = None if decision.was is None else compact(dict(decision.was))
    work.session.execute(
        insert(Outbox).values(
            dseq=dseq, tbl=table, row_id=row_id, op=compact(op), at=acting.at, was=was
        )
    )
    return dseq


def write_resolution(work: Work, place: Place, seq: int, field: str) -> int:
    """Say that a conflict is decided; the first desk that says so decides it."""
    patch: dict[str, Json] = {"conflict_seq": seq, "field": field}
    return write_op(work, WrittenDecision(place, ChangeKind.RESOLVE, patch))
