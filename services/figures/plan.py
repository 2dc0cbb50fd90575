"""The yearly plan as printed: cells are kept, totals are always computed.

Totals that stood on the paper are kept beside, marked, only to be compared: the first
plan of this office printed 225 where its own numbers give 213.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import FieldError
from models.figures import PlanCell
from models.values import Permission
from services.core.actor import Actor
from services.core.fixed_ids import fixed_id
from services.core.form_faults import TextField, check_text
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work
from services.korean.document_guard import text_faults
from services.korean.names import normalize_name

# How papers name a total row or column.
TOTAL_NAMES = frozenset({"합계", "총계", "계", "소계", "total", "sum"})
_COLUMN_TWICE = "column_twice"
NOTHING = frozenset({"", "-", "\u2013", "\u2014"})
LONGEST_NAME = 60
MOST = 1_000_000

_NUMBER = re.compile(r"[0-9]+")

GridFault = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the table; ``printed`` marks a total as it stood on paper."""

    unit: str
    period: str
    position: int
    line: int
    planned: int
    printed: bool


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A plan by name, in the order of its rows and columns; blank cells are left out."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CellCounts:
    """How many cells of a plan were not here, were different, and were as before."""

    added: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class Read:
    """A grid as read: its table, and each fault as (row, column, fault), from 1."""

    table: PlanTable
    faults: tuple[GridFault, ...]


def read_grid(name: str, grid: Sequence[Sequence[str]]) -> Read:
    """Return the plan in a grid of texts; the first row names the columns.

    A total row or column is known by its name and only ever compared. A dash or a
    blank is no number and no fault.
    """
    heads = [_clean(text) for text in grid[0]] if grid else []
    cells: list[Cell] = []
    faults = _head_faults(grid[0] if grid else (), heads)
    again = {column for _row, column, fault in faults if fault == _COLUMN_TWICE}
    seen: set[str] = set()
    for row, texts in enumerate(grid[1:], start=2):
        unit = _clean(texts[0]) if texts else ""
        fault = _name_fault(unit, seen) or _text_fault(texts[0])
        if fault:
            faults.append((row, 1, fault))
            continue
        seen.add(unit)
        for column, (head, text) in enumerate(
            zip(heads[1:], texts[1:], strict=False), start=2
        ):
            if column in again:
                continue  # whose numbers these are is not for us to choose
            found = _cell((unit, row), (head, column), text)
            if isinstance(found, Cell):
                cells.append(found)
            elif found:
                faults.append((row, column, found))
    if not cells and not faults:
        faults.append((1, 1, "no_numbers"))
    return Read(PlanTable(name, tuple(cells)), tuple(faults))


def _head_faults(texts: Sequence[str], heads: Sequence[str]) -> list[GridFault]:
    """Return what is wrong with the names of the columns; blank ones are not read."""
    faults = [
        (1, column, fault.value)
        for column, text in enumerate(texts, start=1)
        for fault in text_faults(text, LONGEST_NAME)
    ]
    named = heads[1:]
    faults += [
        (1, column, _COLUMN_TWICE)
        for column, head in enumerate(named, start=2)
        if head and head in named[: column - 2]
    ]
    return faults


def _cell(row: tuple[str, int], column: tuple[str, int], text: str) -> Cell | str:
    """Return the cell, its fault, or "" for one that says nothing."""
    (unit, line), (head, position) = row, column
    plain = _clean(text).replace(",", "").removesuffix("건").strip()
    if plain in NOTHING:
        return ""
    if not head:
        return "no_column"
    if not _NUMBER.fullmatch(plain) or int(plain[:10]) > MOST:
        return "not_a_number"
    is_total = is_total_name(unit) or is_total_name(head)
    return Cell(unit, head, position, line, int(plain), is_total)


def _name_fault(unit: str, seen: set[str]) -> str:
    if not unit:
        return "missing"
    if unit in seen:
        return "duplicate"
    return ""


def _text_fault(text: str) -> str:
    faults = text_faults(text, LONGEST_NAME)
    return faults[0].value if faults else ""


