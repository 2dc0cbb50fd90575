"""What a table shows of its rows, column by column."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt

Row = TypeVar("Row")


class Align(Enum):
    """On which side of its cell a text stands."""

    START = Qt.AlignmentFlag.AlignLeft
    CENTRE = Qt.AlignmentFlag.AlignHCenter
    END = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)  # with slots, Column[Row](…) fails on Python 3.11
class Column(Generic[Row]):
    """One column.

    Attributes:
        header: The heading in the language in use.
        text: What a row's cell shows, sign and word included.
        key: What the column is sorted by; None leaves it unsorted.
        align: The side on which texts stand.
        width_chars: The width at first, in Hangul characters.
        tip: The whole of a text that may be cut; no personal data.
        state: The state whose colours the cell wears as a chip.
        spoken: What a screen reader says where the text has a sign in it.
        firm: Whether it keeps its width while others can give room: a day cut short
            says nothing.
    """

    header: Callable[[], str]
    text: Callable[[Row], str]
    key: Callable[[Row], Any] | None = None
    align: Align = Align.START
    width_chars: int = 6
    tip: Callable[[Row], str] | None = None
    state: Callable[[Row], str] | None = None
    spoken: Callable[[Row], str] | None = None
    firm: bool = False
