"""Checks a group in under one number, with those who speak for it.

Source: 영 §8 (at most three representatives; they are treated as the petitioners),
시행규칙 §3③ (one slip, to the representative).
"""

from models.reception import (
    Demand,
    GroupVisit,
    HeadCount,
    Person,
    Representative,
    Visit,
)
from models.values import (
    GroupId,
    Permission,
    PersonId,
    RequestId,
    VisitId,
    VisitKind,
)
from services.core.actor import Actor
from services.core.form_faults import refuse
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work
from services.korean.names import normalize_name
from services.korean.phones import digits
from services.reception.group_faults import group_faults
from services.reception.group_rules import in_force
from services.reception.group_values import (
    GroupCheckedIn,
    GroupForm,
    GroupRules,
    missing_of,
    severity_of,
)
from services.reception.mistake import Mistake
from services.reception.numbers import BLOCK
from services.reception.opening import new_person, open_visit, stored_text
from services.reception.ports import (
    MeetingWish,
    MeetingWishes,
    PetitionDraft,
    Petitions,
    Received,
)


class CheckInGroup:
    """Checks in one group."""

    permission = Permission.VISIT_CHECK_IN

    def __init__(
        self,
        units: UnitOfWork,
        petitions: Petitions,
        wishes: MeetingWishes,
        rules: GroupRules,
        block: int = BLOCK,
    ) -> None:
        self._units = units
        self._petitions = petitions
        self._wishes = wishes
        self._rules = rules
        self._block = block

    def run(self, actor: Actor, form: GroupForm) -> GroupCheckedIn:
        """Keep the group durably; what is missing is told, not demanded.

        Undo takes the check-in back as a mistake.

        Raises:
            FormRefused: Fields are missing or cannot be stored; nothing was kept.
            ChangedMeanwhile: A record that the form shows is not as it was.
        """
        refuse(group_faults(form, self._rules))
        with self._units.begin(actor, self.permission, form.base) as work:
            person = _first_representative(work, form)
            visit = open_visit(work, _visit(form, person), self._block)
            rules = in_force(work.session, self._rules)
            group = _keep_group(work, form, visit, rules)
            petition = self._receive(work, form, person, visit)
            request_id = self._apply(work, form, group, petition)
            made = _result(form, visit, group, petition, request_id)
            facts = (("label", visit.label),)
            reverse = Mistake(made, self._petitions, self._wishes)
            work.leave_undo(
                UndoStep("visit.checked_in", self.permission, reverse, facts)
            )
            return made

    def _receive(
        self, work: Work, form: GroupForm, person: Person | None, visit: Visit
    ) -> Received | None:
        """Receive the petition of the first representative, with how many others."""
        if form.petition_kind is None or person is None:
            return None
        draft = PetitionDraft(
            person_id=PersonId(person.id),
            kind=form.petition_kind,
            subject=form.subject,
            title=stored_text(form.whole_title),
            content=_content(form),
            visit_id=VisitId(visit.id),
            others=max(form.signatures or form.come, 1) - 1,
        )
        return self._petitions.receive(work, draft)

    def _apply(
        self,
        work: Work,
        form: GroupForm,
        group: GroupVisit,
        petition: Received | None,
    ) -> RequestId | None:
        visit = work.get(Visit, group.visit_id)
        if not form.asks_for_meeting or visit.person_id is None:
            return None
        wish = MeetingWish(
            person_id=PersonId(visit.person_id),
            visit_id=VisitId(visit.id),
            petition_id=petition.petition_id if petition else None,
            subject=form.subject,
            title=stored_text(form.whole_title),
            wish=_content(form),
            people=form.come,
            group_id=GroupId(group.id),
            group_name=group.name,
        )
        return self._wishes.apply(work, wish)


def _first_representative(work: Work, form: GroupForm) -> Person | None:
    if not form.representatives:
        return None
    first = form.representatives[0]
    return new_person(work, first.name, first.phone)


def _visit(form: GroupForm, person: Person | None) -> Visit:
    return Visit(
        kind=VisitKind.GROUP,
        person_id=person.id if person else None,
        title=stored_text(form.whole_title),
        note=stored_text(form.note),
        subject=form.subject,
    )


def _keep_group(
    work: Work, form: GroupForm, visit: Visit, rules: GroupRules
) -> GroupVisit:
    group = work.add(
        GroupVisit(
            visit_id=visit.id,
            name=stored_text(form.name),
            expected=form.expected,
            room_limit=form.room_limit,
            households=form.households,
            signatures=form.signatures,
            signature_list=form.signature_list,
            severity=severity_of(form.come, form.mood, rules),
            assembly_reported=stored_text(form.assembly_reported),
            company=stored_text(form.company),
            objects=stored_text(form.objects),
            waiting_place=stored_text(form.waiting_place),
        )
    )
    work.add(
        HeadCount(
            group_id=group.id,
            counted_at=work.now,
            come=form.come,
            admitted=form.admitted,
            estimated=form.is_estimated,
        )
    )
    _keep_lists(work, form, group)
    return group


def _keep_lists(work: Work, form: GroupForm, group: GroupVisit) -> None:
    for at, one in enumerate(form.representatives, start=1):
        work.add(
            Representative(
                group_id=group.id,
                position=at,
                name=normalize_name(one.name),
                phone=digits(one.phone),
                mandate_seen=one.mandate_seen,
                named_by_office=one.named_by_office,
            )
        )
    demands = (stored_text(text) for text in form.demands)
    for at, text in enumerate(filter(None, demands), start=1):
        work.add(Demand(group_id=group.id, position=at, text=text))


def _content(form: GroupForm) -> str:
    """Return the demands, one a line, and what was written beside them."""
    parts = (*form.demands, form.note)
    return "\n".join(text for text in map(stored_text, parts) if text)


def _result(
    form: GroupForm,
    visit: Visit,
    group: GroupVisit,
    petition: Received | None,
    request_id: RequestId | None,
) -> GroupCheckedIn:
    return GroupCheckedIn(
        visit_id=VisitId(visit.id),
        group_id=GroupId(group.id),
        label=visit.label,
        is_multi_party=group.is_multi_party,
        severity=group.severity,
        outside=form.come - form.admitted,
        missing=missing_of(form),
        petition_id=petition.petition_id if petition else None,
        receipt=petition.receipt if petition else "",
        due_at=petition.due_at if petition else None,
        request_id=request_id,
    )
