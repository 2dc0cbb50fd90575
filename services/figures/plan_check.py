"""Adds a plan up again and compares it with what was printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.errors import NotFound
from models.values import Permission
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.figures.plan import Cell, cells_of, is_total_name


@dataclass(frozen=True, slots=True)
class Sum:
    """A computed sum beside the printed one; ``printed`` None where there was none."""

    name: str
    computed: int
    printed: int | None

    @property
    def differs(self) -> bool:
        """Whether the paper says something else."""
        return self.printed is not None and self.printed != self.computed

    @property
    def difference(self) -> int:
        """Printed minus computed; 0 where nothing was printed."""
        return 0 if self.printed is None else self.printed - self.computed


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One unit of the plan; ``cells`` in the order of the periods, None for blank."""

    unit: str
    cells: tuple[int | None, ...]
    total: Sum


@dataclass(frozen=True, slots=True)
class PlanReport:
    """A plan added up: rows, columns and the whole."""

    plan: str
    periods: tuple[str, ...]
    rows: tuple[PlanRow, ...]
    columns: tuple[Sum, ...]
    total: Sum

    @property
    def flagged(self) -> tuple[Sum, ...]:
        """Every printed sum that is wrong: rows, then columns, then the whole."""
        sums = (*(row.total for row in self.rows), *self.columns, self.total)
        return tuple(one for one in sums if one.differs)


class PlanCheck:
    """Answers whether the sums of a plan hold."""

    permission = Permission.FIGURES_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, plan: str) -> PlanReport:
        """Return the plan added up again.

        Raises:
            NotFound: There is no such plan.
        """
        with self._units.read(actor, self.permission) as reading:
            cells = cells_of(reading.session, plan)
        if not cells:
            raise NotFound(kind="plan")
        return report(plan, cells)


def report(plan: str, cells: Sequence[Cell]) -> PlanReport:
    """Return the plan added up; printed totals are compared and never used."""
    own = [cell for cell in cells if not cell.printed]
    printed = [cell for cell in cells if cell.printed]
    units = _names(cell.unit for cell in own)
    by_column = sorted(own, key=lambda cell: cell.position)
    periods = _names(cell.period for cell in by_column)
    return PlanReport(
        plan=plan,
        periods=periods,
        rows=tuple(_row(unit, periods, own, printed) for unit in units),
        columns=tuple(_column(period, own, printed) for period in periods),
        total=Sum(plan, _sum(own), _whole(printed)),
    )


def _row(
    unit: str, periods: Sequence[str], own: Sequence[Cell], printed: Sequence[Cell]
) -> PlanRow:
    mine = [cell for cell in own if cell.unit == unit]
    by_period = {cell.period: cell.planned for cell in mine}
    on_paper = [c.planned for c in printed if c.unit == unit]
    total = Sum(unit, _sum(mine), on_paper[0] if on_paper else None)
    return PlanRow(unit, tuple(by_period.get(period) for period in periods), total)


def _column(period: str, own: Sequence[Cell], printed: Sequence[Cell]) -> Sum:
    on_paper = [c.planned for c in printed if c.period == period]
    computed = _sum([cell for cell in own if cell.period == period])
    return Sum(period, computed, on_paper[0] if on_paper else None)


def _whole(printed: Sequence[Cell]) -> int | None:
    both = (c for c in printed if is_total_name(c.unit) and is_total_name(c.period))
    return next((cell.planned for cell in both), None)


def _sum(cells: Iterable[Cell]) -> int:
    return sum(cell.planned for cell in cells)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
