"""Requests to meet the mayor, what was decided, and what the applicant was told."""

from datetime import date, datetime

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Kept, Scope, Sync, ref, stored
from models.errors import ReasonNeeded
from models.values import RequestState, Subject, Verdict


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


class Decision(Kept):
    """Who will meet the applicant, decided by whom and why; insert only."""

    __tablename__ = "decision"
    sync = Sync(Scope.OFFICE, insert_only=True)

    request_id: Mapped[str] = mapped_column(ref("meeting_request.id"), index=True)
    verdict: Mapped[Verdict] = mapped_column(stored(Verdict))
    host_id: Mapped[str | None] = mapped_column(ref("host.id"))
    reason: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime]

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
