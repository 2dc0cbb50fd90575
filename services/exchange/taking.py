"""What every kind of row needs while it is taken in: people, dongs, and what became."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from sqlalchemy import select

from models.outreach import Dong
from models.reception import Person
from models.values import PersonId
from services.core.unit_of_work import Work
from services.exchange.columns import Column
from services.exchange.kinds import Fault
from services.exchange.row import Row
from services.korean.names import normalize_name
from services.korean.phones import digits
from services.outreach.dongs import valid_on

PersonKey = tuple[str, str]


class Became(StrEnum):
    """What became of a row."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


class Taker(Protocol):
    """Takes in the rows of one kind of file."""

    @property
    def columns(self) -> Sequence[Column]:
        """The columns it reads."""

    def take(self, work: Work, row: Row) -> Became:
        """Write one row, or nothing.

        Raises:
            RowRefused: The row has faults; they stand in it.
        """


@dataclass(slots=True)
class Known:
    """People and dongs that are here; read once for a whole file.

    A person is known by name and number, or by name and address where there is no
    number: a name alone joins nobody with anybody.
    """

    _people: dict[PersonKey, PersonId] | None = None
    _dongs: dict[str, str] | None = None
    _seen: set[tuple[str, ...]] = field(default_factory=set)

    def first_time(self, *key: str) -> bool:
        """Say whether the file has not brought this before."""
        fresh = key not in self._seen
        self._seen.add(key)
        return fresh

    def dong(self, work: Work, row: Row) -> str | None:
        """Return the dong that a row names; notes a fault for an unknown one."""
        name = normalize_name(row.text("dong"))
        if not name:
            return None
        if self._dongs is None:
            found = work.session.execute(
                select(Dong.name, Dong.id).where(valid_on(work.today))
            )
            self._dongs = {normalize_name(known): key for known, key in found}
        if name not in self._dongs:
            row.fault("dong", Fault.UNKNOWN_DONG)
        return self._dongs.get(name)

    def person(self, work: Work, row: Row) -> "Wanted":
        """Read who a row is about; nothing is written yet."""
        name, phone = row.name("name"), row.phone("phone")
        address = normalize_name(row.text("address"))
        return Wanted(name, phone, address, self.dong(work, row))

    def find(self, work: Work, wanted: "Wanted") -> PersonId | None:
        """Return the person if they are here."""
        return self._all(work).get(wanted.key)

    def keep(self, work: Work, wanted: "Wanted") -> PersonId:
        """Return the person, added now if they were not here."""
        found = self.find(work, wanted)
        if found is not None:
            return found
        person = work.add(
            Person(
                name=wanted.name,
                phone=wanted.phone,
                address=wanted.address,
                dong_id=wanted.dong_id,
            )
        )
        self._all(work)[wanted.key] = PersonId(person.id)
        return PersonId(person.id)

    def _all(self, work: Work) -> dict[PersonKey, PersonId]:
        if self._people is None:
            found = work.session.execute(
                select(Person.id, Person.name, Person.phone, Person.address)
            )
            self._people = {
                Wanted(name, digits(phone), address, None).key: PersonId(key)
                for key, name, phone, address in found
            }
        return self._people


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who a row is about."""

    name: str
    phone: str
    address: str
    dong_id: str | None

    def __repr__(self) -> str:
        return "<Wanted>"

    @property
    def key(self) -> PersonKey:
        """What a person is known by."""
        return normalize_name(self.name), self.phone or normalize_name(self.address)
