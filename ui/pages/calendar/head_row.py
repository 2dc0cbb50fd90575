"""A row of the calendar's head: buttons and words beside each other."""

from PySide6.QtWidgets import QHBoxLayout, QWidget


def row_of(*parts: QWidget | None) -> QWidget:
    """Return the parts in a row; None is room that grows, at the end at the latest."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    if None not in parts:
        row.addStretch(1)
    return whole
