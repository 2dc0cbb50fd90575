"""The office's holidays: shipped as data, kept as rows, changed by a person.

One row a day with an id that follows from the day, so that two desks which seed or
enter the same holiday have one.  A row is never deleted: a day that is lifted keeps
the trace that it was listed.  Source: 공휴일에 관한 법률, 관공서의 공휴일에 관한 규정.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from models.errors import NotFound, ReasonNeeded
from models.meetings import Closure, Meeting
from models.values import ClosureKind, MeetingId, MeetingState, Permission
from services.core.actor import Actor
from services.core.fixed_ids import fixed_id
from services.core.form_faults import TextField, check_text, faults_in, refuse
from services.core.prepared import Prepared
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work
from services.korean.holidays import HolidayName, HolidayTable, builtin

PUBLIC_KINDS = (ClosureKind.PUBLIC, ClosureKind.TEMPORARY)
LONGEST_NAME = 60
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class HolidayForm:
    """A day that becomes a holiday, or that the office is closed."""

    day: date
    name: str
    name_en: str = ""
    kind: ClosureKind = ClosureKind.TEMPORARY
    source: str = ""


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A closed day as lists show it."""

    day: date
    name: str
    name_en: str
    kind: ClosureKind
    source: str


@dataclass(frozen=True, slots=True)
class DayClosed:
    """What a new closed day meets: confirmed entries that a person must move."""

    day: date
    meetings: tuple[MeetingId, ...]


@dataclass(frozen=True, slots=True)
class _Standing:
    """A row as it stood, for undo."""

    name: str
    name_en: str
    kind: ClosureKind
    source: str


def closure_id(day: date) -> str:
    """Return the id of a day's row, the same on every desk."""
    return fixed_id("closure", day.isoformat())


def holiday_table(session: Session) -> HolidayTable:
    """Return the public holidays of the office; empty before they were seeded.

    The version names the content, so that equal tables on two desks are called alike.
    """
    session.flush()  # days changed in this very transaction count
    ((told,),) = _TOLD.rows(session.connection(), {})
    return _table(told)


# What the table follows from is read in one piece by every count of a deadline.  The
# table is made anew only when that text is another one, whoever changed a day.
_TOLD = Prepared(
    select(
        func.json_group_array(
            func.json_array(Closure.day, Closure.kind, Closure.name, Closure.name_en)
        )
    )
)


@lru_cache(maxsize=2)
def _table(told: str) -> HolidayTable:
    rows: list[tuple[str, str, str, str]] = json.loads(told)
    days = {
        date.fromisoformat(day): HolidayName(korean, english)
        for day, kind, korean, english in sorted(rows)
        if kind in PUBLIC_KINDS
    }
    return HolidayTable(days, _version(days))


def _version(days: dict[date, HolidayName]) -> str:
    if not days:
        return "none"
    told = "\n".join(f"{day.isoformat()} {name.korean}" for day, name in days.items())
    digest = hashlib.sha256(told.encode()).hexdigest()[:8]
    return f"{min(days).year}-{max(days).year} {digest}"


class SeedHolidays:
    """Fills years that have no holidays yet from the table that is shipped."""

    permission = Permission.CALENDAR_RULES

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, years: range) -> int:
        """Add the holidays of the years that are still empty; return how many.

        A year somebody has seen is left alone, lifted days too.
        """
        table = builtin(years)
        with self._units.begin(actor, self.permission) as work:
            kept = _years(work.session)
            fresh = [day for day in table.days if day.year not in kept]
            for day in fresh:
                name = table.days[day]
                _put(
                    work,
                    HolidayForm(
                        day,
                        name.korean,
                        name.english,
                        ClosureKind.PUBLIC,
                        table.version,
                    ),
                )
            return len(fresh)


