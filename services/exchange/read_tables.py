"""Reads csv and xlsx files as grids of texts, exactly as they stand.

Spreadsheets of Korean offices come as UTF-8 with a mark, as UTF-16 or as CP949; cells
come as texts, numbers and dates.  What a text means is decided elsewhere.
"""

import csv
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree.ElementTree import ParseError

from models.errors import FileNotRead
from services.core.config import path_refused
from services.exchange.formula_guard import unguarded

MOST_BYTES = 50_000_000
MOST_UNPACKED_BYTES = 400_000_000  # a packed bomb is refused before it is opened
SEPARATORS = ",\t;"
ENCODINGS = ("utf-8-sig", "cp949")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: rows of texts, the first is row 1."""

    sheet: str
    rows: tuple[tuple[str, ...], ...]

    def __repr__(self) -> str:
        return f"<Grid of {len(self.rows)} rows>"


def read_tables(path: Path) -> tuple[Grid, ...]:
    """Return the sheets of a file; a csv file has one, without a name.

    Raises:
        PathRefused: It is missing or not ours to read.
        FileNotRead: It is too large, no table, or in unknown letters.
    """
    content = read_bytes(path)
    if path.suffix.lower() in WORKBOOKS:
        return _workbook(content)
    return (Grid("", tuple(_csv(decoded(content)))),)


def read_bytes(path: Path) -> bytes:
    """Return the content of a file of others.

    Raises:
        PathRefused: It is missing or not ours to read.
        FileNotRead: It is too large.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileNotRead(why="too_large")
        return path.read_bytes()
    except OSError as error:
        raise path_refused(error) from error


def decoded(content: bytes) -> str:
    """Return the text of a file in one of the known encodings.

    Raises:
        FileNotRead: It is in none of them.
    """
    encodings = ("utf-16",) if content.startswith(UTF16_MARKS) else ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileNotRead(why="encoding")


def _csv(text: str) -> Iterator[tuple[str, ...]]:
    first, _, _ = text.partition("\n")
    separator = max(SEPARATORS, key=first.count)
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=separator):
            yield tuple(unguarded(cell) for cell in row)
    except csv.Error as error:
        raise FileNotRead(why="no_table") from error


def _workbook(content: bytes) -> tuple[Grid, ...]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow, needed for xlsx only

    try:
        _refuse_bomb(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and rules that we do not read
            book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        try:
            return tuple(
                Grid(sheet.title, tuple(_rows(sheet.iter_rows(values_only=True))))
                for sheet in book.worksheets
            )
        finally:
            book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, ParseError) as error:
        raise FileNotRead(why="no_table") from error


def _refuse_bomb(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > MOST_UNPACKED_BYTES:
        raise FileNotRead(why="too_large")


def _rows(rows: Iterator[tuple[object, ...]]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        yield tuple(unguarded(_text(value)) for value in row)


def _text(value: object) -> str:
    """Return a cell as somebody would have typed it."""
    if isinstance(value, datetime):
        is_day = value.time() == time(0)
        return value.date().isoformat() if is_day else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
