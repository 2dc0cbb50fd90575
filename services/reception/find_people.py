"""Finds people while their name is being typed: today's and open matters only.

By name alone nobody else is found (decision 17); the archive is another question and
is logged.  What is searched is bounded by the open matters, not by the archive.
"""

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, or_, select, union

from models.petitions import OWED, Petition
from models.reception import OPEN, Person, Visit
from models.search import PersonIndex
from models.values import Permission
from services.core.actor import Actor
from services.core.unit_of_work import Reading, UnitOfWork
from services.korean.choseong import choseong_range, matches, prefix_range
from services.korean.phones import LAST_DIGITS, digits
from services.reception.people_values import PersonMatch, matches_of

SHOWN = 8
LONGEST_QUERY = 60


class FindPeople:
    """Answers at each key stroke of the name or telephone field."""

    permission = Permission.PERSON_SEARCH

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, typed: str) -> tuple[PersonMatch, ...]:
        """Return who may be meant, masked, eight at most, in the order of names.

        Args:
            actor: Who asks.
            typed: A name as far as it is typed, its initials, or digits of a number;
                the last syllable may be unfinished. Nothing typed finds nobody.
        """
        typed = typed[:LONGEST_QUERY]
        with self._units.read(actor, self.permission) as reading:
            people = _find(reading, typed)
            return matches_of(reading.session, people, reading.today)


def _find(reading: Reading, typed: str) -> list[Person]:
    where = _condition(typed)
    if where is None:
        return []
    question = candidates(reading, where)
    found = reading.session.execute(question)
    is_number = _is_number(typed)
    people: list[Person] = []
    for person, name in found:
        if is_number or matches(typed, name):
            people.append(person)
        if len(people) == SHOWN:
            break
    return people


def candidates(reading: Reading, where: ColumnElement[bool]) -> Select[Person, str]:
    """Return the question for people of today and of open matters.

    The few who are open are looked up in the index one by one; the archive is not read.
    """
    current: CompoundSelect[str | None] = union(
        select(Visit.person_id).where(Visit.day == reading.today),
        select(Visit.person_id).where(Visit.state.in_(OPEN)),
        select(Petition.person_id).where(Petition.state.in_(OWED)),
    )
    return (
        select(Person, PersonIndex.name)
        .join(PersonIndex, PersonIndex.person_id == Person.id)
        .where(PersonIndex.person_id.in_(current), where, Person.alias_of.is_(None))
        .order_by(PersonIndex.name, Person.id)
    )


def _condition(typed: str) -> ColumnElement[bool] | None:
    """Return what the search columns must hold; None when nothing was typed."""
    if _is_number(typed):
        return _of_number(digits(typed))
    bounds = choseong_range(typed)
    if bounds is None:
        return None
    return and_(PersonIndex.initials >= bounds.low, PersonIndex.initials < bounds.high)


def _of_number(number: str) -> ColumnElement[bool] | None:
    bounds = prefix_range(number)
    if bounds is None:
        return None
    begins = and_(PersonIndex.digits >= bounds.low, PersonIndex.digits < bounds.high)
    if len(number) == LAST_DIGITS:
        return or_(begins, PersonIndex.last4 == number)
    return begins


def _is_number(typed: str) -> bool:
    plain = typed.strip()
    return bool(digits(plain)) and not any(letter.isalpha() for letter in plain)
