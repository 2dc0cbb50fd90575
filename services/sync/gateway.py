"""What a desk may say to the shared database, and what it hears back.

The protocol knows no driver: ``postgres.py`` speaks it over the network, tests may
speak it from memory.  Accepted and rejected fields stay JSON text, because the desk
hands them to its own database as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from models.errors import OfficeError


class Profile(StrEnum):
    """Which tables reach a desk."""

    OFFICE = "office"
    CITY = "city"


class Verdict(StrEnum):
    """How a desk's own memory fits the server's."""

    OK = "ok"
    CLONED = "cloned"
    DESK_RESTORED = "desk_restored"
    SERVER_RESTORED = "server_restored"
    HISTORY_DIFFERS = "history_differs"


class Offline(OfficeError):
    """The server cannot be reached or is busy; try again; facts: reason."""

    code = "offline"


class Interrupted(OfficeError):
    """Somebody asked to stop; whatever was on its way is harmless to repeat."""

    code = "sync_interrupted"


class Refused(OfficeError):
    """The server does not let this login do that; facts: reason."""

    code = "server_refused"


class LoginRefused(Refused):
    """The server does not know the login or its password; facts: reason."""

    code = "login_refused"


class TlsRefused(Refused):
    """No safe line: no TLS, or a certificate that is not trusted; facts: reason."""

    code = "tls_refused"


class CertificateMissing(TlsRefused):
    """The server wants the desk's certificate and got none; facts: reason."""

    code = "certificate_missing"


class CertificateExpired(TlsRefused):
    """The desk's certificate has ended; facts: reason."""

    code = "certificate_expired"


class CertificateRevoked(TlsRefused):
    """The desk's certificate was taken back; facts: reason."""

    code = "certificate_revoked"


class CertificateUnknown(TlsRefused):
    """The server does not know who signed the desk's certificate; facts: reason."""

    code = "certificate_unknown"


class ServerUntrusted(TlsRefused):
    """The server's certificate is another server's or authority's; facts: reason."""

    code = "server_untrusted"


class AddressUnreadable(Refused):
    """What stands for an address is none; facts: reason."""

    code = "address_unreadable"


class NotEnrolled(OfficeError):
    """The login is no desk of this office, or no longer one."""

    code = "not_enrolled"


class Incompatible(OfficeError):
    """One side's version is too old for the other; facts: found, needed."""

    code = "server_incompatible"


class ServerTooOld(Incompatible):
    """The PostgreSQL itself is too old; facts: found, needed."""

    code = "server_too_old"


class ForeignServer(OfficeError):
    """The database is not a shared database of this program."""

    code = "foreign_server"


class Forked(OfficeError):
    """Two machines write under one identity."""

    code = "desk_forked"


class HistoryDiffers(OfficeError):
    """What this desk builds on is not what the server holds; facts: reason."""

    code = "history_differs"


class OpsRefused(OfficeError):
    """An op of the batch can never be taken: find it by halves; facts: reason."""

    code = "ops_refused"


class OutOfScope(OpsRefused):
    """An op writes a table that this desk's profile does not reach; facts: reason."""

    code = "out_of_scope"


class StickForged(OfficeError):
    """What a stick carries is not what the desk named in it has signed."""

    code = "stick_forged"


class DeskCardMissing(OfficeError):
    """The shared database does not know the keys of that desk yet."""

    code = "desk_card_missing"


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a desk knows of itself when it comes.

    Attributes:
        install_id: UUID text of this installation.
        acked: Last own number that was sent and answered.
        dseq: Last own number that was written.
        cursor: Last log number integrated; 0 before the first.
        cursor_hash: The chain's hash at the cursor.
        version: Schema version of the desk.
    """

    install_id: str
    acked: int
    dseq: int
    cursor: int
    cursor_hash: bytes
    version: int


@dataclass(frozen=True, slots=True)
class Hello:
    """Who the desk is here, where the log stands, and how both fit.

    ``last_dseq`` says what the server holds of this desk; it must never raise the
    desk's own ``acked``: a twin may have written it.
    """

    desk_id: int
    label: str
    profile: Profile
    epoch: str
    head: int
    head_hash: bytes
    last_dseq: int
    min_pull_version: int
    now_ms: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PushReply:
    """Where the log stands now, how many ops were new, how many clash."""

    head: int
    new: int
    conflicts: int


class BatchEnd(NamedTuple):
    """Where a batch ends, and the chain's hash there."""

    seq: int
    hash: bytes


class OpMark(NamedTuple):
    """An own number and the fingerprint of what was written under it."""

    dseq: int
    sha: bytes


