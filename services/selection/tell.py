"""Notes that an applicant was told: of the verdict, of the date, or just a word."""

from dataclasses import dataclass

from sqlalchemy import select

from models.errors import StepRefused
from models.meetings import Meeting
from models.selection import MeetingRequest, RequestNotice
from models.values import AccessAction, Permission, RequestId
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.form_faults import TextField, faults_in, refuse
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work
from services.selection.standing import (
    NoticeKind,
    current_decision,
    current_meeting,
    date_told,
)

LONGEST_CHANNEL = 30
LONGEST_ANSWER = 500


@dataclass(frozen=True, slots=True)
class Telling:
    """How an applicant was told and what they answered."""

    request_id: RequestId
    kind: NoticeKind
    channel: str
    answer: str = ""


class TellApplicant:
    """Writes a notice; what was told is never changed."""

    permission = Permission.REQUEST_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, telling: Telling) -> str:
        """Note the notice; return its id. Undoable, leaving a trace.

        Raises:
            FormRefused: The way of telling is missing, or a text has a fault.
            StepRefused: Nothing was decided, or there is no date to tell.
        """
        _check(telling)
        with self._units.begin(actor, self.permission) as work:
            request = work.get(MeetingRequest, telling.request_id)
            notice = work.add(
                RequestNotice(
                    request_id=request.id,
                    told_at=work.now,
                    channel=telling.channel.strip(),
                    what=_what(work, request, telling.kind),
                    answer=telling.answer.strip(),
                )
            )
            work.log(Access(AccessAction.CHANGE, "meeting_request", request.id))
            work.leave_undo(_back(notice.id))
            return notice.id


def _check(telling: Telling) -> None:
    refuse(
        faults_in(
            TextField("channel", telling.channel, LONGEST_CHANNEL, needed=True),
            TextField("answer", telling.answer, LONGEST_ANSWER),
        )
    )


def _what(work: Work, request: MeetingRequest, kind: NoticeKind) -> str:
    """Return what the notice says; a date names the place it told of."""
    if kind is NoticeKind.DECISION:
        if current_decision(work.session, RequestId(request.id)) is None:
            raise StepRefused(state=request.state.value, step="tell.decision")
        return kind
    if kind is not NoticeKind.DATE:
        return kind
    found = work.session.scalars(
        select(Meeting).where(Meeting.request_id == request.id)
    )
    meeting = current_meeting(found)
    if meeting is None:
        raise StepRefused(state=request.state.value, step="tell.date")
    return date_told(meeting)


def _back(notice_id: str) -> UndoStep:
    def reverse(work: Work) -> None:
        notice = work.get(RequestNotice, notice_id)
        work.add(
            RequestNotice(
                request_id=notice.request_id,
                told_at=work.now,
                channel=notice.channel,
                what=notice.what,
                answer="",
                takes_back=notice_id,
            )
        )

    return UndoStep("request.told", Permission.REQUEST_WRITE, reverse)
