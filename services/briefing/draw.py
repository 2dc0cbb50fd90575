"""Draws sheets as PDF: values in, bytes out; knows no database.

Equal sheets give equal bytes: the day of making comes from the sheet, the file id
from its content.  ReportLab is slow to import, so services import this late.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Frame,
    PageBreak,
    PageTemplate,
    Spacer,
)
from reportlab.platypus.flowables import CallerMacro, Flowable

from services.briefing.draw_edges import draw_edges
from services.briefing.draw_table import facts_flowables, grid_flowables
from services.briefing.draw_text import TextBlock, text_flowables
from services.briefing.fonts import Fonts
from services.briefing.paper import Block, Facts, Grid, NewPage, Section, Sheet
from services.briefing.styles import Styles
from services.korean.dates import in_seoul

CREATOR = "Tongtong Desk"


@dataclass(frozen=True, slots=True)
class SectionStart:
    """Where a section begins; pages count from 1."""

    key: str
    title: str
    page: int


_SHRINKING = range(97, 40, -3)  # percent of the letters, until one page is enough


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn sheet."""

    pdf: bytes
    pages: int
    starts: tuple[SectionStart, ...]

    def __repr__(self) -> str:
        return f"<Drawn {self.pages}>"


def draw(sheet: Sheet, fonts: Fonts) -> Drawn:
    """Return the sheet as PDF with embedded fonts.

    Raises:
        FontsMissing: The fonts were not made.
    """
    drawn = _drawn(sheet, Styles(fonts.faces(), sheet))
    for percent in _SHRINKING:
        if not sheet.one_page or drawn.pages == 1:
            break
        drawn = _drawn(sheet, Styles(fonts.faces(), sheet, percent / 100))
    return drawn


def _drawn(sheet: Sheet, styles: Styles) -> Drawn:
    starts: list[SectionStart] = []
    story = list(_story(sheet, styles, starts))
    written = io.BytesIO()
    document = _document(sheet, styles, written)
    document.build(story)
    return Drawn(written.getvalue(), document.page, tuple(starts))


def _document(sheet: Sheet, styles: Styles, out: io.BytesIO) -> BaseDocTemplate:
    wide, high = styles.page
    margins = styles.margins
    document = BaseDocTemplate(
        out,
        pagesize=(wide, high),
        title=styles.faces.clean(sheet.title),
        author=styles.faces.clean(sheet.team),
        subject=styles.faces.clean(sheet.title),
        creator=CREATOR,
        lang=sheet.language,
        displayDocTitle=1,
        invariant=1,
        # Without it an unembedded Helvetica is listed in every file.
        initialFontName=styles.faces.regular,
    )
    frame = Frame(
        margins.side,
        margins.bottom,
        styles.width,
        high - margins.top - margins.bottom,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    on_page = _page_drawer(sheet, styles)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=on_page))
    return document


def _page_drawer(
    sheet: Sheet, styles: Styles
) -> Callable[[Canvas, BaseDocTemplate], None]:
    local = in_seoul(sheet.made_at)
    stamp = f"D:{local:%Y%m%d%H%M%S}+09'00'"

    def made_at(*_now: int) -> str:
        return stamp

    def on_page(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setDateFormatter(made_at)
        draw_edges(canvas, sheet, styles, document.page)

    return on_page


def _story(
    sheet: Sheet, styles: Styles, starts: list[SectionStart]
) -> Iterator[Flowable]:
    for place, section in enumerate(sheet.sections):
        if section.own_page and place:
            yield PageBreak()
        elif place:
            yield Spacer(1, 6 * mm)
            yield CondPageBreak(2 * styles.together)
        yield _start(section, styles, starts)
        for block in section.blocks:
            yield from _flowables(block, styles)
    if not sheet.sections:
        yield Spacer(1, 1)


def _start(section: Section, styles: Styles, starts: list[SectionStart]) -> CallerMacro:
    """Return what notes the page and enters the section into the file's contents."""
    title = styles.faces.clean(section.title)

    def note(macro: CallerMacro) -> None:
        canvas = macro.canv
        starts.append(SectionStart(section.key, title, canvas.getPageNumber()))
        bookmark = f"section-{len(starts)}"
        canvas.bookmarkPage(bookmark)
        canvas.addOutlineEntry(title, bookmark)

    return CallerMacro(drawCallable=note)


def _flowables(block: Block, styles: Styles) -> Iterator[Flowable]:
    match block:
        case Grid():
            yield from grid_flowables(block, styles)
        case Facts():
            yield from facts_flowables(block, styles)
        case NewPage():
            yield PageBreak()
        case _:
            text: TextBlock = block
            yield from text_flowables(text, styles)
