"""One row of a file: its cells by column, read as what they should be.

A faulty cell is noted and reading goes on with a harmless value, so that all faults
of a row are told at once; `settle` then keeps the row from being written.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from services.core.clock import SEOUL
from services.exchange.columns import LONGEST_SHOWN, Column
from services.exchange.kinds import Fault, FaultyRow
from services.exchange.read_tables import Grid
from services.exchange.words import folded, read_word
from services.korean.document_guard import text_faults
from services.korean.names import normalize_name
from services.korean.phones import digits, is_number

E = TypeVar("E", bound=StrEnum)

HEAD_ROWS = 6  # titles above the heads of a printed table
NO_DAY = date(1, 1, 1)
EARLIEST_YEAR = 1900
LATEST_YEAR = 2199
MOST_DIGITS = 18

_DAY = re.compile(
    r"(?P<y>[0-9]{4})\s*[-./년]\s*(?P<m>[0-9]{1,2})\s*[-./월]\s*(?P<d>[0-9]{1,2})"
    r"\s*[.일]?\s*(?:\([월화수목금토일]\))?"
)
_TIME = re.compile(r"(?P<h>[0-9]{1,2})[:시]\s*(?P<m>[0-9]{2})분?(?::[0-9]{2})?")
_NUMBER = re.compile(r"[0-9]+")


class RowRefused(Exception):
    """The row is not written; its faults stand in it."""


@dataclass(slots=True)
class Row:
    """One row of a table, by keys of its columns."""

    sheet: str
    number: int
    columns: Mapping[str, Column]
    heads: Mapping[str, str]
    cells: Mapping[str, str]
    faults: list[FaultyRow] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<Row {self.number}>"

    def has(self, key: str) -> bool:
        """Say whether something stands in that column."""
        return bool(self.cells.get(key, "").strip())

    def text(self, key: str) -> str:
        """Return the text of a column, trimmed; may be empty if it is not required."""
        plain = self.cells.get(key, "").strip()
        column = self.columns[key]
        if column.required and not plain:
            self.fault(key, Fault.MISSING)
        for fault in text_faults(plain, column.longest):
            self.fault(key, fault.value)
        return plain

    def name(self, key: str) -> str:
        """Return a name in its one spelling."""
        return normalize_name(self.text(key))

    def phone(self, key: str) -> str:
        """Return the digits of a number; nothing that stands there is left out."""
        plain = self.text(key)
        if plain and not is_number(plain):
            self.fault(key, Fault.NOT_A_PHONE)
        return digits(plain)

    def day(self, key: str) -> date:
        """Return the day of a column."""
        return self.day_or(key, NO_DAY) or NO_DAY

    def day_or(self, key: str, otherwise: date | None) -> date | None:
        """Return the day of a column, or ``otherwise`` where nothing stands."""
        plain = self.text(key)
        if not plain:
            return otherwise
        found = _day(plain)
        if found is None:
            self.fault(key, Fault.WRONG_DATE)
        return found or otherwise

    def time_or(self, key: str, otherwise: time) -> time:
        """Return the time of day of a column, or ``otherwise`` where nothing stands."""
        plain = self.text(key)
        if not plain:
            return otherwise
        found = _time(plain)
        if found is None:
            self.fault(key, Fault.WRONG_TIME)
        return found or otherwise

    def instant(self, key: str, at: time) -> datetime:
        """Return day and time in Seoul; a day alone is taken at ``at``."""
        plain = self.text(key)
        parts = _DAY.match(plain)
        day = _day(parts.group().strip()) if parts else None
        rest = plain[parts.end() :].strip(" T") if parts else ""
        moment = _time(rest) if rest else at
        if day is None or moment is None:
            if plain:
                self.fault(key, Fault.WRONG_DATE)
            return datetime.combine(NO_DAY, at, SEOUL)
        return datetime.combine(day, moment, SEOUL)

    def count(self, key: str, otherwise: int, most: int) -> int:
        """Return a whole number, or ``otherwise`` where nothing stands."""
        plain = self.text(key).replace(",", "").removesuffix("명")
        if not plain:
            return otherwise
        if not _NUMBER.fullmatch(plain) or len(plain) > MOST_DIGITS:
            self.fault(key, Fault.WRONG_NUMBER)
            return otherwise
        if int(plain) > most:
            self.fault(key, Fault.WRONG_NUMBER)
            return otherwise
        return int(plain)

    def scaled(self, key: str, factor: int, most: int) -> int:
        """Return a decimal number times ``factor``, rounded to a whole; 0 for nothing.

        Args:
            key: The column.
            factor: What one unit of the file counts here.
            most: The largest size of the result, either sign.
        """
        plain = self.text(key).replace(",", "")
        if not plain:
            return 0
        try:
            value = Decimal(plain) * factor
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or abs(value) > most:
            self.fault(key, Fault.WRONG_NUMBER)
            return 0
        return int(value.to_integral_value())

    def word(self, key: str, words: Mapping[E, tuple[str, ...]], otherwise: E) -> E:
        """Return what a word means, or ``otherwise`` where nothing stands."""
        plain = self.text(key)
        if not plain:
            return otherwise
        found = read_word(words, plain)
        if found is None:
            self.fault(key, Fault.UNKNOWN_WORD)
        return found or otherwise

    def fault(self, key: str, fault: str) -> None:
        """Note what is wrong with a cell; the value is kept masked."""
        value = self.columns[key].masked(self.cells.get(key, ""))[:LONGEST_SHOWN]
        found = FaultyRow(self.sheet, self.number, self.heads[key], value, str(fault))
        if found not in self.faults:
            self.faults.append(found)

    def settle(self) -> None:
        """Keep a row with faults from being written.

        Raises:
            RowRefused: It has at least one.
        """
        if self.faults:
            raise RowRefused


def rows_of(grid: Grid, columns: Sequence[Column]) -> tuple[Row, ...] | FaultyRow:
    """Return the rows below the heads; empty lines are left out.

    Returns:
        What is missing instead, if no line near the top has every required column.
    """
    by_key = {column.key: column for column in columns}
    at, places = _heads(grid, columns)
    missing = [c for c in columns if c.required and c.key not in places]
    if missing:
        head = missing[0].korean
        return FaultyRow(grid.sheet, at + 1, head, "", Fault.MISSING_COLUMN)
    heads = {column.key: column.korean for column in columns}
    heads |= {key: grid.rows[at][place].strip() for key, place in places.items()}
    return tuple(
        Row(
            grid.sheet,
            number,
            by_key,
            heads,
            {key: texts[p] for key, p in places.items() if p < len(texts)},
        )
        for number, texts in _lines(grid, at + 1)
    )


def _lines(grid: Grid, begin: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, texts in enumerate(grid.rows[begin:], start=begin + 1):
        if any(text.strip() for text in texts):
            yield number, texts


def _heads(grid: Grid, columns: Sequence[Column]) -> tuple[int, dict[str, int]]:
    """Return which of the first lines names the most columns, and where each is."""
    found = [_places(texts, columns) for texts in grid.rows[:HEAD_ROWS]]
    if not found:
        return 0, {}
    at = max(range(len(found)), key=lambda line: (len(found[line]), -line))
    return at, found[at]


def _places(texts: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    heads = [folded(text) for text in texts]
    places: dict[str, int] = {}
    for column in columns:
        names = (column.key, column.korean, column.english, *column.others)
        for name in map(folded, names):
            if name in heads and heads.index(name) not in places.values():
                places[column.key] = heads.index(name)
                break
    return places


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    try:
        day = date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None
    return day if EARLIEST_YEAR <= day.year <= LATEST_YEAR else None


def _time(text: str) -> time | None:
    found = _TIME.fullmatch(text)
    try:
        return time(int(found["h"]), int(found["m"])) if found else None
    except ValueError:
        return None
