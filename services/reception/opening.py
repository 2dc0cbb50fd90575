"""Opens visits and keeps people: what a single check-in and a group's share."""

import unicodedata

from sqlalchemy import select

from models.errors import AlreadyHere
from models.reception import LETTERS, Person, Visit
from models.values import AccessAction, DongId, PersonId, VisitState
from services.core.access_log import Access
from services.core.unit_of_work import Work
from services.korean.names import normalize_name
from services.korean.phones import digits
from services.reception.numbers import desk_index, last_numbered, next_number
from services.reception.spans import first_span

# Somebody in one of these states is still expected at the desk.
HERE = (
    VisitState.WAITING,
    VisitState.CALLED,
    VisitState.IN_COUNSELLING,
    VisitState.ON_HOLD,
    VisitState.ABSENT,
)


def open_visit(work: Work, visit: Visit, block: int) -> Visit:
    """Give the visit its number and begin its first stretch.

    Args:
        work: The open transaction; it holds the write lock, so the number is free.
        visit: With everything but day, desk, letter, number and state.
        block: How many numbers a desk's block holds.
    """
    visit.day, visit.desk = work.today, work.desk
    visit.letter = LETTERS[visit.kind]
    index = desk_index(work.desk)
    last = last_numbered(work.connection, visit, index, block)
    visit.number = next_number(index, (last.number,) if last else (), block)
    visit.state = VisitState.WAITING
    visit.arrived_at = work.now
    # A clock that was set back lets nobody pass those who came before.
    visit.queued_at = max(work.now, last.queued_at) if last else work.now
    work.add(visit)
    first_span(work, visit)
    return visit


def new_person(
    work: Work, name: str, phone: str, address: str = "", dong_id: DongId | None = None
) -> Person:
    """Keep a person who was not known, in one piece, and log that data was entered."""
    person = work.add(
        Person(
            name=normalize_name(name),
            phone=digits(phone),
            address=stored_text(address),
            dong_id=dong_id,
        )
    )
    work.log(Access(AccessAction.ENTER, "person", person.id))
    return person


def known_person(work: Work, person_id: PersonId) -> Person:
    """Return the person, or whom they were merged with.

    Raises:
        NotFound: There is no such person.
    """
    person = work.get(Person, person_id)
    return work.get(Person, person.alias_of) if person.alias_of else person


def note_contact(
    work: Work, person: Person, phone: str, address: str, dong_id: DongId | None
) -> None:
    """Keep what was said newly of a person; what was not said stays."""
    told = (
        digits(phone) or person.phone,
        stored_text(address) or person.address,
        dong_id or person.dong_id,
    )
    if told == (person.phone, person.address, person.dong_id):
        return
    person.phone, person.address, person.dong_id = told
    work.log(Access(AccessAction.CHANGE, "person", person.id))


def refuse_second_visit(work: Work, person_id: str) -> None:
    """Refuse somebody who is here already: one citizen, one place in the line.

    Raises:
        AlreadyHere: With the number they have.
    """
    found = work.session.scalars(
        select(Visit).where(
            Visit.person_id == person_id,
            Visit.day == work.today,
            Visit.state.in_(HERE),
        )
    ).first()
    if found is not None:
        raise AlreadyHere(number=found.label)


def stored_text(text: str) -> str:
    """Return a text as it is kept: composed, without blanks at its ends."""
    return unicodedata.normalize("NFC", text).strip()
