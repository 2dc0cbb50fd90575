"""The gateway over PostgreSQL: one autocommit call for each question.

No transaction is ever left open between two calls, since a client that freezes
inside one would stop every desk.  Every wait has a limit and can be stopped.  Driver
errors end here: what leaves is an ``OfficeError`` with an SQLSTATE at most, never the
driver's text, which may quote a row or an address.
"""

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg.conninfo import make_conninfo

from models.errors import OfficeError
from services.core.aside import LetGo, run_aside
from services.sync.address import Limits, ServerAddress
from services.sync.desk_certificate import laid_out
from services.sync.gateway import (
    BatchEnd,
    BatchHeader,
    BootstrapPage,
    DeskCardMissing,
    ForeignServer,
    Forked,
    Greeting,
    Hello,
    HistoryDiffers,
    Incompatible,
    Interrupted,
    Mended,
    NotEnrolled,
    Offline,
    OpenConflict,
    OpMark,
    OpsRefused,
    OutOfScope,
    Profile,
    PulledOp,
    PullPage,
    PushReply,
    Refused,
    RowKey,
    StateRow,
    StickForged,
    TableProof,
    Verdict,
)
from services.sync.turned_away import turned_away
from services.sync.wire import storable

Answer = TypeVar("Answer")


class FunctionMissing(ForeignServer):
    """The database is none of ours, or one that was not upgraded yet."""


_LOOK_S = 0.1  # how often a waiting call asks whether it should stop
_MOST_TRIES = 10  # an address may name several machines, each tried for so long
_BY_STATE: Mapping[str, type[OfficeError]] = {
    "SY401": StickForged,
    "SY403": NotEnrolled,
    "SY407": OutOfScope,
    "SY409": Forked,
    "SY410": HistoryDiffers,
    "SY411": DeskCardMissing,
    "SY412": HistoryDiffers,
    "3D000": ForeignServer,
    "3F000": ForeignServer,
    "42883": FunctionMissing,
    "42P01": ForeignServer,
    "25006": Offline,
}
_BY_CLASS: Mapping[str, type[OfficeError]] = {
    "08": Offline,
    "22": OpsRefused,
    "23": OpsRefused,
    "40": Offline,
    "53": Offline,
    "54": OpsRefused,
    "55": Offline,
    "57": Offline,
    "58": Offline,
}
_FACTLESS = (
    DeskCardMissing,
    StickForged,
    NotEnrolled,
    Forked,
    ForeignServer,
    FunctionMissing,
)

_HELLO = "select sync.hello(%s, %s, %s, %s, %s, %s)"
_PUSH = "select sync.push(%b::text[])"
_QUARANTINE = "select sync.quarantine(%s, %s, %s)"
_PULL = """select seq, batch, desk_id, dseq, sha, tbl, row_id::text, kind, accepted,
    rejected, user_id, edited_at, schema_ver, prev, hash from sync.pull(%s, %s)"""
_BOOTSTRAP = """select tbl, row_id::text, ver, deleted, data, user_id, edited_at
    from sync.bootstrap(%s, %s, %s)"""
_OPEN = """select seq, desk_id, tbl, row_id::text, kind, accepted, rejected, fields,
    user_id, edited_at, schema_ver from sync.open_conflicts(%s, %s)"""
_PROOF = "select sync.bucket_digests(%s, %s::jsonb)"
_MEND = "select sync.mend(%s, %s)"
_BUCKET = """select tbl, row_id::text, ver, deleted, data, user_id, edited_at
    from sync.bucket(%s, %s, %s, %s)"""
_LETTERS = "select sync.desk_letters()"
_COMMON = "select sync.common(%s::bigint[], %s::bytea[])"
_HELD = "select sync.held(%s, %s::bigint[], %s::bytea[])"
_BEGIN = "select sync.begin_after(%s)"
_DIGEST = "select sync.state_digest(%s)"


class WatchedConnection(psycopg.Connection[Any]):
    """A connection whose waiting can be stopped and never lasts for ever."""

    stopped: Callable[[], bool]
    silence_s: float

    def wait(
        self,
        gen: Generator[Any, Any, Answer],
        interval: float = _LOOK_S,
        timeout: float | None = None,
    ) -> Answer:
        """Wait for the driver's step; see ``psycopg.Connection.wait``."""
        return super().wait(self._watched(gen, interval), interval, timeout)

    def _watched(
        self, gen: Generator[Any, Any, Answer], interval: float
    ) -> Generator[Any, Any, Answer]:
        looks = 0
        try:
            state = next(gen)
            while True:
                ready = yield state
                looks = 0 if ready else looks + 1
                if looks and self.stopped():
                    raise Interrupted
                if looks * interval > self.silence_s:
                    raise Offline(reason="silence")
                state = gen.send(ready)
        except StopIteration as done:
            answer: Answer = done.value
            return answer


