"""Invented people: names from syllables nobody chose together, numbers of no line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

FIRST_NUMBER = 1_000
LAST_NUMBER = 9_999
TRIES = 8  # for a name that nobody has yet


@dataclass(frozen=True, slots=True)
class Syllables:
    """What names are put together from."""

    surnames: Sequence[str]
    first: Sequence[str]
    second: Sequence[str]


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody who does not exist."""

    name: str
    phone: str

    def __repr__(self) -> str:
        return "<Citizen>"


@dataclass(slots=True)
class People:
    """Gives one invented person after the other; the same ones for the same seed.

    Numbers lie in 010-0000-1000 to 9999, which no carrier gives out.
    """

    chance: Random
    syllables: Syllables
    _given: int = 0
    _names: set[str] = field(default_factory=set)

    def one(self) -> Citizen:
        """Return the next person; nobody has the name yet while names last."""
        name = self._name()
        for _ in range(TRIES):
            if name not in self._names:
                break
            name = self._name()
        self._names.add(name)
        number = FIRST_NUMBER + self._given * 37 % (LAST_NUMBER - FIRST_NUMBER + 1)
        self._given += 1
        return Citizen(name, f"010-0000-{number}")

    def _name(self) -> str:
        parts = (self.syllables.surnames, self.syllables.first, self.syllables.second)
        return "".join(self.chance.choice(part) for part in parts)