def is_total_name(name: str) -> bool:
    """Say whether a row or column of that name is a total."""
    return re.sub(r"[\s()*]", "", name).lower() in TOTAL_NAMES


def _clean(text: str) -> str:
    return normalize_name(text)


def cell_id(plan: str, unit: str, period: str) -> str:
    """Return the id of a cell, the same on every desk."""
    return fixed_id("plan_cell", plan, unit, period)


def keep_table(work: Work, table: PlanTable) -> CellCounts:
    """Write the cells; return what became of them. Repeating changes none."""
    added = changed = 0
    for cell in table.cells:
        key = cell_id(table.name, cell.unit, cell.period)
        row = work.session.get(PlanCell, key)
        if row is None:
            work.add(
                PlanCell(
                    id=key,
                    plan=table.name,
                    unit=cell.unit,
                    period=cell.period,
                    position=cell.position,
                    line=cell.line,
                    planned=cell.planned,
                    printed=cell.printed,
                )
            )
            added += 1
        elif _differs(row, cell):
            row.planned = cell.planned
            row.position, row.line = cell.position, cell.line
            changed += 1
    work.session.flush()
    return CellCounts(added, changed, len(table.cells) - added - changed)


def _differs(row: PlanCell, cell: Cell) -> bool:
    kept = (row.planned, row.position, row.line)
    return kept != (cell.planned, cell.position, cell.line)


def keep_grid(
    work: Work, name: str, grid: Sequence[Sequence[str]]
) -> tuple[CellCounts, tuple[GridFault, ...]]:
    """Read a grid and keep what is right of it.

    Returns:
        What became of its cells, and each fault as (row, column, fault).
    """
    read = read_grid(name, grid)
    return keep_table(work, read.table), read.faults


class KeepPlan:
    """Keeps a plan as somebody typed it."""

    permission = Permission.FIGURES_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, name: str, grid: Sequence[Sequence[str]]) -> int:
        """Keep the whole grid or nothing; return how many cells differ now. Undoable.

        Raises:
            FieldError: The name is missing or cannot be stored, or a cell is no
                number; facts name the cell by row and column, from 1.
        """
        plan = _clean(check_text(TextField("plan", name, LONGEST_NAME, needed=True)))
        read = read_grid(plan, grid)
        if read.faults:
            row, column, fault = read.faults[0]
            raise FieldError(field="cell", fault=fault, row=row, column=column)
        with self._units.begin(actor, self.permission) as work:
            before = _values(work.session, plan)
            kept = keep_table(work, read.table)
            work.leave_undo(_back(plan, before))
            return kept.added + kept.changed


class PlanNames:
    """Lists the plans of the office."""

    permission = Permission.FIGURES_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> tuple[str, ...]:
        """Return the names in order."""
        with self._units.read(actor, self.permission) as reading:
            names = select(PlanCell.plan).distinct().order_by(PlanCell.plan)
            return tuple(reading.session.scalars(names))


def cells_of(session: Session, plan: str) -> tuple[Cell, ...]:
    """Return the cells of a plan, row by row, in the order of the paper."""
    found = session.scalars(
        select(PlanCell)
        .where(PlanCell.plan == plan)
        .order_by(PlanCell.line, PlanCell.unit, PlanCell.position)
    )
    return tuple(
        Cell(row.unit, row.period, row.position, row.line, row.planned, row.printed)
        for row in found
    )


def _values(session: Session, plan: str) -> dict[str, int]:
    found = session.execute(
        select(PlanCell.id, PlanCell.planned).where(PlanCell.plan == plan)
    )
    return {row.id: row.planned for row in found}


def _back(plan: str, before: dict[str, int]) -> UndoStep:
    """Return the reverse: old numbers come back, new cells count nothing."""

    def reverse(work: Work) -> None:
        for row in work.session.scalars(select(PlanCell).where(PlanCell.plan == plan)):
            row.planned = before.get(row.id, 0)

    return UndoStep("plan.kept", Permission.FIGURES_WRITE, reverse)
