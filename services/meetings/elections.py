"""Public elections: data with a source, because they open the restricted weeks.

Source: 공직선거법 §86 ②.  The days come from a shipped file and are changed by a
person; an early election carries the day on which its vacancy was fixed.
"""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

import resources
from models.meetings import ElectionDay
from models.values import Permission
from services.core.actor import Actor
from services.core.fixed_ids import fixed_id
from services.core.form_faults import TextField, faults_in, refuse
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work
from services.korean.election import Election, restricting

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class ElectionForm:
    """An election as a person enters it."""

    day: date
    name: str
    name_en: str = ""
    vacancy_fixed: date | None = None


def election_id(day: date) -> str:
    """Return the id of the election of a day, the same on every desk."""
    return fixed_id("election", day.isoformat())


def elections(session: Session) -> tuple[Election, ...]:
    """Return the elections that stand, in order."""
    found = session.scalars(
        select(ElectionDay)
        .where(ElectionDay.cancelled.is_(False))
        .order_by(ElectionDay.day)
    )
    return tuple(Election(e.day, e.name, e.name_en, e.vacancy_fixed) for e in found)


def is_restricted(session: Session, day: date) -> bool:
    """Say whether the day lies in the weeks before an election."""
    return bool(restricting(day, elections(session)))


def shipped_elections() -> tuple[ElectionForm, ...]:
    """Return the elections of the shipped file."""
    text = resources.path("legal/elections.json").read_text(encoding="utf-8")
    return tuple(
        ElectionForm(
            date.fromisoformat(row["day"]),
            row["name"],
            row["name_en"],
            date.fromisoformat(row["vacancy_fixed"])
            if "vacancy_fixed" in row
            else None,
        )
        for row in json.loads(text)["elections"]
    )


class SeedElections:
    """Adds the shipped elections that the office does not know yet."""

    permission = Permission.CALENDAR_RULES

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> int:
        """Add what is missing; return how many. Cancelled ones stay cancelled."""
        shipped = shipped_elections()
        with self._units.begin(actor, self.permission) as work:
            known = set(work.session.scalars(select(ElectionDay.id)))
            fresh = [form for form in shipped if election_id(form.day) not in known]
            for form in fresh:
                _put(work, form)
            return len(fresh)


class ElectionList:
    """Lists the elections that stand."""

    permission = Permission.CALENDAR_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> tuple[Election, ...]:
        """Return the elections in order."""
        with self._units.read(actor, self.permission) as reading:
            return elections(reading.session)


class AddElection:
    """Enters an election, or corrects the one of the same day."""

    permission = Permission.CALENDAR_RULES

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, form: ElectionForm) -> None:
        """Keep the election. Undoable.

        Raises:
            FormRefused: The name is missing, or the vacancy lies after the election.
        """
        _check(form)
        with self._units.begin(actor, self.permission) as work:
            row = work.session.get(ElectionDay, election_id(form.day))
            before = None if row is None or row.cancelled else _form(row)
            _put(work, form)
            work.leave_undo(_back("election.added", form.day, before))


class CancelElection:
    """Takes an election out of the calendar."""

    permission = Permission.CALENDAR_RULES

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, day: date) -> None:
        """Cancel the election of ``day``; its row stays. Undoable.

        Raises:
            NotFound: There is none.
        """
        with self._units.begin(actor, self.permission) as work:
            row = work.get(ElectionDay, election_id(day))
            row.cancelled = True
            work.leave_undo(_back("election.cancelled", day, _form(row)))


def _check(form: ElectionForm) -> None:
    faults = faults_in(
        TextField("name", form.name, LONGEST_NAME, needed=True),
        TextField("name_en", form.name_en, LONGEST_NAME),
    )
    if form.vacancy_fixed is not None and form.vacancy_fixed > form.day:
        faults.append(("vacancy_fixed", "after_election"))
    refuse(faults)


def _put(work: Work, form: ElectionForm) -> None:
    key = election_id(form.day)
    known = work.session.get(ElectionDay, key)
    row = known or ElectionDay(id=key, day=form.day)
    row.name, row.name_en = form.name.strip(), form.name_en.strip()
    row.vacancy_fixed, row.cancelled = form.vacancy_fixed, False
    if known is None:
        work.add(row)


def _form(row: ElectionDay) -> ElectionForm:
    return ElectionForm(row.day, row.name, row.name_en, row.vacancy_fixed)


def _back(what: str, day: date, before: ElectionForm | None) -> UndoStep:
    def reverse(work: Work) -> None:
        if before is None:
            work.get(ElectionDay, election_id(day)).cancelled = True
        else:
            _put(work, before)

    facts = (("day", day.isoformat()),)
    return UndoStep(what, Permission.CALENDAR_RULES, reverse, facts)
