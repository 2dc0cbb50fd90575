"""The desk's side of sync; written by triggers and by the sync room alone."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import LOCAL, Record


class SyncState(Record):
    """The one row that says who this desk is and how far it has come."""

    __tablename__ = "sync_state"
    sync = LOCAL

    one: Mapped[int] = mapped_column(primary_key=True, default=1)
    install_id: Mapped[str]
    label: Mapped[str]  # desk letter; provisional until enrolled
    enrolled: Mapped[bool] = mapped_column(default=False)
    profile: Mapped[str]
    desk_id: Mapped[int | None]
    server: Mapped[str] = mapped_column(default="")  # address without secrets
    epoch: Mapped[str] = mapped_column(default="")
    cursor: Mapped[int] = mapped_column(default=0)
    cursor_hash: Mapped[bytes] = mapped_column(LargeBinary, default=b"\x00")
    acked: Mapped[int] = mapped_column(default=0)
    echoed: Mapped[int] = mapped_column(default=0)  # last own op met again in the log
    last_done_at: Mapped[datetime | None]


class Outbox(Record):
    """One change as the trigger wrote it; never updated by the day's work.

    Rows stay at least 35 days after they were acknowledged, longer than a server
    keeps its backups, so that a restored server can be told again.  Only then is a row
    written anew, for the history that the server has now.

    Attributes:
        past_desk: Number of the desk that this machine was when it was acknowledged.
        first_op: What the trigger wrote, where the row was written anew.
    """

    __tablename__ = "sync_outbox"
    __table_args__ = (
        Index("ix_sync_outbox_row", "tbl", "row_id"),
        {"sqlite_autoincrement": True},
    )
    sync = LOCAL

    dseq: Mapped[int] = mapped_column(primary_key=True)
    tbl: Mapped[str]
    row_id: Mapped[str]
    op: Mapped[str]
    at: Mapped[int]
    was: Mapped[str | None]  # JSON of the fields before; none for a new row; not sent
    past_desk: Mapped[int | None]
    first_op: Mapped[str | None]


class HistoryEntry(Record):
    """One change of the log as it was met here: who, when, what before, what after.

    Small on purpose: only changed fields, nothing for a new row, whose values are the
    record itself.  ``fields`` is JSON, ``{name: [before, after]}``.
    """

    __tablename__ = "sync_history"
    __table_args__ = ({"sqlite_with_rowid": False},)
    sync = LOCAL

    tbl: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    desk_id: Mapped[int]
    user_id: Mapped[str]
    at: Mapped[int]
    fields: Mapped[str | None]


class KnownDesk(Record):
    """The letter of each desk, as the server told it."""

    __tablename__ = "sync_desk"
    sync = LOCAL

    desk_id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]


class AppliedRow(Record):
    """The last log number applied to a row; a replay below it is harmless."""

    __tablename__ = "sync_row"
    sync = LOCAL

    tbl: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    deleted: Mapped[bool] = mapped_column(default=False)


class Conflict(Record):
    """One value that was not accepted, waiting for a person; derived from the log."""

    __tablename__ = "sync_conflict"
    sync = LOCAL

    seq: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    tbl: Mapped[str]
    row_id: Mapped[str]
    mine: Mapped[str | None]  # JSON
    theirs: Mapped[str | None]  # JSON
    before: Mapped[str | None]  # JSON, where known
    theirs_seq: Mapped[int | None]
    user_id: Mapped[str] = mapped_column(default="")
    desk_id: Mapped[int] = mapped_column(default=0)
    at: Mapped[int] = mapped_column(default=0)
    resolved_seq: Mapped[int | None]


class NotTaken(Record):
    """A field that stands here as the server could not take it."""

    __tablename__ = "sync_not_taken"
    __table_args__ = ({"sqlite_with_rowid": False},)
    sync = LOCAL

    tbl: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)


class UnknownField(Record):
    """A field that a newer program wrote; replayed after the upgrade."""

    __tablename__ = "sync_unknown"
    sync = LOCAL

    tbl: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str | None]
    seq: Mapped[int]


class Parked(Record):
    """A change that could not be applied; retried at every sync, never dropped."""

    __tablename__ = "sync_parked"
    sync = LOCAL

    seq: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str]
    raw: Mapped[str]


class ChainLink(Record):
    """A batch that this desk verified; finds the common past after a restore."""

    __tablename__ = "sync_chain"
    sync = LOCAL

    batch: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class SyncRun(Record):
    """What one round did; the receipt is printed from it."""

    __tablename__ = "sync_run"
    sync = LOCAL

    id: Mapped[str] = mapped_column(primary_key=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str]
    code: Mapped[str] = mapped_column(default="")  # why, where it is not plain
    sent: Mapped[int] = mapped_column(default=0)
    received: Mapped[int] = mapped_column(default=0)
    conflicts: Mapped[int] = mapped_column(default=0)
    parked: Mapped[int] = mapped_column(default=0)
    quarantined: Mapped[int] = mapped_column(default=0)
    repaired: Mapped[int] = mapped_column(default=0, server_default="0")  # rows here
    mended: Mapped[int] = mapped_column(default=0, server_default="0")  # rows there
    tip: Mapped[str] = mapped_column(default="")
