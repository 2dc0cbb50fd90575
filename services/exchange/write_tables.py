"""Writes tables as csv or xlsx that open right in the offices' spreadsheets."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO

from services.exchange.formula_guard import guarded
from services.korean.document_guard import storable

BYTE_ORDER_MARK = "\ufeff"  # else the spreadsheet reads Hangul as CP949
LONGEST_SHEET_NAME = 31

_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f]")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Table:
    """What is written: a name, the heads, and rows of texts and whole numbers."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]

    def __repr__(self) -> str:
        return f"<Table of {len(self.rows)} rows>"


def csv_file(table: Table) -> bytes:
    """Return the table as csv, in UTF-8 with a mark."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(_safe([table.heads, *table.rows]))
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8")


def xlsx_file(table: Table) -> bytes:
    """Return the table as a workbook of one sheet; texts are never formulas."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow, needed for xlsx only
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(table.name))
    sheet.freeze_panes = "A2"
    for row in _safe([table.heads, *table.rows]):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _safe(rows: Sequence[Sequence[str | int]]) -> list[list[str | int]]:
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: str | int) -> str | int:
    if isinstance(value, int):
        return value
    return guarded(_CONTROL.sub("", storable(value)))


def _sheet_name(name: str) -> str:
    return _NO_SHEET_NAME.sub(" ", name).strip()[:LONGEST_SHEET_NAME] or "1"
