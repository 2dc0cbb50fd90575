"""People as searches show them: masked, with what is open of theirs."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from models.petitions import OWED, Petition, receipt_number
from models.reception import Visit
from models.values import PersonId, PetitionId, Subject
from services.core.prepared import Prepared
from services.trust.reveal import Named, masked

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class OpenPetition:
    """A petition that the office still owes an answer to."""

    petition_id: PetitionId
    receipt: str
    title: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """Somebody found.

    Attributes:
        name: Masked.
        phone: Masked.
        visits: How often they came before, cancelled check-ins too.
        last_subject: What the latest visit was about.
        is_here: They have a number today already.
    """

    person_id: PersonId
    name: str
    phone: str
    visits: int
    last_visit: date | None
    last_subject: Subject | None
    is_here: bool
    open_petitions: tuple[OpenPetition, ...]

    def __repr__(self) -> str:
        return "<PersonMatch>"


def matches_of(
    connection: Connection, people: Sequence[Named], today: date
) -> tuple[PersonMatch, ...]:
    """Return the rows of a few people, in the order given."""
    if not people:
        return ()
    ids = {"ids": json.dumps([person.id for person in people])}
    visits = _visits(connection, ids)
    petitions = _petitions(connection, ids)
    return tuple(
        _match(
            person, visits.get(person.id, _NEVER), petitions.get(person.id, ()), today
        )
        for person in people
    )


def one_of(
    column: InstrumentedAttribute[E], values: Iterable[E]
) -> ColumnElement[bool]:
    """Return the condition, spelt out: an IN would be spelt anew at each asking."""
    return or_(*(column == value for value in sorted(values)))


@dataclass(frozen=True, slots=True)
class _Visits:
    """How often somebody came, when last and what for."""

    count: int
    day: date | None
    subject: Subject | None


_NEVER = _Visits(0, None, None)

# Of a group SQLite takes the columns of the row that has the maximum.
_IDS = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
_VISITS = Prepared(
    select(
        Visit.person_id,
        func.count(),
        Visit.day,
        Visit.subject,
        func.max(Visit.arrived_at),
    )
    .where(Visit.person_id.in_(_IDS))
    .group_by(Visit.person_id)
)
_PETITIONS = Prepared(
    select(
        Petition.person_id,
        Petition.id,
        Petition.year,
        Petition.desk,
        Petition.serial,
        Petition.title,
        Petition.due_at,
    )
    .where(Petition.person_id.in_(_IDS), one_of(Petition.state, OWED))
    .order_by(Petition.due_at, Petition.id)
)


def _match(
    person: Named, visits: _Visits, petitions: Iterable[OpenPetition], today: date
) -> PersonMatch:
    shown = masked(person)
    return PersonMatch(
        shown.id,
        shown.name,
        shown.phone,
        visits.count,
        visits.day,
        visits.subject,
        visits.day == today,
        tuple(petitions),
    )


def _visits(connection: Connection, ids: dict[str, str]) -> dict[str, _Visits]:
    """Return how often each person came."""
    return {
        person_id: _Visits(count, day, subject)
        for person_id, count, day, subject, _at in _VISITS.rows(connection, ids)
        if person_id
    }


def _petitions(
    connection: Connection, ids: dict[str, str]
) -> dict[str, list[OpenPetition]]:
    """Return the open petitions of each person, the next due first."""
    told: dict[str, list[OpenPetition]] = {}
    for owner, key, year, desk, serial, title, due_at in _PETITIONS.rows(
        connection, ids
    ):
        number = receipt_number(year, desk, serial)
        row = OpenPetition(PetitionId(key), number, title, due_at)
        told.setdefault(owner, []).append(row)
    return told
