"""Finds people while their name is being typed: today's and open matters only.

By name alone nobody else is found (decision 17); the archive is another question and
is logged.  What is searched is bounded by the open matters or by the few that fit, whichever is
shorter; it does not grow with the archive.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from sqlalchemy import CompoundSelect, and_, bindparam, or_, select, union_all

from models.petitions import OWED, Petition
from models.reception import OPEN, Person, Visit
from models.search import PersonIndex
from models.values import Permission
from services.core.actor import Actor
from services.core.capture import table_of
from services.core.prepared import Prepared
from services.core.unit_of_work import Reading, UnitOfWork
from services.korean.choseong import (
    TextRange,
    choseong_range,
    matches,
    name_ranges,
    prefix_range,
    search_key,
)
from services.korean.hangul import is_syllable
from services.korean.phones import LAST_DIGITS, digits
from services.reception.people_values import PersonMatch, matches_of, one_of

SHOWN = 8
NARROW_LETTERS = 3  # that leave a few hundred of a hundred thousand
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
            return matches_of(reading.connection, people, reading.today)


class Found(NamedTuple):
    """Somebody who fits what the search columns were asked."""

    key: str  # the name as it is compared
    id: str
    name: str
    phone: str
    address: str

    def __repr__(self) -> str:
        return "<Found>"


def _find(reading: Reading, typed: str) -> list[Found]:
    wanted = wanted_by(typed)
    if wanted is None:
        return []
    people: list[Found] = []
    question, asked = candidates(reading, wanted)
    for row in question.rows(reading.connection, asked):
        found = Found(*row)
        if wanted.is_number or matches(typed, found.key):
            people.append(found)
        if len(people) == SHOWN:
            break
    return people


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the search columns must hold.

    Attributes:
        ranges: A column and its bounds; everybody who fits lies in one of them.
        is_narrow: So few people fit that their index is the shorter way; otherwise
            the open matters are.
        is_number: Whoever lies there is meant; a name is looked at once more.
    """

    ranges: tuple[tuple[str, TextRange], ...]
    is_narrow: bool
    is_number: bool = False


def wanted_by(typed: str) -> Wanted | None:
    """Return what a key stroke asks of the search columns; None for nothing typed."""
    number = _number(typed)
    if number:
        return _of_number(number)
    key = search_key(typed)
    is_narrow = len(key) >= NARROW_LETTERS
    if is_syllable(key[:1]):
        names = tuple(("name", bounds) for bounds in name_ranges(key))
        return Wanted(names, is_narrow)
    initials = choseong_range(key)
    return Wanted((("initials", initials),), is_narrow) if initials else None


def candidates(reading: Reading, wanted: Wanted) -> tuple[Prepared, dict[str, object]]:
    """Return the question for people of today and of open matters, and its values.

    Each row is a `Found`, in the order of names.  It reads either the few that fit or
    the few that are open, never the archive.
    """
    asked: dict[str, object] = {"today": reading.today}
    for at, (_column, bounds) in enumerate(wanted.ranges):
        asked |= {f"low{at}": bounds.low, f"high{at}": bounds.high}
    columns = tuple(column for column, _bounds in wanted.ranges)
    return _question(columns, is_narrow=wanted.is_narrow), asked


@cache
def _question(columns: tuple[str, ...], *, is_narrow: bool) -> Prepared:
    """Return the question for as many ranges."""
    current: CompoundSelect[str | None] = union_all(
        select(Visit.person_id).where(Visit.day == bindparam("today")),
        select(Visit.person_id).where(one_of(Visit.state, OPEN)),
        select(Petition.person_id).where(one_of(Petition.state, OWED)),
    )
    # An expression keeps SQLite from looking up by it: the index comes first, and the
    # person last, only of who fits.
    by = PersonIndex.person_id.concat("") if is_narrow else PersonIndex.person_id
    within = (
        and_(column >= bindparam(f"low{at}"), column < bindparam(f"high{at}"))
        for at, column in enumerate(table_of(PersonIndex).c[name] for name in columns)
    )
    return Prepared(
        select(PersonIndex.name, Person.id, Person.name, Person.phone, Person.address)
        .join(Person, Person.id == PersonIndex.person_id.concat(""))
        .where(by.in_(current), or_(*within), Person.alias_of.is_(None))
        .order_by(PersonIndex.name, PersonIndex.person_id)
    )


def _of_number(number: str) -> Wanted | None:
    bounds = prefix_range(number)
    if bounds is None:
        return None
    if len(number) == LAST_DIGITS:
        ranges = (("digits", bounds), ("last4", bounds))
        return Wanted(ranges, not number.startswith(_MOBILE), is_number=True)
    is_narrow = len(number) >= NARROW_DIGITS
    return Wanted((("digits", bounds),), is_narrow, is_number=True)


def _number(typed: str) -> str:
    """Return the digits of what was typed, if it is no name."""
    return "" if any(map(str.isalpha, typed)) else digits(typed)
