"""The words of paper: blocks, sections and sheets, without page or font.

Layouts turn values into these; the drawing turns these into pages.  A block's texts
are exactly what must be readable on the page.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, StrEnum

from services.core.texts import pgettext


class Paper(Enum):
    """Paper sizes in millimetres, upright.  Source: 행정업무규정 §7 ⑥ (A4)."""

    A4 = (210, 297)
    A5 = (148, 210)


class Print(StrEnum):
    """How big the letters are."""

    SMALL = "small"  # A5 slips
    NORMAL = "normal"
    LARGE = "large"  # the mayor's table
    HUGE = "huge"  # 24 points: slips for weak eyes, sheets on a wall


class Tone(StrEnum):
    """How a text is meant."""

    PLAIN = "plain"
    STRONG = "strong"
    MISSING = "missing"  # somebody has to write it
    QUIET = "quiet"


class Align(StrEnum):
    """Where a column's texts stand."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Cover:
    """A page of its own: the title in a frame and lines beneath."""

    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Title:
    """A title in the centre; day and team right beneath."""

    text: str
    byline: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """``□`` and what follows is about; stays with what follows."""

    text: str
    mark: str = "□"


@dataclass(frozen=True, slots=True)
class Line:
    """A text with a mark, its further lines hanging under the first letter."""

    text: str
    level: int = 2
    mark: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Banner:
    """One short text, big and in the centre: a number."""

    text: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues the paper, in the centre beneath it."""

    text: str


@dataclass(frozen=True, slots=True)
class Speech:
    """A paragraph to be read aloud: 17 points, wide apart."""

    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands beside it."""

    label: str
    value: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels on grey with their values beside them."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; widths are shares of the page, empty cells get a dash."""

    title: str
    share: int
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a grey head.

    Attributes:
        unit: Stands right above the table, ``(단위 : 명)``.
        total: The last row is a sum.
        blank: A form to be filled in by hand: empty cells stay empty, rows are high.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    unit: str = ""
    total: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on the next page."""


Block = (
    Cover | Title | Heading | Line | Banner | Issuer | Speech | Facts | Grid | NewPage
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part that can be left out; ``key`` names it for ever."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    own_page: bool = True


@dataclass(frozen=True, slots=True)
class Edges:
    """What stands on every page outside the text.

    Attributes:
        mark: How secret it is, above right.
        footer: Who printed it, when, under which number and why.
        band: The orange band of a practice office; empty in a real one.
    """

    mark: str
    footer: str
    band: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the drawing needs.

    Attributes:
        one_page: Letters get as small as it takes for all of it to stand on one page.
    """

    title: str
    team: str
    language: str
    made_at: datetime
    edges: Edges
    sections: tuple[Section, ...]
    paper: Paper = Paper.A4
    print: Print = field(default=Print.NORMAL)
    one_page: bool = False


def end_mark() -> str:
    """Return the end mark.  Source: 행정업무규정 시행규칙 §4 ⑤."""
    return pgettext("paper", "End.")


def ended(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the sections with the end mark after the last word.

    One space after a text; one space in beneath a table.
    """
    if not sections:
        return ()
    last = sections[-1]
    return (*sections[:-1], replace(last, blocks=_ended(last.blocks)))


def _ended(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    if not blocks:
        return (Line(end_mark(), level=1),)
    *before, last = blocks
    if isinstance(last, Line | Heading):
        return (*before, replace(last, text=f"{last.text} {end_mark()}"))
    return (*blocks, Line(end_mark()))


def blank_below(grid: Grid, rows: int) -> Grid:
    """Return a table with its rest closed: ``이하 빈칸`` in the row after the last.

    Such a table bears no end mark.  Source: 행정업무규정 시행규칙 §4 ⑤ 2.
    """
    left = rows - len(grid.rows)
    if left <= 0:
        return grid
    width = len(grid.columns)
    closing = (pgettext("paper", "Blank below"), *("",) * (width - 1))
    empty = (("",) * width,) * (left - 1)
    return replace(grid, rows=(*grid.rows, closing, *empty), blank=True)
