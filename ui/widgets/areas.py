"""The areas of the window: its cards, the list of pages, the line above, a panel's foot.

Tab goes through fields; Ctrl+Tab goes from area to area, to the first field of each.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from ui.widgets.card import Card
from ui.widgets.focus_ring import focusable


def go_to_area(roots: Sequence[QWidget], step: int) -> bool:
    """Move the focus ``step`` areas on, from the last to the first.

    Args:
        roots: Parts of the window, in their order; cards inside them are areas too.
        step: 1 for the next, -1 for the one before.

    Returns:
        Whether there was another area.
    """
    first: dict[QWidget, QWidget] = {}
    for root in roots:
        for field in focusable(root):
            first.setdefault(_area_of(field, root), field)
    areas = list(first)
    if len(areas) < 2:  # noqa: PLR2004 - one area has no next
        return False
    here = _present(roots)
    at = areas.index(here) if here in areas else -1 if step > 0 else 0
    first[areas[(at + step) % len(areas)]].setFocus(Qt.FocusReason.TabFocusReason)
    return True


def _present(roots: Sequence[QWidget]) -> QWidget | None:
    focus = QApplication.focusWidget()
    if focus is None:
        return None
    within = next((root for root in roots if root.isAncestorOf(focus)), None)
    return _area_of(focus, within) if within is not None else None


def _area_of(field: QWidget, root: QWidget) -> QWidget:
    """Return the card or the scrolling part that holds the field, else the root."""
    around = field.parentWidget()
    while around is not None and around is not root:
        if isinstance(around, Card | QScrollArea):
            return around
        around = around.parentWidget()
    return root
