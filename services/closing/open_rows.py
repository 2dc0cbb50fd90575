"""What the day leaves open, record by record, so that each can be opened from the list.

Rows are told by number and title, never by a citizen's name.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.meetings import Meeting
from models.petitions import Petition
from models.reception import GroupVisit, Visit
from models.values import Permission
from services.closing.open_items import open_items
from services.closing.rules import DayRules, evening
from services.closing.values import OpenItem, OpenKind
from services.core.actor import Actor
from services.core.texts import language
from services.core.unit_of_work import Reading, UnitOfWork
from services.korean.dates import date_text

VISITS = frozenset({OpenKind.VISIT_OPEN, OpenKind.VISIT_TO_RECORD})
GROUPS = frozenset({OpenKind.GROUP_WITHOUT_REPORT})
MEETINGS = frozenset(
    {OpenKind.MEETING_WITHOUT_OUTCOME, OpenKind.MEETING_WITHOUT_RECORD}
)
PETITIONS = frozenset(
    {
        OpenKind.UNSIGNED_DICTATION,
        OpenKind.WITHOUT_DEPARTMENT,
        OpenKind.TRANSFER_LATE,
        OpenKind.SUPPLEMENT_LATE,
        OpenKind.OVERDUE,
        OpenKind.DUE_TODAY,
        OpenKind.DUE_TOMORROW,
        OpenKind.PROGRESS_UNTOLD,
    }
)


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One record that is left open, or a whole kind that is only counted.

    Attributes:
        id: The record's; empty where the kind is only counted.
        said: What tells it from the others.
    """

    kind: OpenKind
    id: str
    said: str

    def __repr__(self) -> str:
        return f"<OpenRow {self.kind}>"


class OpenRows:
    """Lists each record that the day leaves open."""

    permission = Permission.DAY_CLOSE

    def __init__(self, units: UnitOfWork, rules: DayRules) -> None:
        self._units = units
        self._rules = rules

    def run(self, actor: Actor) -> tuple[OpenRow, ...]:
        """Return the rows in the order of the list."""
        with self._units.read(actor, self.permission) as reading:
            items = open_items(evening(reading, self._rules))
            return tuple(row for item in items for row in _rows(reading, item))


def _rows(reading: Reading, item: OpenItem) -> Iterator[OpenRow]:
    told = next((tell for kinds, tell in _TELLS.items() if item.kind in kinds), None)
    if told is None:
        yield OpenRow(item.kind, "", str(item.count))
        return
    said = told(reading, item.ids)
    for one in item.ids:
        yield OpenRow(item.kind, one, said[one])


def _petitions(reading: Reading, ids: tuple[str, ...]) -> dict[str, str]:
    found = reading.session.scalars(select(Petition).where(Petition.id.in_(ids)))
    return {one.id: f"{one.receipt} {one.title}".strip() for one in found}


def _visits(reading: Reading, ids: tuple[str, ...]) -> dict[str, str]:
    found = reading.session.scalars(select(Visit).where(Visit.id.in_(ids)))
    return {one.id: f"{one.label} {one.title}".strip() for one in found}


def _groups(reading: Reading, ids: tuple[str, ...]) -> dict[str, str]:
    asked = (
        select(GroupVisit, Visit)
        .join(Visit, Visit.id == GroupVisit.visit_id)
        .where(GroupVisit.id.in_(ids))
    )
    return {
        group.id: f"{date_text(visit.day, language())} {visit.label} {group.name}"
        for group, visit in reading.session.execute(asked)
    }


def _meetings(reading: Reading, ids: tuple[str, ...]) -> dict[str, str]:
    found = reading.session.scalars(select(Meeting).where(Meeting.id.in_(ids)))
    return {one.id: f"{date_text(one.day, language())} {one.title}" for one in found}


_Tell = Callable[[Reading, tuple[str, ...]], dict[str, str]]
_TELLS: Mapping[frozenset[OpenKind], _Tell] = {
    PETITIONS: _petitions,
    VISITS: _visits,
    GROUPS: _groups,
    MEETINGS: _meetings,
}
