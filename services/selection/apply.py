"""Takes in a request to meet the mayor; undated until it is given a slot."""

from dataclasses import dataclass

from models.base import new_id
from models.errors import FieldError
from models.petitions import Petition
from models.reception import GroupVisit, Person, Visit
from models.selection import MeetingRequest
from models.values import (
    AccessAction,
    GroupId,
    Permission,
    PersonId,
    PetitionId,
    RequestId,
    RequestState,
    Subject,
    VisitId,
)
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work
from services.korean.document_guard import text_faults

LONGEST_TITLE = 100
LONGEST_WISH = 20_000
LONGEST_NAME = 100
MOST_PEOPLE = 9_999


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """What the application form asks.

    Attributes:
        petition_id: The same matter as a petition, whose clock runs on meanwhile.
        request_id: Made by the form, so that a second click applies once.
    """

    person_id: PersonId
    title: str
    subject: Subject
    wish: str = ""
    people: int = 1
    group_name: str = ""
    department: str = ""
    support: str = ""
    petition_id: PetitionId | None = None
    visit_id: VisitId | None = None
    group_id: GroupId | None = None
    request_id: RequestId | None = None

    def __repr__(self) -> str:
        return "<RequestDraft>"


class ApplyForMeeting:
    """Takes in a request by itself; at check-in `apply` joins the visit's work."""

    permission = Permission.REQUEST_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, draft: RequestDraft) -> RequestId:
        """Take in the request; repeating with the same id changes nothing. Undoable.

        Raises:
            FieldError: A field cannot be taken as it stands.
            NotFound: The person, petition, visit or group is not here.
        """
        check(draft)
        with self._units.begin(actor, self.permission) as work:
            return apply(work, draft)


def apply(work: Work, draft: RequestDraft) -> RequestId:
    """Take in the request inside an open transaction.

    Raises:
        FieldError: A field cannot be taken as it stands.
        NotFound: The person, petition, visit or group is not here.
    """
    check(draft)
    known = draft.request_id
    if known is not None and work.session.get(MeetingRequest, known) is not None:
        return known
    _check_links(work, draft)
    request = work.add(_record(work, draft))
    work.session.flush()
    work.log(Access(AccessAction.ENTER, "meeting_request", request.id))
    work.leave_undo(_back(request.id))
    return RequestId(request.id)


def check(draft: RequestDraft) -> None:
    """Refuse a form that cannot be taken.

    Raises:
        FieldError: Names the first field and its fault.
    """
    if not draft.title.strip():
        raise FieldError(field="title", fault="missing")
    if not 1 <= draft.people <= MOST_PEOPLE:
        raise FieldError(field="people", fault="out_of_range")
    limits = {
        "title": LONGEST_TITLE,
        "wish": LONGEST_WISH,
        "group_name": LONGEST_NAME,
        "department": LONGEST_NAME,
        "support": LONGEST_NAME,
    }
    for field, longest in limits.items():
        faults = text_faults(getattr(draft, field), longest)
        if faults:
            raise FieldError(field=field, fault=faults[0].value)


def _check_links(work: Work, draft: RequestDraft) -> None:
    work.get(Person, draft.person_id)
    if draft.petition_id is not None:
        work.get(Petition, draft.petition_id)
    if draft.visit_id is not None:
        work.get(Visit, draft.visit_id)
    if draft.group_id is not None:
        work.get(GroupVisit, draft.group_id)


def _record(work: Work, draft: RequestDraft) -> MeetingRequest:
    return MeetingRequest(
        id=draft.request_id or new_id(),
        applied_on=work.today,
        state=RequestState.RECEIVED,
        person_id=draft.person_id,
        group_id=draft.group_id,
        petition_id=draft.petition_id,
        visit_id=draft.visit_id,
        subject=draft.subject,
        title=draft.title.strip(),
        wish=draft.wish,
        group_name=draft.group_name.strip(),
        people=draft.people,
        department=draft.department.strip(),
        support=draft.support.strip(),
    )


def _back(request_id: str) -> UndoStep:
    """Return the reverse: the request stays, withdrawn."""

    def reverse(work: Work) -> None:
        work.get(MeetingRequest, request_id).step(RequestState.WITHDRAWN)

    return UndoStep("request.applied", Permission.REQUEST_WRITE, reverse)
