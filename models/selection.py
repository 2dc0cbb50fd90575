"""Requests to meet the mayor, what was decided, and what the applicant was told."""

from datetime import date, datetime

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Kept, Scope, Sync, ref, stored
from models.errors import ReasonNeeded, StepRefused
from models.values import RequestState, Subject, Verdict

_S = RequestState

_VERDICTS = frozenset({_S.SELECTED, _S.SUBSTITUTED, _S.DEPARTMENT})
_LEAVES = frozenset({_S.WITHDRAWN, _S.MERGED})

# What may follow what.  Undo does not pass here: it puts the state before back.
STEPS: dict[RequestState, frozenset[RequestState]] = {
    _S.RECEIVED: frozenset({_S.SCREENING, _S.OPINION}) | _VERDICTS | _LEAVES,
    _S.SCREENING: frozenset({_S.OPINION}) | _VERDICTS | _LEAVES,
    _S.OPINION: frozenset({_S.SCREENING}) | _VERDICTS | _LEAVES,
    _S.SELECTED: frozenset({_S.SCREENING, _S.SCHEDULED}) | _VERDICTS | _LEAVES,
    _S.SUBSTITUTED: frozenset({_S.SCREENING, _S.SCHEDULED}) | _VERDICTS | _LEAVES,
    _S.DEPARTMENT: frozenset({_S.SCREENING, _S.CLOSED}) | _VERDICTS | _LEAVES,
    _S.SCHEDULED: frozenset(
        {_S.SCHEDULED, _S.HELD, _S.POSTPONED, _S.NO_SHOW, _S.WITHDRAWN}
    ),
    _S.POSTPONED: frozenset({_S.SCHEDULED}) | _VERDICTS | _LEAVES,
    _S.NO_SHOW: frozenset({_S.SCHEDULED, _S.CLOSED, _S.WITHDRAWN}) | _VERDICTS,
    _S.HELD: frozenset({_S.CLOSED}),
    _S.WITHDRAWN: frozenset(),
    _S.MERGED: frozenset(),
    _S.CLOSED: frozenset(),
}

ENDED = frozenset({_S.WITHDRAWN, _S.MERGED, _S.CLOSED})
# Waits for a verdict or for a date.
WAITING = frozenset(_S) - ENDED - {_S.SCHEDULED, _S.HELD}


class MeetingRequest(Kept):
    """Somebody asks to meet the mayor; undated until a slot is given."""

    __tablename__ = "meeting_request"
    __table_args__ = (Index("ix_meeting_request_state", "state", "applied_on"),)
    sync = Sync(
        Scope.OFFICE,
        forward={
            "state": (
                ("received",),
                ("screening", "opinion"),
                ("selected", "substituted", "department"),
                ("scheduled",),
                ("held", "no_show"),
                ("closed",),
            )
        },
    )

    applied_on: Mapped[date] = mapped_column(Date)
    state: Mapped[RequestState] = mapped_column(stored(RequestState))
    person_id: Mapped[str] = mapped_column(ref("person.id"), index=True)
    group_id: Mapped[str | None] = mapped_column(ref("group_visit.id"))
    petition_id: Mapped[str | None] = mapped_column(ref("petition.id"), index=True)
    visit_id: Mapped[str | None] = mapped_column(ref("visit.id"), index=True)
    subject: Mapped[Subject] = mapped_column(stored(Subject))
    title: Mapped[str]
    wish: Mapped[str] = mapped_column(default="")  # what is asked for
    group_name: Mapped[str] = mapped_column(default="")
    people: Mapped[int] = mapped_column(default=1)
    department: Mapped[str] = mapped_column(default="")
    support: Mapped[str] = mapped_column(default="")  # sign language, wheelchair

    def step(self, to: RequestState) -> None:
        """Move to ``to``.

        Raises:
            StepRefused: The present state does not allow it.
        """
        if to not in STEPS[self.state]:
            raise StepRefused(state=self.state.value, step=to.value)
        self.state = to


class Decision(Kept):
    """Who will meet the applicant, decided by whom and why; insert only."""

    __tablename__ = "decision"
    sync = Sync(Scope.OFFICE, insert_only=True)

    request_id: Mapped[str] = mapped_column(ref("meeting_request.id"), index=True)
    verdict: Mapped[Verdict] = mapped_column(stored(Verdict))
    host_id: Mapped[str | None] = mapped_column(ref("host.id"))
    reason: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime]
    takes_back: Mapped[str | None]  # the decision that this row undoes

    def require_reason(self) -> None:
        """Refuse a verdict other than the mayor without a reason (decision 9).

        Raises:
            ReasonNeeded: The verdict sends the applicant elsewhere, unexplained.
        """
        if self.verdict is not Verdict.MAYOR and not self.reason.strip():
            raise ReasonNeeded(step=self.verdict.value)


class RequestNotice(Kept):
    """The applicant was told: when, how, what, and what they answered."""

    __tablename__ = "request_notice"
    sync = Sync(Scope.OFFICE, insert_only=True)

    request_id: Mapped[str] = mapped_column(ref("meeting_request.id"), index=True)
    told_at: Mapped[datetime]
    channel: Mapped[str]
    what: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")
    takes_back: Mapped[str | None]  # the notice that this row undoes
