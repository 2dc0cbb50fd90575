"""People as searches show them: masked, with what is open of theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.petitions import OWED, Petition
from models.reception import Person, Visit
from models.values import PersonId, PetitionId, Subject
from services.trust.reveal import masked


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
    session: Session, people: Sequence[Person], today: date
) -> tuple[PersonMatch, ...]:
    """Return the rows of a few people, in the order given."""
    ids = [person.id for person in people]
    counts = _visit_counts(session, ids)
    latest = _latest(session, ids)
    petitions = _petitions(session, ids)
    return tuple(
        _match(
            person,
            counts.get(person.id, 0),
            latest.get(person.id),
            petitions.get(person.id, ()),
            today,
        )
        for person in people
    )


def _match(
    person: Person,
    visits: int,
    latest: Visit | None,
    petitions: Iterable[OpenPetition],
    today: date,
) -> PersonMatch:
    shown = masked(person)
    return PersonMatch(
        shown.id,
        shown.name,
        shown.phone,
        visits,
        latest.day if latest else None,
        latest.subject if latest else None,
        latest is not None and latest.day == today,
        tuple(petitions),
    )


def _visit_counts(session: Session, ids: Sequence[str]) -> dict[str, int]:
    """Return how often each person came."""
    found = session.execute(
        select(Visit.person_id, func.count())
        .where(Visit.person_id.in_(ids))
        .group_by(Visit.person_id)
    )
    return {person_id: count for person_id, count in found if person_id}


def _latest(session: Session, ids: Sequence[str]) -> dict[str, Visit]:
    """Return the latest visit of each person."""
    found = session.scalars(
        select(Visit)
        .where(Visit.person_id.in_(ids))
        .order_by(Visit.arrived_at, Visit.id)
    )
    return {visit.person_id: visit for visit in found if visit.person_id}


def _petitions(
    session: Session, ids: Sequence[str]
) -> dict[str, tuple[OpenPetition, ...]]:
    """Return the open petitions of each person, the next due first."""
    found = session.scalars(
        select(Petition)
        .where(Petition.person_id.in_(ids), Petition.state.in_(OWED))
        .order_by(Petition.due_at, Petition.id)
    )
    told: dict[str, tuple[OpenPetition, ...]] = {}
    for petition in found:
        row = OpenPetition(
            PetitionId(petition.id), petition.receipt, petition.title, petition.due_at
        )
        told[petition.person_id] = (*told.get(petition.person_id, ()), row)
    return told
