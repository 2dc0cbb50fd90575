"""Sizes of paper in points and the paragraph styles made of them.

Report style: title large and centred, □ 14, ○ 12, - 11.5, · 11 points; bigger
prints scale all of it.  Source: custom of Korean office reports.
"""

from dataclasses import dataclass
from functools import cached_property

from reportlab.lib.colors import Color, black
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from services.briefing.fonts import Faces
from services.briefing.paper import Align, Paper, Print, Sheet, Tone

GREY = Color(0.91, 0.91, 0.91)
LINE_GREY = Color(0.45, 0.45, 0.45)
QUIET = Color(0.33, 0.33, 0.33)
ALARM = Color(0.66, 0.08, 0.08)
ORANGE = Color(0.96, 0.60, 0.16)

SCALES = {Print.SMALL: 0.86, Print.NORMAL: 1.0, Print.LARGE: 1.3, Print.HUGE: 2.0}
LARGE_CELLS = 1.25  # columns stay columns on the mayor's table
TITLE, BYLINE, COVER, BANNER = 20.0, 11.0, 28.0, 30.0
HEADING, SPEECH, CELL, UNIT = 14.0, 17.0, 10.5, 9.5
LINES = {1: 12.0, 2: 12.0, 3: 11.5, 4: 11.0}
LEADING, TIGHT_LEADING, LOOSE_LEADING = 1.5, 1.3, 1.95
FOOT_SIZE, PAGE_SIZE, MARK_SIZE = 7.5, 10.0, 9.0
_INDENT = 9.0  # one level further in: two spaces
_ALIGN = {Align.LEFT: TA_LEFT, Align.CENTRE: TA_CENTER, Align.RIGHT: TA_RIGHT}
_COLOURS = {Tone.MISSING: ALARM, Tone.QUIET: QUIET}


@dataclass(frozen=True, slots=True)
class Margins:
    """Blank edges in points; page number and footer stand in the bottom one."""

    side: float
    top: float
    bottom: float


MARGINS = {
    Paper.A4: Margins(20 * mm, 21 * mm, 20 * mm),
    Paper.A5: Margins(13 * mm, 18 * mm, 18 * mm),
}


class Styles:
    """The styles of one sheet."""

    def __init__(self, faces: Faces, sheet: Sheet, share: float = 1.0) -> None:
        """Take the sizes of a sheet's print, or a share of them."""
        self.faces = faces
        self.paper = sheet.paper
        self.scale = SCALES[sheet.print] * share
        self.print = sheet.print

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of the page."""
        wide, high = self.paper.value
        return wide * mm, high * mm

    @property
    def margins(self) -> Margins:
        """The edges of the page."""
        return MARGINS[self.paper]

    @property
    def width(self) -> float:
        """Width of the text."""
        return self.page[0] - 2 * self.margins.side

    @property
    def together(self) -> float:
        """How much room a heading wants, so that it never ends a page."""
        return float(26 * mm) * self.scale

    @cached_property
    def title(self) -> ParagraphStyle:
        """A title in the centre."""
        size = TITLE * min(self.scale, 1.5)
        return self._style(size, bold=True, align=Align.CENTRE, after=6.0)

    @cached_property
    def byline(self) -> ParagraphStyle:
        """Day and team, right."""
        return self._style(BYLINE * self.scale, align=Align.RIGHT, after=8.0)

    @cached_property
    def cover(self) -> ParagraphStyle:
        """The title of a cover."""
        size = COVER * min(self.scale, 1.3)
        return self._style(size, bold=True, align=Align.CENTRE, leading=TIGHT_LEADING)

    @cached_property
    def cover_line(self) -> ParagraphStyle:
        """A line beneath the cover's title."""
        return self._style(15.0 * self.scale, align=Align.CENTRE, after=10.0)

    @cached_property
    def banner(self) -> ParagraphStyle:
        """A number, big."""
        size = BANNER * min(self.scale, 1.4)
        return self._style(size, bold=True, align=Align.CENTRE, leading=TIGHT_LEADING)

    @cached_property
    def issuer(self) -> ParagraphStyle:
        """Who issues the paper."""
        return self._style(HEADING * self.scale, bold=True, align=Align.CENTRE)

    @cached_property
    def unit(self) -> ParagraphStyle:
        """The unit above a table."""
        return self._style(UNIT * self.scale, align=Align.RIGHT, after=2.0)

    @cached_property
    def speech(self) -> ParagraphStyle:
        """A paragraph to be read aloud."""
        size = SPEECH * min(self.scale, 1.2)
        return self._style(size, leading=LOOSE_LEADING, after=size * 0.8)

    def heading(self, mark: str) -> ParagraphStyle:
        """Return the style of a heading."""
        size = HEADING * self.scale
        hang = self._hang(mark, size, bold=True)
        style = self._style(size, bold=True, left=hang, hang=hang, after=3.0)
        style.spaceBefore = size * 0.75
        return style

    def line(self, level: int, mark: str, tone: Tone) -> ParagraphStyle:
        """Return the style of a marked line; what wraps hangs under its text."""
        size = LINES[min(level, max(LINES))] * self.scale
        bold = tone in (Tone.STRONG, Tone.MISSING)
        hang = self._hang(mark, size, bold=bold)
        left = _INDENT * self.scale * (level - 1) + hang
        colour = _COLOURS.get(tone, black)
        return self._style(
            size,
            bold=bold,
            left=left,
            hang=hang,
            leading=TIGHT_LEADING if self.print is Print.HUGE else LEADING,
            after=2.5,
            colour=colour,
        )

    def cell(self, align: Align, tone: Tone = Tone.PLAIN) -> ParagraphStyle:
        """Return the style of a cell."""
        bold = tone in (Tone.STRONG, Tone.MISSING)
        return self._style(
            CELL * (LARGE_CELLS if self.print is Print.LARGE else self.scale),
            bold=bold,
            align=align,
            leading=TIGHT_LEADING,
            colour=_COLOURS.get(tone, black),
        )

    def _hang(self, mark: str, size: float, *, bold: bool) -> float:
        if not mark:
            return 0.0
        name = self.faces.bold if bold else self.faces.regular
        return float(stringWidth(f"{mark} ", name, size))

    def _style(  # noqa: PLR0913 - the facts of one style, all by name
        self,
        size: float,
        *,
        bold: bool = False,
        align: Align = Align.LEFT,
        leading: float = LEADING,
        left: float = 0.0,
        hang: float = 0.0,
        after: float = 0.0,
        colour: Color = black,
    ) -> ParagraphStyle:
        # wordWrap stays as it is: it keeps Korean words whole and splits only what
        # is longer than a line.
        return ParagraphStyle(
            "paper",
            fontName=self.faces.bold if bold else self.faces.regular,
            fontSize=size,
            leading=size * leading,
            alignment=_ALIGN[align],
            leftIndent=left,
            firstLineIndent=-hang,
            spaceAfter=after,
            textColor=colour,
            splitLongWords=1,
            allowWidows=0,
            allowOrphans=0,
        )
