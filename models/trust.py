"""Who works here, what they may do, and the log of what was done."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import ID_LENGTH, LOCAL, OFFICE, Kept, Record, Scope, Sync, ref, stored
from models.values import AccessAction, Permission, Profile, Purpose


class Staff(Kept):
    """A member of staff; password hashes and key wraps are not here but per desk."""

    __tablename__ = "staff"
    sync = OFFICE

    login: Mapped[str]
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    department: Mapped[str] = mapped_column(default="")
    telephone: Mapped[str] = mapped_column(default="")
    profile: Mapped[Profile] = mapped_column(stored(Profile))
    active: Mapped[bool] = mapped_column(default=True)


class Grant(Kept):
    """One permission of one member of staff, with when it began and ended.

    Source: 안전성 확보조치 기준 §5: grants, changes and removals are kept three years.
    """

    __tablename__ = "staff_grant"
    sync = OFFICE

    staff_id: Mapped[str] = mapped_column(ref("staff.id"), index=True)
    permission: Mapped[Permission] = mapped_column(stored(Permission))
    granted_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class AccessEntry(Record):
    """One line of the access log; each carries the hash of the one before it.

    The chain is per desk, so ``desk`` and ``line`` name a place in it.
    Source: 안전성 확보조치 기준 §8: who, when, where, whose data, what was done.
    """

    __tablename__ = "access_entry"
    __table_args__ = (
        Index("ix_access_entry_place", "desk", "line"),
        Index("ix_access_entry_subject", "subject_kind", "subject_id"),
    )
    sync = Sync(Scope.OFFICE, insert_only=True)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    desk: Mapped[str]
    line: Mapped[int]
    at: Mapped[datetime]
    staff_id: Mapped[str]
    action: Mapped[AccessAction] = mapped_column(stored(AccessAction))
    purpose: Mapped[Purpose | None] = mapped_column(stored(Purpose))
    subject_kind: Mapped[str] = mapped_column(default="")
    subject_id: Mapped[str] = mapped_column(default="")
    count: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(default="")
    previous: Mapped[str]
    digest: Mapped[str]


class Setting(Kept):
    """One chosen value; the id is made from owner and key, so desks agree on it."""

    __tablename__ = "setting"
    sync = Sync(Scope.OFFICE, last_wins=("value",))

    owner: Mapped[str]  # "" for the office, else a staff id
    key: Mapped[str]
    value: Mapped[str] = mapped_column(info={"json": True})


class Draft(Record):
    """What somebody has typed and not yet saved; belongs to its owner and desk."""

    __tablename__ = "draft"
    sync = LOCAL

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    staff_id: Mapped[str] = mapped_column(index=True)
    form: Mapped[str]
    payload: Mapped[str]  # JSON
    saved_at: Mapped[datetime]


class LocalFact(Record):
    """A fact of this file alone: practice seal, program version, last clock."""

    __tablename__ = "local_fact"
    sync = LOCAL

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
