"""Searches everybody who ever came: by name and last four digits, or by a number.

Each search is logged with its purpose and how many it found, never with its text
(decision 17).
"""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import ReasonNeeded
from models.petitions import Petition
from models.reception import Person
from models.search import PersonIndex
from models.values import AccessAction, Permission, PetitionId, PetitionState, Purpose
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.form_faults import Fault, refuse
from services.core.unit_of_work import UnitOfWork
from services.korean.choseong import matches
from services.korean.names import normalize_name
from services.korean.phones import LAST_DIGITS, digits
from services.reception.people_values import PersonMatch, matches_of

SHOWN = 50

_RECEIPT = re.compile(r"([0-9]{4})-(.{1,20})-([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class ArchiveQuery:
    """What is known of whom one looks for: both of the first, or the last."""

    name: str = ""
    last4: str = ""
    receipt: str = ""

    def __repr__(self) -> str:
        return "<ArchiveQuery>"


@dataclass(frozen=True, slots=True)
class ArchiveRow:
    """Somebody found, with the petition that the number named."""

    person: PersonMatch
    petition_id: PetitionId | None = None
    petition_state: PetitionState | None = None


class SearchArchive:
    """Searches the archive."""

    permission = Permission.PERSON_ARCHIVE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(
        self, actor: Actor, query: ArchiveQuery, purpose: Purpose | None
    ) -> tuple[ArchiveRow, ...]:
        """Return who was found, masked, fifty at most, and log the search.

        Raises:
            ReasonNeeded: No purpose was given; nothing was searched.
            FormRefused: Neither name and last four digits nor a receipt number.
        """
        if purpose is None:
            raise ReasonNeeded(step="search")
        refuse(_faults(query))
        with self._units.begin(actor, self.permission) as work:
            petitions = _by_receipt(work.session, query.receipt)
            people = [work.get(Person, petition.person_id) for petition in petitions]
            if not query.receipt.strip():
                people = _by_name(work.session, query)
            work.log(
                Access(AccessAction.SEARCH, "person", "", purpose, count=len(people))
            )
            found = matches_of(work.connection, people, work.today)
            return _rows(found, petitions)


def _rows(
    found: tuple[PersonMatch, ...], petitions: list[Petition]
) -> tuple[ArchiveRow, ...]:
    if not petitions:
        return tuple(ArchiveRow(match) for match in found)
    return tuple(
        ArchiveRow(match, PetitionId(petition.id), petition.state)
        for match, petition in zip(found, petitions, strict=True)
    )


def _faults(query: ArchiveQuery) -> list[Fault]:
    if query.receipt.strip():
        is_number = _RECEIPT.fullmatch(query.receipt.strip())
        return [] if is_number else [("receipt", "malformed")]
    faults: list[Fault] = []
    if not normalize_name(query.name):
        faults.append(("name", "missing"))
    if len(digits(query.last4)) != LAST_DIGITS:
        faults.append(("last4", "four_digits"))
    return faults


def _by_receipt(session: Session, receipt: str) -> list[Petition]:
    found = _RECEIPT.fullmatch(receipt.strip())
    if found is None:
        return []
    year, desk, serial = found.groups()
    question = select(Petition).where(
        Petition.year == int(year),
        Petition.desk == desk,
        Petition.serial == int(serial),
    )
    return list(session.scalars(question.order_by(Petition.id)))


def _by_name(session: Session, query: ArchiveQuery) -> list[Person]:
    found = session.execute(
        select(Person, PersonIndex.name)
        .join(PersonIndex, PersonIndex.person_id == Person.id)
        .where(PersonIndex.last4 == digits(query.last4), Person.alias_of.is_(None))
        .order_by(PersonIndex.name, Person.id)
    )
    return [person for person, name in found if matches(query.name, name)][:SHOWN]
