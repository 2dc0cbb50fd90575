"""Takes in a file: all of it, or nothing and a list of every faulty row.

The good rows alone are taken only when that is asked. The file stays where it lies.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, assert_never

from sqlalchemy.orm import Session

from models.errors import KindNotAvailable
from models.values import AccessAction, Permission
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.form_faults import TextField, check_text
from services.core.unit_of_work import UnitOfWork, Work
from services.exchange.columns import Column
from services.exchange.kinds import FaultyRow, FileKind, FileRefused, Imported, Mode
from services.exchange.read_tables import Grid, decoded, read_bytes, read_tables
from services.exchange.row import Row, RowRefused, rows_of
from services.exchange.take_calendar import TakeHolidays, TakeMeetings, TakeRequests
from services.exchange.take_desk import TakePeople, TakePetitions, TakeVisits
from services.exchange.take_dongs import TakeDongs, TakeOutlines, map_rows
from services.exchange.taking import Became, Known, Taker
from services.korean.holidays import HolidayTable
from services.petitions.legal_periods import LegalPeriods

MAPS = (".geojson", ".json")
LONGEST_NAME = 60


class Counts(Protocol):
    """How many cells of a plan are new, different and as before."""

    @property
    def added(self) -> int:
        """Those that were not here."""

    @property
    def changed(self) -> int:
        """Those with another number or place."""

    @property
    def same(self) -> int:
        """Those that were here as they are."""


# Keeps a plan's grid: what became of it, and faults as (row, column, fault).
KeepPlan = Callable[
    [Work, str, Sequence[Sequence[str]]],
    tuple[Counts, tuple[tuple[int, int, str], ...]],
]


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """Which file, as what, and how.

    Attributes:
        name: What a plan is called; for a plan only.
        valid_from: From when dongs are valid that the file gives no day for.
    """

    kind: FileKind
    path: Path
    mode: Mode = Mode.WHOLE
    name: str = ""
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class Counting:
    """What deadlines of imported petitions are counted with."""

    legal: LegalPeriods
    holidays: Callable[[Session], HolidayTable]


class ImportFile:
    """Takes in files of others."""

    permission = Permission.IMPORT

    def __init__(
        self, units: UnitOfWork, counting: Counting, keep_plan: KeepPlan
    ) -> None:
        self._units = units
        self._counting = counting
        self._keep_plan = keep_plan

    def run(self, actor: Actor, order: ImportOrder) -> Imported:
        """Take the file in and log it; the same file again changes nothing.

        Raises:
            FileRefused: Rows are faulty and the whole file was asked; nothing changed.
            FileNotRead: It is no such file.
            KindNotAvailable: That kind cannot be taken in.
        """
        if order.kind is FileKind.PLAN:
            return self._plan(actor, order)
        taker = self._taker(order, Known())
        rows = _read(order, taker.columns)
        with self._units.begin(actor, self.permission) as work:
            became = Counter(_take(work, taker, row) for row in rows)
            faults = tuple(fault for row in rows for fault in row.faults)
            _refuse(order, faults)
            outcome = Imported(
                order.kind,
                became[Became.ADDED],
                became[Became.CHANGED],
                became[Became.SAME],
                faults,
            )
            _log(work, outcome)
            return outcome

    def _taker(self, order: ImportOrder, known: Known) -> Taker:
        match order.kind:
            case FileKind.PEOPLE:
                return TakePeople(known)
            case FileKind.VISITS:
                return TakeVisits(known)
            case FileKind.PETITIONS:
                return TakePetitions(
                    known, self._counting.legal, self._counting.holidays
                )
            case FileKind.DONGS | FileKind.HOLIDAYS | FileKind.MEETINGS:
                return _plain_taker(order, known)
            case FileKind.REQUESTS:
                return TakeRequests(known)
            case FileKind.PLAN | FileKind.SESSIONS | FileKind.PROPOSALS:
                raise KindNotAvailable(kind=order.kind.value)
            case _:
                assert_never(order.kind)

    def _plan(self, actor: Actor, order: ImportOrder) -> Imported:
        """Take in the first sheet of a plan as it was printed."""
        name = check_text(TextField("name", order.name, LONGEST_NAME, needed=True))
        grid = read_tables(order.path)[0]
        with self._units.begin(actor, self.permission) as work:
            kept, found = self._keep_plan(work, name, grid.rows)
            faults = tuple(_plan_fault(grid, fault) for fault in found)
            _refuse(order, faults)
            outcome = Imported(order.kind, kept.added, kept.changed, kept.same, faults)
            _log(work, outcome)
            return outcome


def _plain_taker(order: ImportOrder, known: Known) -> Taker:
    if order.kind is FileKind.HOLIDAYS:
        return TakeHolidays(known, "file")
    if order.kind is FileKind.MEETINGS:
        return TakeMeetings(known)
    if order.path.suffix.lower() in MAPS:
        return TakeOutlines(known)
    return TakeDongs(known, order.valid_from)


def _read(order: ImportOrder, columns: Sequence[Column]) -> tuple[Row, ...]:
    """Return the rows of every sheet that has the heads.

    Raises:
        FileRefused: No sheet has them; it says which is missing.
    """
    if order.path.suffix.lower() in MAPS:
        if order.kind is not FileKind.DONGS:
            raise KindNotAvailable(kind=order.kind.value)
        found = [map_rows(decoded(read_bytes(order.path)), columns)]
    else:
        found = [rows_of(grid, columns) for grid in read_tables(order.path)]
    rows = [part for part in found if isinstance(part, tuple)]
    if not rows:
        raise FileRefused(tuple(p for p in found if isinstance(p, FaultyRow)))
    return tuple(row for part in rows for row in part)


def _take(work: Work, taker: Taker, row: Row) -> Became | None:
    try:
        return taker.take(work, row)
    except RowRefused:
        return None  # its faults stand in the row


def _refuse(order: ImportOrder, faults: tuple[FaultyRow, ...]) -> None:
    if faults and order.mode is Mode.WHOLE:
        raise FileRefused(faults)


def _plan_fault(grid: Grid, fault: tuple[int, int, str]) -> FaultyRow:
    row, column, what = fault
    heads = grid.rows[0] if grid.rows else ()
    head = heads[column - 1].strip() if column <= len(heads) else ""
    texts = grid.rows[row - 1] if row <= len(grid.rows) else ()
    value = texts[column - 1][:LONGEST_NAME] if column <= len(texts) else ""
    return FaultyRow(grid.sheet, row, head, value, what)


def _log(work: Work, outcome: Imported) -> None:
    count = outcome.added + outcome.changed + outcome.same
    work.log(Access(AccessAction.IMPORT, count=count, note=outcome.kind.value))