class HolidayList:
    """Lists the closed days of a year."""

    permission = Permission.CALENDAR_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, year: int) -> tuple[HolidayRow, ...]:
        """Return the days in order; lifted ones are among them, marked by kind."""
        with self._units.read(actor, self.permission) as reading:
            found = reading.session.scalars(
                select(Closure)
                .where(Closure.day.between(date(year, 1, 1), date(year, 12, 31)))
                .order_by(Closure.day)
            )
            return tuple(
                HolidayRow(row.day, row.name, row.name_en, row.kind, row.source)
                for row in found
            )


class AddHoliday:
    """Makes a day a holiday or a closed day, such as a 임시공휴일."""

    permission = Permission.CALENDAR_RULES

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, form: HolidayForm) -> DayClosed:
        """Keep the day; return the confirmed meetings it meets. Undoable.

        Raises:
            FormRefused: The name is missing or cannot be stored.
        """
        _check(form)
        with self._units.begin(actor, self.permission) as work:
            before = put_holiday(work, form)
            work.leave_undo(_back("holiday.added", form.day, before))
            return DayClosed(form.day, _meetings_on(work.session, form.day))


class LiftHoliday:
    """Makes a listed day a working day again."""

    permission = Permission.CALENDAR_RULES

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, day: date, reason: str) -> None:
        """Lift the day; the row stays, with the reason as its source. Undoable.

        Raises:
            NotFound: The day is not listed.
            ReasonNeeded: No reason was given.
        """
        if not reason.strip():
            raise ReasonNeeded(step="holiday.lift")
        check_text(TextField("reason", reason, LONGEST_REASON))
        with self._units.begin(actor, self.permission) as work:
            row = work.get(Closure, closure_id(day))
            if row.kind is ClosureKind.LIFTED:
                raise NotFound(kind="closure")
            before = _standing(row)
            row.kind, row.source = ClosureKind.LIFTED, reason.strip()
            work.leave_undo(_back("holiday.lifted", day, before))


def put_holiday(work: Work, form: HolidayForm) -> _Standing | None:
    """Write the day's one row; return how it stood before, None for a fresh one."""
    row = work.session.get(Closure, closure_id(form.day))
    if row is None:
        _put(work, form)
        return None
    before = _standing(row)
    _fill(row, _Standing(form.name.strip(), form.name_en, form.kind, form.source))
    return before


def _put(work: Work, form: HolidayForm) -> None:
    work.add(
        Closure(
            id=closure_id(form.day),
            day=form.day,
            kind=form.kind,
            name=form.name.strip(),
            name_en=form.name_en.strip(),
            source=form.source,
        )
    )


def _check(form: HolidayForm) -> None:
    refuse(
        faults_in(
            TextField("name", form.name, LONGEST_NAME, needed=True),
            TextField("name_en", form.name_en, LONGEST_NAME),
            TextField("source", form.source, LONGEST_REASON),
        )
    )


def _standing(row: Closure) -> _Standing:
    return _Standing(row.name, row.name_en, row.kind, row.source)


def _fill(row: Closure, standing: _Standing) -> None:
    row.name, row.name_en = standing.name, standing.name_en
    row.kind, row.source = standing.kind, standing.source


def _back(what: str, day: date, before: _Standing | None) -> UndoStep:
    def reverse(work: Work) -> None:
        row = work.get(Closure, closure_id(day))
        if before is None:
            row.kind = ClosureKind.LIFTED
        else:
            _fill(row, before)

    facts = (("day", day.isoformat()),)
    return UndoStep(what, Permission.CALENDAR_RULES, reverse, facts)


def _years(session: Session) -> frozenset[int]:
    """Return the years that have seeded or imported holidays."""
    kinds = (ClosureKind.PUBLIC, ClosureKind.LIFTED)
    year = extract("year", Closure.day)
    found = session.scalars(select(year).where(Closure.kind.in_(kinds)).distinct())
    return frozenset(int(value) for value in found)


def _meetings_on(session: Session, day: date) -> tuple[MeetingId, ...]:
    found = session.scalars(
        select(Meeting.id)
        .where(Meeting.day == day, Meeting.state == MeetingState.CONFIRMED)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return tuple(MeetingId(found_id) for found_id in found)
