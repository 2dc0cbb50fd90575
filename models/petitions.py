"""Petitions, what stops their clock, and who was asked for what."""

from datetime import date, datetime

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import OFFICE, Kept, Scope, Sync, ref, stored
from models.errors import StepRefused
from models.values import PetitionEnding, PetitionKind, PetitionState, Subject

_S = PetitionState
_ENDS = frozenset({_S.RETURNED, _S.WITHDRAWN, _S.CLOSED})

# What may follow what.  Undo does not pass here: it puts the state before back.
STEPS: dict[PetitionState, frozenset[PetitionState]] = {
    _S.RECEIVED: frozenset({_S.ASSIGNED, _S.SUPPLEMENT, _S.ANSWERED}) | _ENDS,
    _S.ASSIGNED: frozenset({_S.ASSIGNED, _S.SUPPLEMENT, _S.ANSWERED}) | _ENDS,
    _S.SUPPLEMENT: frozenset({_S.RECEIVED, _S.ASSIGNED, _S.ANSWERED}) | _ENDS,
    _S.ANSWERED: frozenset({_S.CLOSED}),
    _S.RETURNED: frozenset(),
    _S.WITHDRAWN: frozenset(),
    _S.CLOSED: frozenset(),
}

# The office still owes something: the clock runs or is stopped.
OWED = frozenset({_S.RECEIVED, _S.ASSIGNED, _S.SUPPLEMENT})


def receipt_number(year: int, desk: str, serial: int) -> str:
    """Return the number on a slip: year, desk, serial."""
    return f"{year}-{desk}-{serial:04d}"


class Petition(Kept):
    """A petition from receipt to closing; its printed number is final.

    The content and the visit are two records, linked: the clock of the law runs on,
    also while somebody waits for a meeting (domain 5.2).
    """

    __tablename__ = "petition"
    __table_args__ = (
        Index("ix_petition_receipt", "year", "desk", "serial"),
        Index("ix_petition_due", "state", "due_at"),
    )
    sync = Sync(
        Scope.OFFICE,
        groups={
            "deadline": ("kind", "period", "due_at"),
            "answering": ("department", "assigned_at"),
        },
        forward={
            "state": (
                ("received",),
                ("assigned",),
                ("answered", "returned", "withdrawn"),
                ("closed",),
            )
        },
    )

    year: Mapped[int]
    desk: Mapped[str]
    serial: Mapped[int]
    kind: Mapped[PetitionKind] = mapped_column(stored(PetitionKind))
    state: Mapped[PetitionState] = mapped_column(stored(PetitionState))
    subject: Mapped[Subject] = mapped_column(stored(Subject))
    title: Mapped[str]
    content: Mapped[str] = mapped_column(default="")
    person_id: Mapped[str] = mapped_column(ref("person.id"), index=True)
    visit_id: Mapped[str | None] = mapped_column(ref("visit.id"), index=True)
    others: Mapped[int] = mapped_column(default=0)  # petitioners beside the first
    received_at: Mapped[datetime]
    period: Mapped[str]  # as services.korean.deadline writes it, "14d"
    due_at: Mapped[datetime]
    told_due_at: Mapped[datetime]  # what the slip says; kept when holidays change
    holidays_version: Mapped[str] = mapped_column(default="")
    department: Mapped[str] = mapped_column(default="")
    assigned_at: Mapped[datetime | None]
    dictated: Mapped[bool] = mapped_column(default=False)
    signed_at: Mapped[datetime | None]
    city_number: Mapped[str] = mapped_column(default="")
    sensitive: Mapped[bool] = mapped_column(default=False)
    progress_told_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")  # the answer, or why it ended
    ending: Mapped[PetitionEnding] = mapped_column(
        stored(PetitionEnding), default=PetitionEnding.OPEN
    )

    @property
    def is_owed(self) -> bool:
        """Whether the office still owes an answer."""
        return self.state in OWED

    def step(self, to: PetitionState) -> None:
        """Move to ``to``.

        Raises:
            StepRefused: The present state does not allow it.
        """
        if to not in STEPS[self.state]:
            raise StepRefused(state=self.state.value, step=to.value)
        self.state = to

    @property
    def receipt(self) -> str:
        """The number on the slip."""
        return receipt_number(self.year, self.desk, self.serial)


class ClockInterval(Kept):
    """Days that the law does not count.  Source: 영 §20."""

    __tablename__ = "clock_interval"
    sync = OFFICE

    petition_id: Mapped[str] = mapped_column(ref("petition.id"), index=True)
    reason: Mapped[str]
    began_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    answer_by: Mapped[date | None] = mapped_column(Date)  # the term of a supplement


class Transfer(Kept):
    """A petition handed to a department or another agency.  Source: 영 §13."""

    __tablename__ = "transfer"
    sync = OFFICE

    petition_id: Mapped[str] = mapped_column(ref("petition.id"), index=True)
    department: Mapped[str]
    other_agency: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Extension(Kept):
    """A longer period, with reason and notice.  Source: 영 §21."""

    __tablename__ = "extension"
    sync = OFFICE

    petition_id: Mapped[str] = mapped_column(ref("petition.id"), index=True)
    reason: Mapped[str]
    consent: Mapped[str] = mapped_column(default="")
    due_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
