"""Rows longer than a page are cut into several, so that a table can go on."""

from collections.abc import Sequence
from itertools import zip_longest

from reportlab.platypus import Paragraph

_NO_LIMIT = 1_000_000.0


def cut_row(
    cells: Sequence[Paragraph], widths: Sequence[float], highest: float
) -> list[list[Paragraph | str]]:
    """Return a row as one or more rows, none much higher than ``highest`` points.

    Args:
        cells: One paragraph a column.
        widths: How wide the text of each column may be, in points.
        highest: More than one line.
    """
    parts = [
        _cut(cell, width, highest) for cell, width in zip(cells, widths, strict=True)
    ]
    return [list(row) for row in zip_longest(*parts, fillvalue="")]


def _cut(cell: Paragraph, width: float, highest: float) -> list[Paragraph]:
    parts: list[Paragraph] = []
    rest = cell
    while True:
        _width, height = rest.wrap(width, _NO_LIMIT)
        halves = rest.split(width, highest) if height > highest else []
        if len(halves) < 2:  # noqa: PLR2004 - a first and a rest
            return [*parts, rest]
        parts.append(halves[0])
        rest = halves[1]
