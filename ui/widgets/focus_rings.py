"""The frame of the focus around what the style sheet must not touch.

A combo or spin box whose border is set in a style sheet is drawn plainly by Qt, without
its arrows: the frame is laid over it instead.
"""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QWidget
from typing_extensions import override

WIDTH, RADIUS = 2, 3


class FocusRings(QObject):
    """Frames the combo or spin box that has the focus, inside one window."""

    def __init__(self, window: QWidget, color: Callable[[], QColor]) -> None:
        super().__init__(window)
        self._window = window
        self._color = color
        self._ring: _Ring | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    @Slot("QWidget*", "QWidget*")
    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        ring, self._ring = self._ring, None
        if ring is not None and shiboken6.isValid(ring):
            ring.hide()
            ring.deleteLater()
        kinds = QComboBox | QAbstractSpinBox
        if isinstance(now, kinds) and self._window.isAncestorOf(now):
            self._ring = _Ring(now, self._color())


class _Ring(QWidget):
    """Lies over one field and lets every click through."""

    def __init__(self, field: QWidget, color: QColor) -> None:
        super().__init__(field)
        self._color = color
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        field.installEventFilter(self)
        self.setGeometry(field.rect())
        self.show()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        field = self.parentWidget()
        if watched is field and event.type() == QEvent.Type.Resize:
            self.setGeometry(field.rect())
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._color, WIDTH))
        inside = self.rect().adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(inside, RADIUS, RADIUS)
        painter.end()
