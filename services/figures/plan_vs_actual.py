"""What was planned and what was done: sessions held, dongs visited.

Done is counted from the calendar and the visits, never typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.errors import NotFound
from models.outreach import DONE, DongVisit
from models.values import Permission, SessionState
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.figures.period import period_of
from services.figures.plan import cells_of
from services.figures.plan_check import PlanReport, PlanRow, report
from services.meetings.sessions import SessionRow, session_rows

PERCENT = 100
MONTHS = range(1, 13)
SESSION_WORDS = ("통통", "tongtong")
VISIT_WORDS = ("동방문", "동 방문", "현장탐방", "dong visit")


@dataclass(frozen=True, slots=True)
class Compared:
    """Planned and done in one period; ``done`` None where nothing is counted."""

    period: str
    planned: int
    done: int | None

    @property
    def percent(self) -> int | None:
        """Done of planned, rounded half up; None without a plan or a count."""
        if self.done is None or self.planned == 0:
            return None
        return (self.done * PERCENT * 2 + self.planned) // (self.planned * 2)


@dataclass(frozen=True, slots=True)
class UnitCompared:
    """One unit over the periods, and all of them together."""

    unit: str
    periods: tuple[Compared, ...]
    total: Compared


@dataclass(frozen=True, slots=True)
class Comparison:
    """A plan against what was done, beside the check of its sums."""

    units: tuple[UnitCompared, ...]
    report: PlanReport


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month: sessions the rule gives, sessions held, dong visits held."""

    month: int
    sessions_planned: int
    sessions_held: int
    dong_visits_held: int


class PlanVsActual:
    """Compares a plan with what was done."""

    permission = Permission.FIGURES_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, plan: str) -> Comparison:
        """Return every unit of the plan over its periods.

        Raises:
            NotFound: There is no such plan.
        """
        with self._units.read(actor, self.permission) as reading:
            cells = cells_of(reading.session, plan)
            if not cells:
                raise NotFound(kind="plan")
            summed = report(plan, cells)
            rows = tuple(
                _unit(reading.session, row, summed.periods) for row in summed.rows
            )
            return Comparison(rows, summed)


class YearByMonth:
    """Answers what was done in each month of a year."""

    permission = Permission.FIGURES_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, year: int) -> tuple[MonthFigures, ...]:
        """Return twelve months."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        with self._units.read(actor, self.permission) as reading:
            sessions = session_rows(reading.session, first, last)
            visits = _visit_days(reading.session, first, last)
        return tuple(_month(year, month, sessions, visits) for month in MONTHS)


def sessions_held(session: Session, first: date, last: date) -> int:
    """Return how many sessions were held from ``first`` to ``last``."""
    rows = session_rows(session, first, last)
    return sum(_is_held(row) and first <= row.held_on <= last for row in rows)


def dong_visits_held(session: Session, first: date, last: date) -> int:
    """Return how many dong visits took place from ``first`` to ``last``."""
    found = session.scalar(
        select(func.count())
        .select_from(DongVisit)
        .where(DongVisit.day.between(first, last), DongVisit.state.in_(DONE))
    )
    return found or 0


def _unit(session: Session, row: PlanRow, periods: Sequence[str]) -> UnitCompared:
    compared = tuple(
        Compared(period, planned or 0, _done(session, row.unit, period))
        for period, planned in zip(periods, row.cells, strict=True)
    )
    counted = [one.done for one in compared if one.done is not None]
    total = sum(counted) if counted else None
    return UnitCompared(
        row.unit, compared, Compared(row.unit, row.total.computed, total)
    )


def _done(session: Session, unit: str, head: str) -> int | None:
    period = period_of(head)
    if period is None:
        return None
    name = unit.lower()
    if any(word in name for word in SESSION_WORDS):
        return sessions_held(session, period.first, period.last)
    if any(word in name for word in VISIT_WORDS):
        return dong_visits_held(session, period.first, period.last)
    return None


def _is_held(row: SessionRow) -> bool:
    return row.state is SessionState.HELD


def _visit_days(session: Session, first: date, last: date) -> list[date]:
    found = session.scalars(
        select(DongVisit.day).where(
            DongVisit.day.between(first, last), DongVisit.state.in_(DONE)
        )
    )
    return [day for day in found if day is not None]


def _month(
    year: int, month: int, sessions: Sequence[SessionRow], visits: Sequence[date]
) -> MonthFigures:
    here = [
        row
        for row in sessions
        if (row.rule_day.year, row.rule_day.month) == (year, month)
    ]
    held = [
        row
        for row in sessions
        if (row.held_on.year, row.held_on.month) == (year, month)
    ]
    return MonthFigures(
        month=month,
        sessions_planned=len(here),
        sessions_held=sum(map(_is_held, held)),
        dong_visits_held=sum(day.month == month for day in visits),
    )
