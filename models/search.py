"""Search columns beside the records: derived, rebuilt by triggers, never synced."""

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import ID_LENGTH, LOCAL, Record


class PersonIndex(Record):
    """How a person is found: name, initials, digits, last four."""

    __tablename__ = "person_index"
    __table_args__ = (
        Index("ix_person_index_name", "name"),
        Index("ix_person_index_initials", "initials"),
        Index("ix_person_index_last4", "last4"),
        Index("ix_person_index_digits", "digits"),
    )
    sync = LOCAL

    person_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    name: Mapped[str]
    initials: Mapped[str]
    digits: Mapped[str]
    last4: Mapped[str]


class PetitionIndex(Record):
    """Gives each petition a stable number for the full-text table.

    A table's own row numbers may change when a copy is made; these do not.
    """

    __tablename__ = "petition_index"
    sync = LOCAL

    number: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[str] = mapped_column(String(ID_LENGTH), unique=True)