def connect(
    address: ServerAddress, limits: Limits, stopped: Callable[[], bool]
) -> WatchedConnection:
    """Return an autocommit connection with every limit set.

    Raises:
        Interrupted: Somebody asked to stop; nobody waits for the server any more.
        Offline: Nobody answers, or not in time.
        Refused: The login or the certificate is not accepted.
        ForeignServer: There is no such database.
    """
    try:
        with laid_out(address.certificate, address.password) as line:
            connection = _opened(_conninfo(address, limits, line), limits, stopped)
        connection.stopped = stopped
        connection.silence_s = limits.silence_s
    except psycopg.Error as error:
        fault = turned_away(error)
    else:
        return connection
    # Raised out here, because the driver's exception carries the password.
    raise fault


def _opened(
    conninfo: str, limits: Limits, stopped: Callable[[], bool]
) -> WatchedConnection:
    """Connect beside this thread: the driver tells of no step until it is through.

    Neither does the look-up of the server's name, which has no limit of its own.
    """
    try:
        return run_aside(
            lambda: WatchedConnection.connect(conninfo, autocommit=True),
            stopped,
            _MOST_TRIES * limits.connect_s,
            on_late=_let_go,
        )
    except LetGo:
        if stopped():
            raise Interrupted from None
        raise Offline(reason="timeout") from None


def _let_go(connection: WatchedConnection) -> None:
    connection.close()


def _conninfo(address: ServerAddress, limits: Limits, line: Mapping[str, str]) -> str:
    secret = {} if address.password is None else {"password": address.password}
    return make_conninfo(
        address.url,
        connect_timeout=limits.connect_s,
        application_name="tongtong",
        keepalives_idle=10,
        keepalives_interval=5,
        keepalives_count=3,
        tcp_user_timeout=limits.silence_s * 1000,
        options=f"-c statement_timeout={limits.statement_s}s"
        f" -c lock_timeout={limits.lock_s}s",
        **secret,
        **line,
    )


def translate(error: psycopg.Error) -> OfficeError:
    """Return our kind for a driver's error, without the driver's words."""
    state = error.sqlstate
    if state is None:
        if isinstance(error, psycopg.DataError):
            return OpsRefused(reason="encoding")
        return Offline(reason="lost")
    if state == "SY426":
        found, _, needed = (error.diag.message_detail or "/").partition("/")
        return Incompatible(found=int(found or 0), needed=int(needed or 0))
    kind = _BY_STATE.get(state) or _BY_CLASS.get(state[:2], Refused)
    return kind() if kind in _FACTLESS else kind(reason=state)