class PulledOp(NamedTuple):
    """One op of the log as this desk may see it.

    A named tuple, because a first sync makes hundreds of thousands of them.  Of an
    op out of scope only the first five are known, the rest is None.  ``kind`` is
    ``u`` set, ``d`` delete, ``x`` bring back (accepted is then the whole row), ``r``
    resolve, ``q`` a mark for an op kept in quarantine.
    """

    seq: int
    batch: int
    desk_id: int
    dseq: int
    sha: bytes
    table: str | None
    row_id: str | None
    kind: str | None
    accepted: str | None
    rejected: str | None
    user: str | None
    edited_at_ms: int | None
    version: int | None

    @property
    def is_hidden(self) -> bool:
        """Whether the op is out of this desk's scope."""
        return self.kind is None


@dataclass(frozen=True, slots=True)
class BatchHeader:
    """One link of the chain: it ends at ``seq_to`` and joins ``prev`` to ``hash``."""

    batch: int
    seq_to: int
    prev: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class PullPage:
    """Whole batches in log order; no batches means there is nothing newer."""

    ops: tuple[PulledOp, ...] = field(repr=False)
    batches: tuple[BatchHeader, ...]


class RowKey(NamedTuple):
    """Where a page of the first copy ended."""

    table: str
    row_id: str


class StateRow(NamedTuple):
    """One row of the present state; a deleted one comes too."""

    table: str
    row_id: str
    ver: int
    deleted: bool
    data: str
    user: str | None
    edited_at_ms: int | None


@dataclass(frozen=True, slots=True)
class BootstrapPage:
    """Rows in key order; ``last`` is where to go on, None at the end."""

    rows: tuple[StateRow, ...] = field(repr=False)
    last: RowKey | None


class OpenConflict(NamedTuple):
    """An op of which ``fields`` still wait for a decision."""

    seq: int
    desk_id: int
    table: str
    row_id: str
    kind: str
    accepted: str
    rejected: str
    fields: tuple[str, ...]
    user: str | None
    edited_at_ms: int | None
    version: int


@dataclass(frozen=True, slots=True)
class TableProof:
    """What a table holds at ``head``: a sum for each bucket that has rows."""

    head: int
    sums: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Mended:
    """How far the log was at least, and how many rows the server built anew from it."""

    head: int
    rows: int


class Gateway(Protocol):
    """The published functions of the shared database, one network call each.

    Every method may raise ``Offline``, ``Interrupted``, ``Refused``, ``NotEnrolled``
    or ``ForeignServer``, and is harmless to repeat.
    """

    def hello(self, greeting: Greeting) -> Hello:
        """Say who comes; hear how both memories fit."""

    def push(self, ops: Sequence[str]) -> PushReply:
        """Hand in ops in the order of their numbers.

        Raises:
            Forked: A number exists with other content.
            HistoryDiffers: A number or a base does not fit the server's history.
            OpsRefused: One op can never be taken; nothing of the batch was.
        """

    def quarantine(self, dseq: int, raw: str, error: str) -> PushReply:
        """Hand in the one op that ``push`` never takes; it is kept raw and counted."""

    def pull(self, cursor: int, limit: int) -> PullPage:
        """Return what follows ``cursor``, at least ``limit`` ops if there are so many.

        Raises:
            Incompatible: The desk's program is too old to read.
        """

    def bootstrap(self, after: RowKey | None, limit: int) -> BootstrapPage:
        """Return the present state behind ``after``, by key."""

    def open_conflicts(self, after: int, limit: int) -> tuple[OpenConflict, ...]:
        """Return undecided conflicts behind log number ``after``, oldest first."""

    def proof(self, table: str, fields: Mapping[str, object]) -> TableProof | None:
        """Return sums over what a table holds; None from a server that cannot yet.

        Args:
            table: Its name.
            fields: What the desk knows of it, with what stands where nothing was told.
        """

    def mend(self, table: str, bucket: int) -> Mended:
        """Have the server prove its own rows of one bucket by its log."""

    def bucket(
        self, table: str, bucket: int, after: str | None, limit: int
    ) -> tuple[StateRow, ...]:
        """Return a bucket's rows behind the one named ``after``, in key order."""

    def desk_letters(self) -> Mapping[int, str] | None:
        """Return every desk's letter; None from a server that does not tell it yet."""

    def common(self, ends: Sequence[BatchEnd]) -> int:
        """Return the last of these batch ends that the server has too, or 0."""

    def held(self, desk_id: int, marks: Sequence[OpMark]) -> frozenset[int]:
        """Return the numbers of that desk that the log holds with this content."""

    def begin_after(self, dseq: int) -> int:
        """Say after which own number this desk counts; return what holds."""

    def close(self) -> None:
        """Let the connection go; the next call opens a new one."""
