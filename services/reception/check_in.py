"""Checks one person in: visit, first stretch, petition and request in one piece."""

from models.errors import StepRefused
from models.petitions import Petition
from models.reception import Person, Visit
from models.values import (
    Permission,
    PersonId,
    PetitionId,
    RequestId,
    VisitId,
)
from services.core.actor import Actor
from services.core.form_faults import refuse
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work
from services.reception.check_in_faults import check_in_faults
from services.reception.mistake import Mistake
from services.reception.numbers import BLOCK
from services.reception.opening import (
    known_person,
    new_person,
    note_contact,
    open_visit,
    refuse_second_visit,
    stored_text,
)
from services.reception.ports import (
    MeetingWish,
    MeetingWishes,
    PetitionDraft,
    Petitions,
    Received,
)
from services.reception.values import CheckedIn, CheckInForm


class CheckIn:
    """Checks in one walk-in or appointment."""

    permission = Permission.VISIT_CHECK_IN

    def __init__(
        self,
        units: UnitOfWork,
        petitions: Petitions,
        wishes: MeetingWishes,
        block: int = BLOCK,
    ) -> None:
        self._units = units
        self._petitions = petitions
        self._wishes = wishes
        self._block = block

    def run(self, actor: Actor, form: CheckInForm) -> CheckedIn:
        """Keep the visit durably and return its number.

        Undo takes the check-in back as a mistake; the numbers are not used again.

        Raises:
            FormRefused: Fields are missing or cannot be stored; nothing was kept.
            AlreadyHere: The person chosen has a number already.
            ChangedMeanwhile: A record that the form shows is not as it was.
            NotFound: The person or the petition chosen is not here.
        """
        refuse(check_in_faults(form))
        with self._units.begin(actor, self.permission, form.base) as work:
            person = _person(work, form)
            _require_own(work, form, person)
            visit = open_visit(work, _visit(form, person), self._block)
            petition = self._receive(work, form, person, visit)
            request_id = self._apply(work, form, visit, petition)
            checked_in = CheckedIn(
                VisitId(visit.id),
                visit.label,
                PersonId(person.id) if person else None,
                petition.petition_id if petition else None,
                petition.receipt if petition else "",
                petition.due_at if petition else None,
                request_id,
            )
            facts = (("label", visit.label),)
            reverse = Mistake(checked_in, self._petitions, self._wishes)
            work.leave_undo(
                UndoStep("visit.checked_in", self.permission, reverse, facts)
            )
            return checked_in

    def _receive(
        self, work: Work, form: CheckInForm, person: Person | None, visit: Visit
    ) -> Received | None:
        kind = form.petition_kind
        if kind is None or person is None:
            return None
        draft = PetitionDraft(
            person_id=PersonId(person.id),
            kind=kind,
            subject=form.subject,
            title=stored_text(form.whole_title),
            content=stored_text(form.note),
            visit_id=VisitId(visit.id),
            dictated=form.dictated,
        )
        return self._petitions.receive(work, draft)

    def _apply(
        self,
        work: Work,
        form: CheckInForm,
        visit: Visit,
        petition: Received | None,
    ) -> RequestId | None:
        if not form.asks_for_meeting or visit.person_id is None:
            return None
        wish = MeetingWish(
            person_id=PersonId(visit.person_id),
            visit_id=VisitId(visit.id),
            petition_id=petition.petition_id if petition else form.same_as,
            subject=form.subject,
            title=stored_text(form.whole_title),
            wish=stored_text(form.note),
            support=stored_text(form.support),
        )
        return self._wishes.apply(work, wish)


def _person(work: Work, form: CheckInForm) -> Person | None:
    if form.anonymous:
        return None
    if form.person_id is None:
        return new_person(work, form.name, form.phone, form.address, form.dong_id)
    person = known_person(work, form.person_id)
    refuse_second_visit(work, person.id)
    note_contact(work, person, form.phone, form.address, form.dong_id)
    return person


def _require_own(work: Work, form: CheckInForm, person: Person | None) -> None:
    """Refuse to go on with a petition that has ended or is somebody else's."""
    if form.same_as is None:
        return
    petition = work.get(Petition, form.same_as)
    is_own = person is not None and petition.person_id in {person.id, form.person_id}
    if not is_own or not petition.is_owed:
        raise StepRefused(state=petition.state.value, step="go_on")


def _visit(form: CheckInForm, person: Person | None) -> Visit:
    return Visit(
        kind=form.visit_kind,
        person_id=person.id if person else None,
        agent=form.agent,
        title=stored_text(form.whole_title),
        note=stored_text(form.note),
        subject=form.subject,
        priority=form.priority,
        priority_reason=stored_text(form.priority_reason) if form.priority else "",
        aid=form.aid,
        confidential=form.confidential,
        meeting_id=form.meeting_id,
        petition_id=_petition_of(form),
    )


def _petition_of(form: CheckInForm) -> PetitionId | None:
    return None if form.anonymous else form.same_as
