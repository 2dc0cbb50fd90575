"""What a stick carries: the very texts of push and pull, and who vouches for them.

A desk's letter holds its greeting and its batches; the office's reply holds what the
log has for that desk, and which of the desk's ops it answers.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from services.sync.gateway import BatchHeader, PulledOp, PullPage
from services.sync.stick_keys import Card, StickKeys, StickUnreadable, seal, unseal
from services.sync.wire import compact


@dataclass(frozen=True, slots=True)
class SignedBatch:
    """Ops in order from number ``first`` on, as written, with the desk's signature."""

    first: int
    signature: bytes = field(repr=False)
    ops: tuple[str, ...] = field(repr=False)

    @property
    def marks(self) -> list[bytes]:
        """The fingerprint of each op; these are what was signed."""
        return [mark(op) for op in self.ops]


@dataclass(frozen=True, slots=True)
class Letter:
    """What a desk hands in.

    Attributes:
        greeting: JSON of what the desk knew of itself, as it was signed.
    """

    greeting: str = field(repr=False)
    signature: bytes = field(repr=False)
    batches: tuple[SignedBatch, ...]

    @property
    def told(self) -> dict[str, Any]:
        """What the greeting says."""
        told: dict[str, Any] = json.loads(self.greeting)
        return told

    @property
    def sent(self) -> "Sent":
        """Which ops are in it."""
        ops = [op for batch in self.batches for op in batch.ops]
        first = self.batches[0].first if self.batches else 1
        return Sent(first, first + len(ops) - 1, digest(ops))


@dataclass(frozen=True, slots=True)
class Sent:
    """A run of a desk's ops, told apart from every other by its digest."""

    first: int
    last: int
    digest: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the office has for one desk.

    Attributes:
        sent: The ops of the letter that it answers; all of them are in the log.
        begin: Log number that the page follows.
    """

    desk_id: int
    label: str
    profile: str
    epoch: str
    head: int
    begin: int
    sent: Sent
    page: PullPage


def mark(op: str) -> bytes:
    """Return an op's fingerprint, as the log keeps it."""
    return hashlib.sha256(op.encode()).digest()


def digest(ops: Sequence[str]) -> str:
    """Return what tells this run of ops from every other."""
    return hashlib.sha256(b"".join(map(mark, ops))).hexdigest()


def signed_batch(
    keys: StickKeys, place: tuple[int, str], first: int, ops: tuple[str, ...]
) -> SignedBatch:
    """Return the ops signed by the desk.

    Args:
        keys: The desk's.
        place: The desk's number and the history it writes for.
        first: Number of the first op.
        ops: As they go to the server.
    """
    desk_id, epoch = place
    head = f"tongtong stick batch:{desk_id}:{epoch}:{first}:".encode()
    return SignedBatch(first, keys.signed(head + b"".join(map(mark, ops))), ops)


def write_letter(
    keys: StickKeys,
    reader: Card,
    greeting: dict[str, Any],
    batches: Sequence[SignedBatch],
) -> bytes:
    """Return a desk's file."""
    text = compact(greeting)
    body = {
        "greeting": text,
        "signature": keys.signed(f"tongtong stick greeting:{text}".encode()).hex(),
        "batches": [
            {"first": b.first, "signature": b.signature.hex(), "ops": list(b.ops)}
            for b in batches
        ],
    }
    return seal(compact(body).encode(), reader)


def read_letter(file: bytes, keys: StickKeys) -> Letter:
    """Return a desk's letter; nothing in it is proved before the server has done so.

    Raises:
        StickForOther: It is for another reader.
        StickUnreadable: It is none, or was changed.
    """
    told = _opened(file, keys)
    try:
        return Letter(
            greeting=told["greeting"],
            signature=bytes.fromhex(told["signature"]),
            batches=tuple(
                SignedBatch(
                    int(b["first"]), bytes.fromhex(b["signature"]), tuple(b["ops"])
                )
                for b in told["batches"]
            ),
        )
    except (KeyError, TypeError, ValueError):
        raise StickUnreadable from None


def write_reply(reply: Reply, keys: StickKeys, reader: Card) -> bytes:
    """Return the office's file for one desk, signed by the importer."""
    told = {
        "desk_id": reply.desk_id,
        "label": reply.label,
        "profile": reply.profile,
        "epoch": reply.epoch,
        "head": reply.head,
        "begin": reply.begin,
        "sent": asdict(reply.sent),
        "ops": [[*op[:4], op.sha.hex(), *op[5:]] for op in reply.page.ops],
        "batches": [
            [b.batch, b.seq_to, b.prev.hex(), b.hash.hex()] for b in reply.page.batches
        ],
    }
    text = compact(told)
    return seal(compact([text, keys.signed(text.encode()).hex()]).encode(), reader)


def read_reply(file: bytes, keys: StickKeys, writer: Card) -> Reply:
    """Return the office's reply.

    Raises:
        StickForOther: It is for another reader.
        StickUnreadable: It is none, was changed, or is not the importer's.
    """
    body = _opened(file, keys)
    try:
        text, signature = body
        if not writer.has_signed(text.encode(), bytes.fromhex(signature)):
            raise StickUnreadable
        told = json.loads(text)
        page = PullPage(tuple(_ops(told["ops"])), tuple(_batches(told["batches"])))
        names = ("desk_id", "label", "profile", "epoch", "head", "begin")
        return Reply(
            **{name: told[name] for name in names},
            sent=Sent(**told["sent"]),
            page=page,
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise StickUnreadable from None


def _ops(rows: list[list[Any]]) -> Iterator[PulledOp]:
    for row in rows:
        yield PulledOp._make((*row[:4], bytes.fromhex(row[4]), *row[5:]))


def _batches(rows: list[list[Any]]) -> Iterator[BatchHeader]:
    for batch, seq_to, prev, end in rows:
        yield BatchHeader(batch, seq_to, bytes.fromhex(prev), bytes.fromhex(end))


def _opened(file: bytes, keys: StickKeys) -> Any:  # noqa: ANN401 - JSON of any shape
    try:
        return json.loads(unseal(file, keys))
    except ValueError:
        raise StickUnreadable from None