class PostgresGateway:
    """Speaks the published functions of one shared database as one desk."""

    def __init__(
        self,
        address: ServerAddress,
        limits: Limits,
        guard: Callable[[], None],
        stopped: Callable[[], bool],
    ) -> None:
        """Keep the address; nothing is opened before the first call.

        Args:
            address: Where and as whom.
            limits: How long anything may wait.
            guard: Called before each network call; raises if a local transaction
                is open.
            stopped: Whether somebody asked to stop; asked while waiting.
        """
        self._address = address
        self._limits = limits
        self._guard = guard
        self._stopped = stopped
        self._connection: WatchedConnection | None = None

    def hello(self, greeting: Greeting) -> Hello:
        """Say who comes; hear how both memories fit."""
        told = self._value(
            _HELLO,
            greeting.install_id,
            greeting.acked,
            greeting.dseq,
            greeting.cursor,
            greeting.cursor_hash,
            greeting.version,
        )
        return Hello(
            desk_id=told["desk_id"],
            label=told["label"],
            profile=Profile(told["profile"]),
            epoch=told["epoch"],
            head=told["head"],
            head_hash=bytes.fromhex(told["head_hash"]),
            last_dseq=told["last_dseq"],
            min_pull_version=told["min_pull_ver"],
            now_ms=told["now"],
            verdict=Verdict(told["verdict"]),
        )

    def push(self, ops: Sequence[str]) -> PushReply:
        """Hand in ops in the order of their numbers."""
        return PushReply(**self._value(_PUSH, list(ops)))

    def quarantine(self, dseq: int, raw: str, error: str) -> PushReply:
        """Hand in the one op that ``push`` never takes; it is kept raw and counted."""
        return PushReply(**self._value(_QUARANTINE, dseq, storable(raw), error))

    def pull(self, cursor: int, limit: int) -> PullPage:
        """Return what follows ``cursor`` in whole batches."""
        return page_of(self._rows(_PULL, cursor, limit))

    def bootstrap(self, after: RowKey | None, limit: int) -> BootstrapPage:
        """Return the present state behind ``after``, by key."""
        table, row_id = (None, None) if after is None else after
        rows = tuple(map(StateRow._make, self._rows(_BOOTSTRAP, table, row_id, limit)))
        last = RowKey(rows[-1].table, rows[-1].row_id) if rows else None
        return BootstrapPage(rows=rows, last=last)

    def open_conflicts(self, after: int, limit: int) -> tuple[OpenConflict, ...]:
        """Return undecided conflicts behind log number ``after``, oldest first."""
        rows = self._rows(_OPEN, after, limit)
        return tuple(
            OpenConflict._make((*row[:7], tuple(row[7]), *row[8:])) for row in rows
        )

    def proof(self, table: str, fields: Mapping[str, object]) -> TableProof | None:
        """Return sums over what a table holds; None from a server that cannot yet."""
        try:
            told = self._value(_PROOF, table, json.dumps(fields))
        except FunctionMissing:
            return None
        sums = {int(bucket): int(told) for bucket, told in told["sums"].items()}
        return TableProof(head=told["head"], sums=sums)

    def mend(self, table: str, bucket: int) -> Mended:
        """Have the server prove its own rows of one bucket by its log."""
        told = self._value(_MEND, table, bucket)
        return Mended(head=told["head"], rows=told["mended"])

    def bucket(
        self, table: str, bucket: int, after: str | None, limit: int
    ) -> tuple[StateRow, ...]:
        """Return a bucket's rows behind the one named ``after``, in key order."""
        rows = self._rows(_BUCKET, table, bucket, after, limit)
        return tuple(map(StateRow._make, rows))

    def desk_letters(self) -> Mapping[int, str] | None:
        """Return every desk's letter; None from a server that does not tell it yet."""
        try:
            told = self._value(_LETTERS)
        except FunctionMissing:
            return None
        return {int(number): str(letter) for number, letter in told.items()}

    def common(self, ends: Sequence[BatchEnd]) -> int:
        """Return the last of these batch ends that the server has too, or 0."""
        seqs, hashes = [end.seq for end in ends], [end.hash for end in ends]
        return int(self._rows(_COMMON, seqs, hashes)[0][0])

    def held(self, desk_id: int, marks: Sequence[OpMark]) -> frozenset[int]:
        """Return the numbers of that desk that the log holds with this content."""
        dseqs, shas = [mark.dseq for mark in marks], [mark.sha for mark in marks]
        return frozenset(self._rows(_HELD, desk_id, dseqs, shas)[0][0])

    def begin_after(self, dseq: int) -> int:
        """Say after which own number this desk counts; return what holds."""
        return int(self._rows(_BEGIN, dseq)[0][0])

    def close(self) -> None:
        """Let the connection go; the next call opens a new one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _value(self, question: LiteralString, *values: object) -> dict[str, Any]:
        told: dict[str, Any] = self._rows(question, *values)[0][0]
        return told

    def _rows(self, question: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        self._guard()
        if self._stopped():
            raise Interrupted
        try:
            if self._connection is None or self._connection.closed:
                self._connection = connect(self._address, self._limits, self._stopped)
            with self._connection.cursor(binary=True) as cursor:
                return cursor.execute(question, values).fetchall()
        except UnicodeEncodeError:
            fault: OfficeError = OpsRefused(reason="encoding")
        except psycopg.Error as error:
            fault = translate(error)
        except (Offline, Interrupted) as error:
            fault = error
        if isinstance(fault, (Offline, Interrupted)):
            self.close()
        # Raised out here, because the driver's exception may quote a row.
        raise fault


def page_of(rows: Sequence[tuple[Any, ...]]) -> PullPage:
    """Return the page that the rows of ``pull`` make."""
    return PullPage(
        ops=tuple(PulledOp._make(row[:13]) for row in rows),
        batches=tuple(
            BatchHeader(batch=row[1], seq_to=row[0], prev=row[13], hash=row[14])
            for row in rows
            if row[14] is not None
        ),
    )
