"""The Tab order inside one widget, for frames that keep the focus to themselves."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def focusable(area: QWidget) -> list[QWidget]:
    """Return what Tab can reach inside ``area``, in its order."""
    found: list[QWidget] = []
    one = area.nextInFocusChain()
    while one is not None and one is not area:
        if area.isAncestorOf(one) and _takes_tab(one, area):
            found.append(one)
        one = one.nextInFocusChain()
    return found


def focus_next(area: QWidget, step: int) -> bool:
    """Move the focus ``step`` places inside ``area``, from the last to the first.

    Returns:
        Whether there was somewhere to go.
    """
    ring = focusable(area)
    if not ring:
        return False
    here = QApplication.focusWidget()
    at = ring.index(here) if here in ring else -1 if step > 0 else 0
    reason = (
        Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
    )
    ring[(at + step) % len(ring)].setFocus(reason)
    return True


def _takes_tab(widget: QWidget, area: QWidget) -> bool:
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return (
        policy == Qt.FocusPolicy.TabFocus
        and widget.isEnabled()
        and widget.isVisibleTo(area)
        and widget.focusProxy() is None
    )


def go_in_order(widgets: Iterable[QWidget]) -> None:
    """Let Tab go through widgets as they are given, however they were made."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)
