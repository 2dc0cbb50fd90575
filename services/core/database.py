"""The encrypted office file: connections, their settings, and whose change it is.

Writers begin with BEGIN IMMEDIATE, so that read-then-write is one piece; with the
library's default two desks in one program could check in the same person twice.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from models.errors import (
    DiskFull,
    DoubleBooking,
    FieldError,
    FileBusy,
    FileDamaged,
    OfficeError,
    ReadOnly,
    StorageError,
)
from services.korean.choseong import choseong, jamo, search_key
from services.korean.phones import digits

KEY_BYTES = 32
WAIT_S = 5.0  # longest wait for another writer; no transaction may last nearly as long
PLAIN_HEADER = b"SQLite format 3\x00"

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # a check-in that the screen shows survives a power cut
    "wal_autocheckpoint = 4000",  # 16 MB: an evening's changes are moved once, not often
    "foreign_keys = ON",
    "recursive_triggers = ON",  # else INSERT OR REPLACE hides a delete from capture
    "temp_store = MEMORY",  # nothing readable beside the encrypted file
)


class Begin(StrEnum):
    """How a transaction starts."""

    READ = "BEGIN"
    WRITE = "BEGIN IMMEDIATE"


@dataclass(slots=True)
class Acting:
    """What the triggers of one connection ask: who, when, from which base.

    ``bases`` holds the base of rows that a form loaded, by (table, row); every
    other row was read in this transaction and stands at ``cursor`` (decision 3), but
    for rows in ``waiting``: from the log number told there on, nothing was shown.
    """

    applying: bool = False
    user: str = ""
    at: int = 0
    txn: str = ""
    epoch: str = ""
    cursor: int = 0
    bases: dict[tuple[str, str], int] = field(default_factory=dict)
    waiting: dict[tuple[str, str], int] = field(default_factory=dict)

    def base(self, table: str, row: str) -> int:
        """Return the log number that the author's view of this row was built from."""
        base = self.bases.get((table, row), self.cursor)
        if not self.waiting:
            return base
        return min(base, self.waiting.get((table, row), base + 1) - 1)


def new_key() -> bytes:
    """Return a random key for a fresh office file."""
    return secrets.token_bytes(KEY_BYTES)


def connect(path: Path, key: bytes, *, mode: str) -> Any:  # noqa: ANN401 - the driver has no types
    """Open one connection with its key and settings.

    Args:
        path: The SQLCipher file; created when ``mode`` is ``rwc``.
        key: 32 random bytes.
        mode: ``rw``, ``rwc`` or ``ro``.
    """
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlcipher3.connect(
        uri, uri=True, timeout=WAIT_S, check_same_thread=False
    )
    try:
        connection.isolation_level = None  # SQLAlchemy begins, not the driver
        connection.execute("PRAGMA cipher_log_level = NONE")  # we say it in words
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in PRAGMAS:
            if mode != "ro" or not pragma.startswith("journal_mode"):
                connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def register(connection: Any, acting: Acting) -> None:  # noqa: ANN401 - see connect
    """Give the connection the functions that capture and search triggers call.

    A foreign tool lacks them, so it cannot write unnoticed: its statement fails.
    """
    asked: tuple[tuple[str, int, Callable[..., object]], ...] = (
        ("sync_applying", 0, lambda: int(acting.applying)),
        ("sync_base", 2, acting.base),
        ("sync_user", 0, lambda: acting.user),
        ("sync_at", 0, lambda: acting.at),
        ("sync_txn", 0, lambda: acting.txn),
        ("sync_epoch", 0, lambda: acting.epoch),
    )
    for name, count, function in asked:
        connection.create_function(name, count, function)
    pure: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("key_of", search_key),
        ("initials_of", choseong),
        ("jamo_of", jamo),
        ("digits_of", digits),
    )
    for name, function in pure:
        connection.create_function(name, 1, function, deterministic=True)


def open_engine(path: Path, key: bytes, begin: Begin, *, mode: str = "rw") -> Engine:
    """Return an engine on the office file; each connection has its own Acting.

    Args:
        path: The SQLCipher file.
        key: 32 random bytes.
        begin: READ for questions, WRITE for changes.
        mode: ``rwc`` creates a missing file.
    """

    def creator() -> Any:  # noqa: ANN401 - the driver has no types
        return connect(path, key, mode=mode)

    engine = create_engine(
        "sqlite://",
        module=sqlcipher3,
        creator=creator,
        poolclass=QueuePool,
        hide_parameters=True,  # a statement's values are names and numbers of people
    )

    def remember(raw: Any, record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's signature
        acting = Acting()
        register(raw, acting)
        record.info["acting"] = acting

    def start(connection: Connection) -> None:
        driver_of(connection).execute(begin)

    event.listen(engine, "connect", remember)
    event.listen(engine, "begin", start)
    return engine


def driver_of(connection: Connection) -> Any:  # noqa: ANN401 - the driver has no types
    """Return the driver's own connection, for what must not wait for SQLAlchemy."""
    return connection.connection.driver_connection


def acting_of(connection: Connection) -> Acting:
    """Return what the triggers of this connection ask."""
    acting = connection.info["acting"]
    if not isinstance(acting, Acting):
        raise TypeError("not a connection of open_engine")
    return acting


def refuse_plain_file(path: Path) -> None:
    """Refuse a file that lies open to every reader, or lost everything.

    Raises:
        FileDamaged: The header is that of an unencrypted SQLite file, or missing.
    """
    with path.open("rb") as file:
        header = file.read(len(PLAIN_HEADER))
    if header == PLAIN_HEADER:
        raise FileDamaged(why="not_encrypted")
    if not header and not path.with_name(f"{path.name}-wal").exists():
        raise FileDamaged(why="empty")


# SQLite's codes for what a person can repair; anything else is a fault of ours.
_PRIMARY = 0xFF  # the low byte of a code is its class
_TOLD: Mapping[int, type[OfficeError]] = {
    sqlcipher3.SQLITE_FULL: DiskFull,
    sqlcipher3.SQLITE_IOERR: StorageError,
    sqlcipher3.SQLITE_READONLY: ReadOnly,
    sqlcipher3.SQLITE_CANTOPEN: ReadOnly,
    sqlcipher3.SQLITE_BUSY: FileBusy,
    sqlcipher3.SQLITE_LOCKED: FileBusy,
    sqlcipher3.SQLITE_NOTADB: FileDamaged,
    sqlcipher3.SQLITE_CORRUPT: FileDamaged,
}


def translated(error: Exception) -> OfficeError | None:
    """Return what a person can understand of a database error, or None."""
    cause = getattr(error, "orig", None) or error
    words = str(cause)  # our own triggers' words, see ``walls``
    if words.startswith("double_booking:"):
        return DoubleBooking(resource=words.removeprefix("double_booking:"))
    if words.startswith("taken:"):
        return FieldError(field=words.removeprefix("taken:"), fault="taken")
    kind = _TOLD.get(getattr(cause, "sqlite_errorcode", 0) & _PRIMARY)
    return kind() if kind else None


@contextmanager
def office_errors() -> Iterator[None]:
    """Turn what a person can repair into an OfficeError; let faults through."""
    try:
        yield
    except UnicodeEncodeError:  # half a character, asked for or to be kept
        fault = FieldError(field="text", fault="surrogate")
    except (DBAPIError, sqlcipher3.Error) as error:
        office_error = translated(error)
        if office_error is None:
            raise
        raise office_error from error
    else:
        return
    # Raised out here, because the codec's exception quotes the text.
    raise fault
