"""Walks a window as a person without mouse or screen would, and lists what fails."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollArea, QWidget

SMALLEST_PX = 24  # WCAG 2.2, 2.5.8


def described(widget: QWidget) -> str:
    """Return a word by which a failing widget is found."""
    return f"{type(widget).__name__} {widget.objectName()}".strip()


def reachable(root: QWidget) -> list[QWidget]:
    """Return what can be used now: visible, enabled, takes the focus."""
    return [
        child
        for child in root.findChildren(QWidget)
        if child.isVisible()
        and child.isEnabled()
        and child.focusPolicy() != Qt.FocusPolicy.NoFocus
        and child.focusProxy() is None
        and not isinstance(child, QScrollArea)
        and not child.objectName().startswith("qt_")
    ]


def unnamed(root: QWidget) -> list[str]:
    """Return what a screen reader has no name for, or one with a mnemonic in it."""
    found = []
    for child in reachable(root):
        node = QAccessible.queryAccessibleInterface(child)
        name = node.text(QAccessible.Text.Name).strip()
        if not name or "&" in name or (name.endswith(")") and name[-3:-2] == "("):
            found.append(described(child))
    return found


def too_small(root: QWidget) -> list[str]:
    """Return what is too small to be hit."""
    return [
        f"{described(child)} {child.width()}x{child.height()}"
        for child in reachable(root)
        if min(child.width(), child.height()) < SMALLEST_PX
    ]


def unreachable_by_tab(root: QWidget) -> list[str]:
    """Return what Tab never comes to, beginning at the first that can be used."""
    wanted = [
        child
        for child in reachable(root)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    ]
    if not wanted:
        return []
    wanted[0].setFocus()
    seen: list[QWidget] = []
    for _ in range(2 * len(wanted) + 2):
        here = QApplication.focusWidget()
        if here is None:
            break
        seen.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    return [described(child) for child in wanted if child not in seen]


def unfocused_looks_same(root: QWidget) -> list[str]:
    """Return what does not look different when it has the focus."""
    return [described(child) for child in reachable(root) if _looks_same(child)]


def _looks_same(child: QWidget) -> bool:
    child.clearFocus()
    without = _picture(child)
    child.setFocus(Qt.FocusReason.TabFocusReason)
    focused = _picture(child)
    child.clearFocus()
    return without == focused


def _picture(child: QWidget) -> QImage:
    """Grab a widget with a margin; a list also shows the focus on its row."""
    if isinstance(child, QAbstractItemView):
        return child.grab().toImage()
    window = child.window()
    area = child.rect().adjusted(-3, -3, 3, 3)
    area.moveTopLeft(child.mapTo(window, QPoint(-3, -3)))
    return window.grab(area).toImage()
