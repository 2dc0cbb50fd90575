"""Finds people while their name is being typed: today's and open matters only.

By name alone nobody else is found (decision 17); the archive is another question and
is logged.  What is searched is bounded by the open matters or by the few that fit, whichever is
shorter; it does not grow with the archive.
"""

from dataclasses import dataclass

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
NARROW_LETTERS = 2  # initials that leave hundreds of a hundred thousand
NARROW_DIGITS = 7  # 010 and four more
LONGEST_QUERY = 60
_MOBILE = "01"  # so begins nearly every number


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
    wanted = wanted_by(typed)
    if wanted is None:
        return []
    is_number = _is_number(typed)
    people: list[Person] = []
    for person_id, name in reading.session.execute(candidates(reading, wanted)):
        if not is_number and not matches(typed, name):
            continue
        person = reading.session.get(Person, person_id)
        if person is not None and person.alias_of is None:
            people.append(person)
        if len(people) == SHOWN:
            break
    return people


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the search columns must hold.

    Attributes:
        is_narrow: So few people fit that their index is the shorter way; otherwise
            the open matters are.
    """

    where: ColumnElement[bool]
    is_narrow: bool


def wanted_by(typed: str) -> Wanted | None:
    """Return what a key stroke asks of the search columns; None for nothing typed."""
    if _is_number(typed):
        return _of_number(digits(typed))
    bounds = choseong_range(typed)
    if bounds is None:
        return None
    where = and_(PersonIndex.initials >= bounds.low, PersonIndex.initials < bounds.high)
    return Wanted(where, len(bounds.low) >= NARROW_LETTERS)


def candidates(reading: Reading, wanted: Wanted) -> Select[str, str]:
    """Return the question for people of today and of open matters, by name.

    It reads either the few that fit or the few that are open, never the archive.
    """
    current: CompoundSelect[str | None] = union(
        select(Visit.person_id).where(Visit.day == reading.today),
        select(Visit.person_id).where(Visit.state.in_(OPEN)),
        select(Petition.person_id).where(Petition.state.in_(OWED)),
    )
    # An expression keeps SQLite from looking the open ones up by their id.
    by = PersonIndex.person_id.concat("") if wanted.is_narrow else PersonIndex.person_id
    return (
        select(PersonIndex.person_id, PersonIndex.name)
        .where(by.in_(current), wanted.where)
        .order_by(PersonIndex.name, PersonIndex.person_id)
    )


def _of_number(number: str) -> Wanted | None:
    bounds = prefix_range(number)
    if bounds is None:
        return None
    begins = and_(PersonIndex.digits >= bounds.low, PersonIndex.digits < bounds.high)
    if len(number) == LAST_DIGITS:
        ends = PersonIndex.last4 == number
        return Wanted(or_(begins, ends), not number.startswith(_MOBILE))
    return Wanted(begins, len(number) >= NARROW_DIGITS)


def _is_number(typed: str) -> bool:
    plain = typed.strip()
    return bool(digits(plain)) and not any(letter.isalpha() for letter in plain)
