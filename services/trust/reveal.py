"""Shows masked personal data for a purpose, logged in the same transaction."""

from dataclasses import dataclass
from typing import Protocol

from models.errors import ReasonNeeded
from models.reception import Person
from models.values import AccessAction, Permission, PersonId, Purpose
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.korean.names import mask_address, mask_name
from services.korean.phones import PhoneMask, mask_phone


@dataclass(frozen=True, slots=True)
class MaskedPerson:
    """A person as lists and papers show them."""

    id: PersonId
    name: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class PlainPerson:
    """A person as the one who asked may see them, for a short while."""

    id: PersonId
    name: str
    phone: str
    address: str

    def __repr__(self) -> str:
        return "<PlainPerson>"


class Named(Protocol):
    """What of a person is masked: the record, or a row of a question."""

    @property
    def id(self) -> str:
        """Whose data it is."""

    @property
    def name(self) -> str:
        """As it was given."""

    @property
    def phone(self) -> str:
        """Digits, or empty."""

    @property
    def address(self) -> str:
        """As it was given, or empty."""


def masked(person: Named, style: PhoneMask = PhoneMask.MIDDLE) -> MaskedPerson:
    """Return the person masked; the one way from record to screen."""
    return MaskedPerson(
        PersonId(person.id),
        mask_name(person.name),
        mask_phone(person.phone, style),
        mask_address(person.address),
    )


class RevealPerson:
    """Shows one person unmasked."""

    permission = Permission.PERSON_REVEAL

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(
        self, actor: Actor, person_id: PersonId, purpose: Purpose | None
    ) -> PlainPerson:
        """Return the person and log who saw whom and why.

        Args:
            actor: Who asks.
            person_id: Whose data.
            purpose: From the open case; without one it must be asked for.

        Raises:
            ReasonNeeded: No purpose was given; nothing was shown.
        """
        if purpose is None:
            raise ReasonNeeded(step="reveal")
        with self._units.begin(actor, self.permission) as work:
            person = work.get(Person, person_id)
            work.log(Access(AccessAction.REVEAL, "person", person.id, purpose))
            return PlainPerson(person_id, person.name, person.phone, person.address)
