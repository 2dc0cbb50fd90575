"""What keeps a check-in from being saved, all at once; little is asked for."""

from models.values import PetitionKind
from services.core.form_faults import Fault, TextField, faults_in
from services.korean.names import normalize_name
from services.korean.phones import is_number
from services.reception.values import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_PHONE,
    LONGEST_REASON,
    LONGEST_TITLE,
    CheckInForm,
)


def check_in_faults(form: CheckInForm) -> list[Fault]:
    """Return every fault of the form, in the order of its fields."""
    return [
        *_name_faults(form),
        *phone_faults("phone", form.phone),
        *_direct_faults(form),
        *faults_in(
            TextField("address", form.address, LONGEST_ADDRESS),
            TextField("title", form.title, LONGEST_TITLE, needed=_needs_title(form)),
            TextField("note", form.note, LONGEST_NOTE),
            TextField(
                "priority_reason",
                form.priority_reason,
                LONGEST_REASON,
                needed=form.priority,
            ),
            TextField("support", form.support, LONGEST_REASON),
        ),
    ]


def name_faults(field: str, name: str, *, needed: bool) -> list[Fault]:
    """Return the faults of a name; one of blanks and invisible letters is missing."""
    faults = faults_in(TextField(field, name, LONGEST_NAME, needed=needed))
    if needed and not faults and not normalize_name(name):
        return [(field, "missing")]
    return faults


def phone_faults(field: str, phone: str) -> list[Fault]:
    """Return the faults of a number; a part of one is no fault, a masked one is."""
    faults = faults_in(TextField(field, phone, LONGEST_PHONE))
    if not faults and phone.strip() and not is_number(phone):
        faults.append((field, "not_a_phone"))
    return faults


def _name_faults(form: CheckInForm) -> list[Fault]:
    is_known = form.person_id is not None
    if form.anonymous:
        both = bool(form.name.strip()) or is_known
        return [("name", "anonymous")] if both else []
    return name_faults("name", form.name, needed=not is_known)


def _direct_faults(form: CheckInForm) -> list[Fault]:
    if form.direct_kind is PetitionKind.STATUTORY:
        return [("direct_kind", "no_period")]
    return []


def _needs_title(form: CheckInForm) -> bool:
    """Say whether a petition would be without a title."""
    is_titled = bool(form.title_when_empty.strip())
    return not is_titled and (form.petition_kind is not None or form.asks_for_meeting)
