"""Flowables for tables: grey centred head, numbers right, a dash where nothing is."""

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Spacer, Table
from reportlab.platypus.flowables import Flowable

from services.briefing.column_widths import column_widths
from services.briefing.draw_text import paragraph
from services.briefing.paper import Align, Facts, Grid, Print, Tone
from services.briefing.styles import GREY, LINE_GREY, Styles

EMPTY = "-"
_LABEL_SHARE, _WIDE_LABEL_SHARE = 0.2, 0.27
_SIDE = 1.6 * mm
_HAND_HIGH = 8.6 * mm  # a row to write in by hand
_FRAME = ("GRID", (0, 0), (-1, -1), 0.5, LINE_GREY)
_MIDDLE = ("VALIGN", (0, 0), (-1, -1), "MIDDLE")


def grid_flowables(grid: Grid, styles: Styles) -> Iterator[Flowable]:
    """Yield what draws a table; its head stands again on every further page."""
    if grid.unit:
        yield paragraph(grid.unit, styles.unit, styles)
    head = [
        paragraph(column.title, styles.cell(Align.CENTRE, Tone.STRONG), styles)
        for column in grid.columns
    ]
    rows = [_row(grid, at, styles) for at in range(len(grid.rows))]
    widths = column_widths(grid, styles, 2 * _SIDE + 1)
    table = _table([head, *rows], widths, repeat=1)
    table.setStyle([("BACKGROUND", (0, 0), (-1, 0), GREY), *_paddings(grid)])
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
    table = _table(rows, [left, styles.width - left], repeat=0)
    table.setStyle([("BACKGROUND", (0, 0), (0, -1), GREY)])
    yield table
    yield Spacer(1, 2 * mm)


def _row(grid: Grid, at: int, styles: Styles) -> list[Flowable]:
    is_total = grid.total and at == len(grid.rows) - 1
    tone = Tone.STRONG if is_total else Tone.PLAIN
    nothing = "" if grid.blank or is_total else EMPTY
    return [
        paragraph(text.strip() or nothing, styles.cell(column.align, tone), styles)
        for column, text in zip(grid.columns, grid.rows[at], strict=True)
    ]


def _paddings(grid: Grid) -> list[tuple[object, ...]]:
    if not grid.blank:
        return []
    # A blank form is written in by hand: rows need a finger's height.
    return [
        ("TOPPADDING", (0, 1), (-1, -1), _HAND_HIGH * 0.22),
        ("BOTTOMPADDING", (0, 1), (-1, -1), _HAND_HIGH * 0.26),
    ]


def _table(rows: list[list[Flowable]], widths: list[float], repeat: int) -> Table:
    # splitInRow: a cell longer than a page goes on on the next one.
    table = Table(rows, colWidths=widths, repeatRows=repeat, splitByRow=1, splitInRow=1)
    table.setStyle(
        [
            _FRAME,
            _MIDDLE,
            ("LEFTPADDING", (0, 0), (-1, -1), _SIDE),
            ("RIGHTPADDING", (0, 0), (-1, -1), _SIDE),
            ("TOPPADDING", (0, 0), (-1, -1), 1.1 * mm),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.6 * mm),
        ]
    )
    return table
