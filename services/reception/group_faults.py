"""What keeps a group from being saved, all at once."""

from services.core.form_faults import Fault, TextField, faults_in
from services.reception.check_in_faults import name_faults, phone_faults
from services.reception.group_values import (
    LONGEST_DEMAND,
    LONGEST_GROUP_NAME,
    LONGEST_GROUP_NOTE,
    LONGEST_REMARK,
    MOST_DEMANDS,
    MOST_PEOPLE,
    GroupForm,
    GroupRules,
)
from services.reception.values import LONGEST_TITLE
from services.reception.visit_verb import LONGEST_PLACE


def group_faults(form: GroupForm, rules: GroupRules) -> list[Fault]:
    """Return every fault of the form; a representative's field ends in a number."""
    return [
        *faults_in(TextField("name", form.name, LONGEST_GROUP_NAME, needed=True)),
        *_count_faults(form),
        *_representative_faults(form, rules),
        *_demand_faults(form),
        *faults_in(
            TextField("title", form.title, LONGEST_TITLE, needed=_lacks_title(form)),
            TextField("note", form.note, LONGEST_GROUP_NOTE),
            TextField("assembly_reported", form.assembly_reported, LONGEST_REMARK),
            TextField("company", form.company, LONGEST_REMARK),
            TextField("objects", form.objects, LONGEST_REMARK),
            TextField("waiting_place", form.waiting_place, LONGEST_PLACE),
        ),
    ]


def head_faults(come: int, admitted: int, room_limit: int) -> list[Fault]:
    """Return the faults of a head count."""
    faults = number_faults(("come", come), ("admitted", admitted))
    if come == 0:
        faults.append(("come", "missing"))
    if admitted > come:
        faults.append(("admitted", "more_than_come"))
    if room_limit and admitted > room_limit:
        faults.append(("admitted", "over_limit"))
    return faults


def number_faults(*counts: tuple[str, int]) -> list[Fault]:
    """Return the faults of counts of people: none is negative or beyond belief."""
    faults: list[Fault] = []
    for field, count in counts:
        if count < 0:
            faults.append((field, "negative"))
        elif count > MOST_PEOPLE:
            faults.append((field, "too_large"))
    return faults


def _count_faults(form: GroupForm) -> list[Fault]:
    return head_faults(form.come, form.admitted, form.room_limit) + number_faults(
        ("expected", form.expected),
        ("room_limit", form.room_limit),
        ("households", form.households),
        ("signatures", form.signatures),
    )


def _representative_faults(form: GroupForm, rules: GroupRules) -> list[Fault]:
    faults: list[Fault] = []
    if len(form.representatives) > rules.most_representatives:
        faults.append(("representatives", "too_many"))
    for at, one in enumerate(form.representatives, start=1):
        faults += name_faults(f"representative_name_{at}", one.name, needed=True)
        faults += phone_faults(f"representative_phone_{at}", one.phone)
    return faults


def _demand_faults(form: GroupForm) -> list[Fault]:
    faults: list[Fault] = []
    if len(form.demands) > MOST_DEMANDS:
        faults.append(("demands", "too_many"))
    for at, text in enumerate(form.demands, start=1):
        faults += faults_in(TextField(f"demand_{at}", text, LONGEST_DEMAND))
    return faults


def _lacks_title(form: GroupForm) -> bool:
    """Say whether a petition or a request would be without a title."""
    is_needed = form.petition_kind is not None or form.asks_for_meeting
    return is_needed and bool(form.representatives) and not form.whole_title
