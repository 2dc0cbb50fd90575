"""Widths of columns: by their shares, but no word is broken that need not be."""

from collections.abc import Sequence

from reportlab.pdfbase.pdfmetrics import stringWidth

from services.briefing.paper import Align, Grid, Tone
from services.briefing.styles import Styles

# A longer word, such as an address without blanks, is broken after all.
LARGEST_NEED = 0.25


def column_widths(grid: Grid, styles: Styles, padding: float) -> list[float]:
    """Return the width of each column in points; together as wide as the text."""
    total = styles.width
    sum_of_shares = sum(column.share for column in grid.columns)
    widths = [total * column.share / sum_of_shares for column in grid.columns]
    longest = total * LARGEST_NEED
    needs = [
        min(_longest_word(grid, at, styles) + padding, longest)
        for at in range(len(grid.columns))
    ]
    return fitted(widths, needs)


def fitted(widths: Sequence[float], needs: Sequence[float]) -> list[float]:
    """Return the widths with the narrow ones raised at the cost of the wide ones.

    Where there is not enough for all, each gets the same part of what it lacks.
    """
    lacks = [max(need - width, 0.0) for width, need in zip(widths, needs, strict=True)]
    spares = [max(width - need, 0.0) for width, need in zip(widths, needs, strict=True)]
    lack, spare = sum(lacks), sum(spares)
    if not lack or not spare:
        return list(widths)
    given, taken = min(1.0, spare / lack), min(1.0, lack / spare)
    return [
        width + lacks[at] * given - spares[at] * taken
        for at, width in enumerate(widths)
    ]


def _longest_word(grid: Grid, at: int, styles: Styles) -> float:
    """Return the width of the longest word of a column, as if all were bold."""
    style = styles.cell(Align.LEFT, Tone.STRONG)
    texts = [grid.columns[at].title, *(row[at] for row in grid.rows)]
    words = {word for text in texts for word in styles.faces.clean(text).split(" ")}
    return max(float(stringWidth(w, style.fontName, style.fontSize)) for w in words)
