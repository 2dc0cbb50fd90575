"""What stands outside the text on every page: band, mark, page number, footer."""

from reportlab.lib.colors import black, white
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from services.briefing.paper import Sheet
from services.briefing.styles import (
    FOOT_SIZE,
    MARK_SIZE,
    ORANGE,
    PAGE_SIZE,
    QUIET,
    Styles,
)

_BAND_TOP, _BAND_HIGH = 5 * mm, 6 * mm
_MARK_TOP = 16.5 * mm
_NUMBER_AT, _FOOT_AT = 11.5 * mm, 7 * mm
_SMALLEST_FOOT = 5.0


def draw_edges(canvas: Canvas, sheet: Sheet, styles: Styles, page: int) -> None:
    """Draw the edges of one page.

    Source: 안전성 확보조치 기준 §12 (purpose on output), 행정업무규정 시행규칙 §18 (number).
    """
    canvas.saveState()
    if sheet.edges.band:
        _band(canvas, styles, styles.faces.clean(sheet.edges.band))
    if sheet.edges.mark:
        _mark(canvas, styles, styles.faces.clean(sheet.edges.mark))
    canvas.setFillColor(black)
    canvas.setFont(styles.faces.regular, PAGE_SIZE)
    canvas.drawCentredString(styles.page[0] / 2, _NUMBER_AT, f"- {page} -")
    _footer(canvas, styles, styles.faces.clean(sheet.edges.footer))
    canvas.restoreState()


def _band(canvas: Canvas, styles: Styles, text: str) -> None:
    wide, high = styles.page
    low = high - _BAND_TOP - _BAND_HIGH
    canvas.setFillColor(ORANGE)
    canvas.rect(styles.margins.side, low, styles.width, _BAND_HIGH, stroke=0, fill=1)
    canvas.setFillColor(black)
    canvas.setFont(styles.faces.bold, PAGE_SIZE)
    canvas.drawCentredString(wide / 2, low + 1.9 * mm, text)


def _mark(canvas: Canvas, styles: Styles, text: str) -> None:
    """Draw how secret the page is in a small frame above right."""
    wide, high = styles.page
    length = float(stringWidth(text, styles.faces.bold, MARK_SIZE))
    right, low = wide - styles.margins.side, high - _MARK_TOP
    canvas.setFillColor(white)
    canvas.setStrokeColor(black)
    canvas.setLineWidth(0.8)
    left = right - length - 4 * mm
    canvas.rect(left, low - 1.4 * mm, length + 4 * mm, 5 * mm, stroke=1, fill=0)
    canvas.setFillColor(black)
    canvas.setFont(styles.faces.bold, MARK_SIZE)
    canvas.drawRightString(right - 2 * mm, low, text)


def _footer(canvas: Canvas, styles: Styles, text: str) -> None:
    """Draw the footer on one line, smaller when it would not fit."""
    size = FOOT_SIZE
    length = float(stringWidth(text, styles.faces.regular, size))
    if length > styles.width:
        size = max(size * styles.width / length, _SMALLEST_FOOT)
    canvas.setFillColor(QUIET)
    canvas.setFont(styles.faces.regular, size)
    canvas.drawCentredString(styles.page[0] / 2, _FOOT_AT, text)
