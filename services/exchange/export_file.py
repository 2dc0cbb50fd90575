"""Gives a file out: masked unless it is asked and allowed, with a purpose, logged.

Source: 안전성 확보조치 기준 §8 (downloads are logged with their reason).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import KindNotAvailable, NotFound, ReasonNeeded
from models.figures import PlanCell
from models.outreach import Dong
from models.values import AccessAction, Permission, Purpose
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.config import path_refused, write_whole
from services.core.unit_of_work import UnitOfWork, Work
from services.exchange.columns import COLUMNS, Column
from services.exchange.give_rows import Given, Span, given_rows, gives
from services.exchange.kinds import FileKind
from services.exchange.write_tables import Table, csv_file, xlsx_file
from services.korean.dates import KOREAN
from services.meetings.calendar_file import sessions_file
from services.meetings.sessions import session_rows
from services.outreach.dongs import valid_on

MICRO = 1_000_000


class Masking(StrEnum):
    """Whether personal data are given out as they are."""

    MASKED = "masked"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What to give out, where to, and why.

    Attributes:
        path: Its ending says the form: csv, xlsx, geojson, ics.
        first: First day told of; ``last`` the last one.
        name: Which plan; for a plan only.
    """

    kind: FileKind
    path: Path
    purpose: Purpose | None
    first: date
    last: date
    masking: Masking = Masking.MASKED
    language: str = KOREAN
    name: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """How many rows a file holds."""

    count: int


class ExportFile:
    """Gives out files."""

    permission = Permission.EXPORT

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, order: ExportOrder) -> Exported:
        """Write the file; who gave out what and why is logged first.

        Raises:
            ReasonNeeded: No purpose was given; nothing was written.
            NotAllowed: Unmasked, without the right to reveal.
            KindNotAvailable: That kind is not given out in that form.
            PathRefused: The place takes no file.
        """
        if order.purpose is None:
            raise ReasonNeeded(step="export")
        if order.masking is Masking.PLAIN:
            with self._units.read(actor, Permission.PERSON_REVEAL):
                pass
        with self._units.begin(actor, self.permission) as work:
            content, count = _content(work, order)
            note = f"{order.kind.value} {order.masking.value}"
            work.log(
                Access(
                    AccessAction.EXPORT, purpose=order.purpose, count=count, note=note
                )
            )
        try:
            write_whole(order.path, content)
        except OSError as error:
            raise path_refused(error) from error
        return Exported(count)


def _content(work: Work, order: ExportOrder) -> tuple[bytes, int]:
    """Return the file and how many rows it holds."""
    suffix = order.path.suffix.lower()
    if suffix == ".ics" and order.kind is FileKind.SESSIONS:
        rows = session_rows(work.session, order.first, order.last)
        return sessions_file(rows, work.now), len(rows)
    if suffix == ".geojson" and order.kind is FileKind.DONGS:
        return _map(work)
    if suffix not in (".csv", ".xlsx"):
        raise KindNotAvailable(kind=f"{order.kind.value}{suffix}")
    table = _table(work.session, order)
    content = csv_file(table) if suffix == ".csv" else xlsx_file(table)
    return content, len(table.rows)


def _table(session: Session, order: ExportOrder) -> Table:
    if order.kind is FileKind.PLAN:
        return _plan(session, order.name)
    if not gives(order.kind):
        raise KindNotAvailable(kind=order.kind.value)
    columns = COLUMNS[order.kind]
    heads = tuple(
        column.korean if order.language == KOREAN else column.english
        for column in columns
    )
    found = given_rows(session, order.kind, Span(order.first, order.last))
    rows = tuple(_row(columns, values, order.masking) for values in found)
    return Table(order.kind.value, heads, rows)


def _row(
    columns: Sequence[Column], values: Given, masking: Masking
) -> tuple[str | int, ...]:
    return tuple(
        _value(column, values.get(column.key, ""), masking) for column in columns
    )


def _value(column: Column, value: str | int, masking: Masking) -> str | int:
    if isinstance(value, int) or masking is Masking.PLAIN:
        return value
    return column.masked(value)


def _plan(session: Session, name: str) -> Table:
    """Return a plan's grid as it was printed, its totals among it."""
    cells = session.scalars(
        select(PlanCell)
        .where(PlanCell.plan == name)
        .order_by(PlanCell.line, PlanCell.position)
    ).all()
    if not cells:
        raise NotFound(kind="plan")
    by_place = sorted(cells, key=lambda cell: cell.position)
    periods = tuple(dict.fromkeys(cell.period for cell in by_place))
    units = tuple(dict.fromkeys(cell.unit for cell in cells))
    values = {(cell.unit, cell.period): cell.planned for cell in cells}
    rows = tuple(
        (unit, *(values.get((unit, period), "-") for period in periods))
        for unit in units
    )
    return Table(name, ("단위사업", *periods), rows)


def _map(work: Work) -> tuple[bytes, int]:
    """Return the dongs of today with their outlines as GeoJSON in degrees."""
    found = work.session.scalars(
        select(Dong).where(valid_on(work.today)).order_by(Dong.code10)
    )
    features = [_feature(dong) for dong in found if dong.outline != "null"]
    told = {"type": "FeatureCollection", "features": features}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8"), len(features)


def _feature(dong: Dong) -> dict[str, object]:
    shape = json.loads(dong.outline)
    return {
        "type": "Feature",
        "properties": {
            "code10": dong.code10,
            "gu": dong.district,
            "dong": dong.name,
            "dong_en": dong.name_en,
        },
        "geometry": {
            "type": shape["type"],
            "coordinates": _degrees(shape["coordinates"]),
        },
    }


def _degrees(told: object) -> object:
    if isinstance(told, list):
        return [_degrees(part) for part in told]
    return float(Decimal(str(told)) / MICRO)
