"""Flowables for texts: titles, headings, marked lines, numbers, speeches."""

from collections.abc import Iterator
from html import escape

from reportlab.lib.colors import black
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, HRFlowable, Paragraph, Spacer, Table
from reportlab.platypus.flowables import Flowable

from services.briefing.paper import Banner, Cover, Heading, Issuer, Line, Speech, Title
from services.briefing.styles import GREY, LINE_GREY, Styles

TextBlock = Cover | Title | Heading | Line | Banner | Issuer | Speech


def text_flowables(block: TextBlock, styles: Styles) -> Iterator[Flowable]:
    """Yield what draws a text block."""
    match block:
        case Cover():
            yield from _cover(block, styles)
        case Title():
            yield from _title(block, styles)
        case Heading():
            # Not keepWithNext: that would move a long table to a page of its own.
            yield CondPageBreak(styles.together)
            yield paragraph(
                f"{block.mark} {block.text}", styles.heading(block.mark), styles
            )
        case Line():
            text = f"{block.mark} {block.text}" if block.mark else block.text
            yield paragraph(
                text, styles.line(block.level, block.mark, block.tone), styles
            )
        case Banner():
            yield _shaded(paragraph(block.text, styles.banner, styles), styles)
            yield Spacer(1, 4 * mm)
        case Issuer():
            yield Spacer(1, 4 * mm)
            yield paragraph(block.text, styles.issuer, styles)
        case Speech():
            yield paragraph(block.text, styles.speech, styles)


def paragraph(text: str, style: ParagraphStyle, styles: Styles) -> Paragraph:
    """Return one paragraph; nothing in the text is taken for markup."""
    return Paragraph(escape(styles.faces.clean(text), quote=False), style)


def _cover(block: Cover, styles: Styles) -> Iterator[Flowable]:
    yield Spacer(1, styles.page[1] * 0.16)
    yield _framed(paragraph(block.title, styles.cover, styles), styles)
    yield Spacer(1, styles.page[1] * 0.10)
    for line in block.lines:
        yield paragraph(line, styles.cover_line, styles)


def _title(block: Title, styles: Styles) -> Iterator[Flowable]:
    yield paragraph(block.text, styles.title, styles)
    yield HRFlowable(width="100%", thickness=1.2, color=black, spaceAfter=3 * mm)
    if block.byline:
        yield paragraph(block.byline, styles.byline, styles)


def _shaded(text: Paragraph, styles: Styles) -> Table:
    """Return a text on grey."""
    shaded = Table([[text]], colWidths=[styles.width])
    shaded.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), styles.faces.regular),
            ("BACKGROUND", (0, 0), (-1, -1), GREY),
            ("TOPPADDING", (0, 0), (-1, -1), 2 * mm),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4 * mm),
        ]
    )
    return shaded


def _framed(text: Paragraph, styles: Styles) -> Table:
    """Return a text between strong lines."""
    framed = Table([[text]], colWidths=[styles.width])
    framed.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), styles.faces.regular),
            ("LINEABOVE", (0, 0), (-1, 0), 2.2, black),
            ("LINEBELOW", (0, -1), (-1, -1), 2.2, black),
            ("BOX", (0, 0), (-1, -1), 0.5, LINE_GREY),
            ("TOPPADDING", (0, 0), (-1, -1), 5 * mm),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6 * mm),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ]
    )
    return framed
