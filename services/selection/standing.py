"""What stands of a request: the decision in force, and what its applicant was told.

Decisions and notices are only ever added; one that was undone is taken back by a row
of its own, and so the trace stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meetings import Meeting
from models.selection import Decision, MeetingRequest, RequestNotice
from models.values import MeetingState, RequestId, RequestState, Verdict


class NoticeKind(StrEnum):
    """What the applicant was told."""

    DECISION = "decision"
    DATE = "date"
    INTERIM = "interim"  # only that the matter is not forgotten
    REPLY = "reply"


# Told or not, nothing is owed any more.
SETTLED = frozenset({RequestState.WITHDRAWN, RequestState.MERGED, RequestState.CLOSED})


@dataclass(frozen=True, slots=True)
class Told:
    """Whether the applicant heard of the decision and of the date."""

    decision: bool
    date: bool


def in_force(rows: Iterable[Decision]) -> Decision | None:
    """Return the latest decision that was not taken back."""
    rows = list(rows)
    taken_back = {row.takes_back for row in rows if row.takes_back is not None}
    standing = [
        row for row in rows if row.takes_back is None and row.id not in taken_back
    ]
    return max(standing, key=lambda row: (row.decided_at, row.id), default=None)


def standing_notices(rows: Iterable[RequestNotice]) -> tuple[RequestNotice, ...]:
    """Return the notices that were not taken back, in order."""
    rows = list(rows)
    taken_back = {row.takes_back for row in rows if row.takes_back is not None}
    kept = [row for row in rows if row.takes_back is None and row.id not in taken_back]
    return tuple(sorted(kept, key=lambda row: (row.told_at, row.id)))


def current_decision(session: Session, request_id: RequestId) -> Decision | None:
    """Return the decision in force, or None."""
    return in_force(
        session.scalars(select(Decision).where(Decision.request_id == request_id))
    )


def current_meeting(meetings: Iterable[Meeting]) -> Meeting | None:
    """Return the confirmed place of a request, or None."""
    confirmed = [one for one in meetings if one.state is MeetingState.CONFIRMED]
    return min(confirmed, key=lambda one: (one.day, one.starts_at), default=None)


def date_told(meeting: Meeting) -> str:
    """Return how a notice names the place it told of."""
    day, begin = meeting.day.isoformat(), meeting.starts_at.strftime("%H:%M")
    return f"{NoticeKind.DATE} {day} {begin}"


def told(
    decision: Decision | None,
    meeting: Meeting | None,
    notices: Sequence[RequestNotice],
) -> Told:
    """Return what the applicant heard.

    A decision is told by a notice of it given after it was taken. A date is told
    only by the notice that names the place where the meeting stands now.
    """
    since = decision.decided_at if decision is not None else None
    return Told(
        decision=since is None or any(_tells_decision(n, since) for n in notices),
        date=meeting is None or any(n.what == date_told(meeting) for n in notices),
    )


def untold(session: Session, request: MeetingRequest) -> bool:
    """Say whether a decision in force was not told to the applicant."""
    decision = current_decision(session, RequestId(request.id))
    if decision is None or decision.verdict is Verdict.MAYOR:
        return False
    return not told(decision, None, notices_of(session, request.id)).decision


def notices_of(session: Session, request_id: str) -> tuple[RequestNotice, ...]:
    """Return what an applicant was told, in order; without what was taken back."""
    return standing_notices(
        session.scalars(
            select(RequestNotice).where(RequestNotice.request_id == request_id)
        )
    )


def _tells_decision(notice: RequestNotice, since: datetime) -> bool:
    kinds = (NoticeKind.DECISION, NoticeKind.REPLY)
    return notice.what in kinds and notice.told_at >= since
