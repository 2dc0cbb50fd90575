"""Which petitions may be the same: of one person, or of like words.

The program suggests; a person decides and states the reason (법 §23).  Words are
compared as key strokes, so that particles and half words still meet.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models.petitions import OWED, Petition
from models.search import PetitionIndex
from models.values import Permission, PersonId, PetitionId, PetitionState
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.korean.choseong import jamo, search_key
from services.korean.hangul import is_syllable

ALIKE = 0.30  # share of common trigrams from which two titles are worth a look
CANDIDATES = 60
SHOWN = 10
_TRIGRAM = 3
_SYLLABLES = 2  # of a Hangul word that tell it from others
_LETTERS = 6  # of a word in other letters


@dataclass(frozen=True, slots=True)
class SameQuery:
    """What a petition is compared by; either part may be missing."""

    person_id: PersonId | None
    title: str
    apart_from: PetitionId | None = None

    def __repr__(self) -> str:
        return "<SameQuery>"


@dataclass(frozen=True, slots=True)
class SameRow:
    """A petition that may be the same.

    Attributes:
        likeness: 0 to 100, by the words of the title.
    """

    petition_id: PetitionId
    receipt: str
    title: str
    state: PetitionState
    received_at: datetime
    due_at: datetime
    likeness: int


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Open petitions of the same person, and petitions of like words."""

    same_person: tuple[SameRow, ...]
    like_words: tuple[SameRow, ...]


class SamePetitions:
    """Suggests petitions that may be the same."""

    permission = Permission.PETITION_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, query: SameQuery) -> Duplicates:
        """Return what may be the same, the likest first, ten of each at most."""
        with self._units.read(actor, self.permission) as reading:
            strokes = jamo(query.title)
            own = _rows(_of_person(reading.session, query), strokes)
            like = [
                row
                for row in _rows(_of_words(reading.session, query), strokes)
                if row.likeness >= ALIKE * 100
            ]
            return Duplicates(tuple(own[:SHOWN]), tuple(like[:SHOWN]))


def likeness(one: str, other: str) -> float:
    """Return the share of trigrams that two texts have in common, from 0 to 1."""
    a, b = _trigrams(one), _trigrams(other)
    return len(a & b) / len(a | b) if a and b else 0.0


def _of_person(session: Session, query: SameQuery) -> list[Petition]:
    if query.person_id is None:
        return []
    found = session.scalars(
        select(Petition)
        .where(Petition.person_id == query.person_id, Petition.state.in_(OWED))
        .where(Petition.id != (query.apart_from or ""))
    )
    return list(found)


def _of_words(session: Session, query: SameQuery) -> list[Petition]:
    words = _match(query.title)
    if not words:
        return []
    numbers = session.scalars(
        text(
            "SELECT rowid FROM petition_text WHERE petition_text MATCH :words "
            "ORDER BY rank LIMIT :most"
        ),
        {"words": words, "most": CANDIDATES},
    ).all()
    found = session.scalars(
        select(Petition)
        .join(PetitionIndex, PetitionIndex.petition_id == Petition.id)
        .where(PetitionIndex.number.in_(numbers))
        .where(Petition.id != (query.apart_from or ""))
    )
    return list(found)


def _match(title: str) -> str:
    """Return the full-text query: a petition that has the stem of any word."""
    stems = {stem for stem in map(_stem, title.split()) if len(stem) >= _TRIGRAM}
    return " OR ".join('"' + stem.replace('"', '""') + '"' for stem in sorted(stems))


def _stem(word: str) -> str:
    """Return the strokes of a word's beginning; particles and endings come later."""
    plain = search_key(word)
    is_hangul = is_syllable(plain[:1])
    return jamo(plain[:_SYLLABLES] if is_hangul else plain[:_LETTERS])


def _rows(petitions: list[Petition], strokes: str) -> list[SameRow]:
    rows = [
        SameRow(
            PetitionId(petition.id),
            petition.receipt,
            petition.title,
            petition.state,
            petition.received_at,
            petition.due_at,
            round(likeness(strokes, jamo(petition.title)) * 100),
        )
        for petition in petitions
    ]
    return sorted(rows, key=lambda row: (-row.likeness, row.receipt))


def _trigrams(strokes: str) -> frozenset[str]:
    plain = strokes.replace(" ", "")
    return frozenset(
        plain[at : at + _TRIGRAM] for at in range(len(plain) - _TRIGRAM + 1)
    )
