"""State of the figures page: one plan, its sums added up anew, and what was done."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject

from services.figures.plan_check import Sum
from services.figures.plan_vs_actual import Compared, Comparison
from ui.context import PageContext
from ui.view_model import ViewModel

KINDS = frozenset({"plan_cell", "session_day", "dong_visit"})


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of the page.

    Attributes:
        unit: Of the plan; empty for all of them together.
        period: Of the plan; empty for all of them together.
        sum: What the paper says beside it; None where this line is no sum.
    """

    unit: str
    period: str
    planned: int
    done: int | None = None
    percent: int | None = None
    sum: Sum | None = None


Answer = tuple[tuple[str, ...], Comparison | None]


class FiguresModel(ViewModel):
    """The plans of the office, and the chosen one line by line."""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(context, KINDS, parent)
        self._chosen = ""
        self._names: tuple[str, ...] | None = None
        self._comparison: Comparison | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every plan by name."""
        return self._names or ()

    @property
    def comparison(self) -> Comparison | None:
        """The plan that is shown, once there is one."""
        return self._comparison

    @property
    def rows(self) -> tuple[FigureRow, ...]:
        """The plan line by line: each unit, then all of them together."""
        return tuple(_rows(self._comparison)) if self._comparison else ()

    def choose(self, name: str) -> None:
        """Show another plan."""
        self._chosen = name
        self.reload()

    def reload(self) -> None:
        """Read the plans anew."""
        figures, actor = self.context.services.figures, self.context.actor
        chosen = self._chosen

        def read() -> Answer:
            names = figures.plan_names.run(actor)
            if not names:
                return names, None
            name = chosen if chosen in names else names[0]
            return names, figures.plan_vs_actual.run(actor, name)

        self.ask(read, self._on_read)

    def _on_read(self, answer: Answer) -> None:
        self._names, self._comparison = answer

    def forget(self) -> None:
        """Drop every row."""
        super().forget()
        self._names = self._comparison = None


def _rows(told: Comparison) -> Iterator[FigureRow]:
    for unit, planned in zip(told.units, told.report.rows, strict=True):
        for one in unit.periods:
            yield FigureRow(unit.unit, one.period, one.planned, one.done, one.percent)
        whole = unit.total
        yield FigureRow(
            unit.unit, "", whole.planned, whole.done, whole.percent, planned.total
        )
    for at, column in enumerate(told.report.columns):
        yield _together(column.name, column, [unit.periods[at] for unit in told.units])
    yield _together("", told.report.total, [unit.total for unit in told.units])


def _together(period: str, told: Sum, parts: list[Compared]) -> FigureRow:
    """Return a line of all units; done is known only where it is known of each."""
    counted = [part.done for part in parts if part.done is not None]
    done = sum(counted) if len(counted) == len(parts) else None
    whole = Compared(period, told.computed, done)
    return FigureRow("", period, told.computed, done, whole.percent, told)
