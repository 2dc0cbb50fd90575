"""Briefing packs as they were handed out."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import LOCAL, Kept, Record, Scope, Sync, stored
from models.values import PackKind, Purpose


class Pack(Kept):
    """One frozen pack: its values, and the fingerprint of its bytes."""

    __tablename__ = "pack"
    __table_args__ = (Index("ix_pack_subject", "kind", "subject_id"),)
    sync = Sync(Scope.OFFICE, insert_only=True)

    kind: Mapped[PackKind] = mapped_column(stored(PackKind))
    subject_id: Mapped[str]
    made_at: Mapped[datetime]
    purpose: Mapped[Purpose] = mapped_column(stored(Purpose))
    pages: Mapped[int]
    names_shown: Mapped[bool] = mapped_column(default=False)
    large_print: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str]
    content: Mapped[str] = mapped_column(info={"json": True})  # the collected values
    sha256: Mapped[str]


class Blob(Record):
    """Bytes by their fingerprint; outside capture, kept on the desk."""

    __tablename__ = "blob"
    sync = LOCAL

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    bytes: Mapped[bytes] = mapped_column(LargeBinary)
