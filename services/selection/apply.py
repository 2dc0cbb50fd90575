"""Takes in a request to meet the mayor; undated until it is given a slot."""

from dataclasses import dataclass

from models.base import new_id
from models.errors import StepRefused
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
from services.core.form_faults import TextField, faults_in, refuse
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work
from services.reception.ports import MeetingWish

LONGEST_TITLE = 200
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
    """Takes in a request by itself; at check-in `Wishes` joins the visit's work."""

    permission = Permission.REQUEST_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, draft: RequestDraft) -> RequestId:
        """Take in the request; repeating with the same id changes nothing. Undoable.

        Raises:
            FormRefused: Fields cannot be taken as they stand.
            NotFound: The person, petition, visit or group is not here.
        """
        check(draft)
        with self._units.begin(actor, self.permission) as work:
            known = draft.request_id
            if known is not None and _is_here(work, known):
                return known
            request_id = apply(work, draft)
            work.leave_undo(_back(request_id))
            return request_id


def _is_here(work: Work, request_id: RequestId) -> bool:
    return work.session.get(MeetingRequest, request_id) is not None


class Wishes:
    """Requests to meet, as the desk may touch them inside its own transaction."""

    def apply(self, work: Work, wish: MeetingWish) -> RequestId:
        """Keep the request in the open transaction.

        Raises:
            FormRefused: Fields cannot be taken as they stand.
        """
        return apply(
            work,
            RequestDraft(
                person_id=wish.person_id,
                title=wish.title,
                subject=wish.subject,
                wish=wish.wish,
                people=wish.people,
                group_name=wish.group_name,
                support=wish.support,
                petition_id=wish.petition_id,
                visit_id=wish.visit_id,
                group_id=wish.group_id,
            ),
        )

    def take_back(self, work: Work, request_id: RequestId) -> None:
        """End a request that was made by mistake; it stays, withdrawn.

        Raises:
            StepRefused: The office has gone on with it.
        """
        request = work.get(MeetingRequest, request_id)
        if request.state is not RequestState.RECEIVED:
            raise StepRefused(state=request.state.value, step="take_back")
        request.step(RequestState.WITHDRAWN)


def apply(work: Work, draft: RequestDraft) -> RequestId:
    """Take in the request inside an open transaction; its undo is the caller's.

    Raises:
        FormRefused: Fields cannot be taken as they stand.
        NotFound: The person, petition, visit or group is not here.
    """
    check(draft)
    _check_links(work, draft)
    request = work.add(_record(work, draft))
    work.log(Access(AccessAction.ENTER, "meeting_request", request.id))
    return RequestId(request.id)


def check(draft: RequestDraft) -> None:
    """Refuse a form that cannot be taken.

    Raises:
        FormRefused: Names every field and its fault.
    """
    faults = faults_in(
        TextField("title", draft.title, LONGEST_TITLE, needed=True),
        TextField("wish", draft.wish, LONGEST_WISH),
        TextField("group_name", draft.group_name, LONGEST_NAME),
        TextField("department", draft.department, LONGEST_NAME),
        TextField("support", draft.support, LONGEST_NAME),
    )
    if not 1 <= draft.people <= MOST_PEOPLE:
        faults.append(("people", "out_of_range"))
    refuse(faults)


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


def _back(request_id: RequestId) -> UndoStep:
    def reverse(work: Work) -> None:
        Wishes().take_back(work, request_id)

    return UndoStep("request.applied", Permission.REQUEST_WRITE, reverse)
