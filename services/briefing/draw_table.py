"""Flowables for tables: grey centred head, numbers right, a dash where nothing is."""

from collections.abc import Iterator, Sequence

from reportlab.lib.colors import white
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Paragraph, Spacer, Table
from reportlab.platypus.flowables import Flowable

from services.briefing.column_widths import column_widths
from services.briefing.draw_text import paragraph
from services.briefing.long_rows import cut_row
from services.briefing.paper import Align, Facts, Grid, Print, Tone
from services.briefing.styles import GREY, LINE_GREY, Styles

EMPTY = "-"
_LABEL_SHARE, _WIDE_LABEL_SHARE = 0.2, 0.27
_SIDE, _ABOVE, _BELOW = 1.6 * mm, 1.1 * mm, 1.6 * mm
_HAND = 1.7 * mm  # above and below in a row to write in by hand
_HIGHEST = 0.3  # of the page; a higher row is cut
_LINE = 0.5


def grid_flowables(grid: Grid, styles: Styles) -> Iterator[Flowable]:
    """Yield what draws a table; its head stands again on every further page."""
    yield CondPageBreak(styles.together)
    if grid.unit:
        yield paragraph(grid.unit, styles.unit, styles)
    head = [
        paragraph(column.title, styles.cell(Align.CENTRE, Tone.STRONG), styles)
        for column in grid.columns
    ]
    rows = [_row(grid, at, styles) for at in range(len(grid.rows))]
    widths = column_widths(grid, styles, 2 * _SIDE + 1)
    table = _table([head, *rows], widths, styles, repeat=1)
    table.setStyle([("BACKGROUND", (0, 0), (-1, 0), GREY)])
    if grid.blank:
        table.setStyle(
            [
                ("TOPPADDING", (0, 1), (-1, -1), _HAND),
                ("BOTTOMPADDING", (0, 1), (-1, -1), _HAND),
            ]
        )
    if grid.total:
        table.setStyle([("BACKGROUND", (0, -1), (-1, -1), GREY)])
    yield table
    yield Spacer(1, 2 * mm)


def facts_flowables(facts: Facts, styles: Styles) -> Iterator[Flowable]:
    """Yield what draws labels and values."""
    label = styles.cell(Align.CENTRE, Tone.STRONG)
    rows = [
        [
            paragraph(fact.label, label, styles),
            paragraph(fact.value or EMPTY, styles.cell(Align.LEFT, fact.tone), styles),
        ]
        for fact in facts.rows
    ]
    huge = styles.print is Print.HUGE
    left = styles.width * (_WIDE_LABEL_SHARE if huge else _LABEL_SHARE)
    table = _table(rows, [left, styles.width - left], styles, repeat=0)
    table.setStyle([("BACKGROUND", (0, 0), (0, -1), GREY)])
    yield table
    yield Spacer(1, 2 * mm)


def _row(grid: Grid, at: int, styles: Styles) -> list[Paragraph]:
    is_total = grid.total and at == len(grid.rows) - 1
    tone = Tone.STRONG if is_total else Tone.PLAIN
    nothing = "" if grid.blank or is_total else EMPTY
    return [
        _cell(text.strip() or nothing, styles.cell(column.align, tone), styles)
        for column, text in zip(grid.columns, grid.rows[at], strict=True)
    ]


def _cell(text: str, style: ParagraphStyle, styles: Styles) -> Paragraph:
    """Return a cell; an empty one is as high as a line, to be written in."""
    return paragraph(text, style, styles) if text else Paragraph("&nbsp;", style)


def _table(
    rows: Sequence[Sequence[Paragraph]],
    widths: Sequence[float],
    styles: Styles,
    *,
    repeat: int,
) -> Table:
    inner = [width - 2 * _SIDE for width in widths]
    drawn: list[list[Paragraph | str]] = []
    unruled: list[int] = []
    for row in rows:
        parts = cut_row(row, inner, styles.page[1] * _HIGHEST)
        unruled += range(len(drawn) + 1, len(drawn) + len(parts))
        drawn += parts
    table = Table(drawn, colWidths=widths, repeatRows=repeat, splitByRow=1)
    table.setStyle(
        [
            # Or the table asks for its own font, which would not be embedded.
            ("FONTNAME", (0, 0), (-1, -1), styles.faces.regular),
            ("GRID", (0, 0), (-1, -1), _LINE, LINE_GREY),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), _SIDE),
            ("RIGHTPADDING", (0, 0), (-1, -1), _SIDE),
            ("TOPPADDING", (0, 0), (-1, -1), _ABOVE),
            ("BOTTOMPADDING", (0, 0), (-1, -1), _BELOW),
            *(_unruled(at) for at in unruled),
        ]
    )
    return table


def _unruled(at: int) -> tuple[object, ...]:
    """Return what hides the line between two parts of one row."""
    return ("LINEABOVE", (0, at), (-1, at), _LINE, white)
