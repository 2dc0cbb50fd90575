"""Shows the real pages of a PDF, one below the other, readable by screen readers.

A page is drawn when it comes into sight, so that a long pack is there at once. While
the view has the focus Ctrl with plus, minus and nought make the page larger, smaller
and as wide as the view; elsewhere these keys change the text of the whole window.
"""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from services.briefing.pages import page_sizes, render, text
from services.core.texts import gettext as _

POINTS_AN_INCH = 72
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_EDGE_PX = 40
_LEAST_PX = 300
_KEY = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_LARGER, _SMALLER = (_KEY.Key_Plus, _KEY.Key_Equal), (_KEY.Key_Minus,)
_ZOOM_KEYS = (*_LARGER, *_SMALLER, _KEY.Key_0)
_PAGE_KEYS = (_KEY.Key_PageDown, _KEY.Key_PageUp, _KEY.Key_Home, _KEY.Key_End)


class PdfView(QScrollArea):
    """Draws pages as wide as the view or larger; the page's text is its spoken name.

    Signals:
        moved: Another page is in sight, or the pages have another size.
    """

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pdfView")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._sheets = QWidget(self)
        self._column = QVBoxLayout(self._sheets)
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(self._sheets)
        self._labels: list[QLabel] = []
        self._pdf = b""
        self._sizes_pt: tuple[tuple[float, float], ...] = ()
        self._zoom: float | None = None  # None: as wide as the view
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_pdf(self, pdf: bytes) -> None:
        """Show these pages; the first is in sight."""
        self.clear()
        self._pdf, self._sizes_pt = pdf, page_sizes(pdf)
        for number in range(1, len(self._sizes_pt) + 1):
            label = QLabel(self._sheets)
            label.setAccessibleName(_("Page {number}").format(number=number))
            label.setAccessibleDescription(text(pdf, number))
            self._column.addWidget(label)
            label.show()  # else the layout leaves it out until the loop comes round
            self._labels.append(label)
        self._lay_out()
        self.go_to(1)

    def clear(self) -> None:
        """Show nothing."""
        for label in self._labels:
            self._column.removeWidget(label)
            label.deleteLater()
        self._labels, self._pdf, self._sizes_pt = [], b"", ()

    # -- where and how large -------------------------------------------------------

    @property
    def page(self) -> int:
        """The page at the top of the view, from 1; 0 while there is none."""
        top = self.verticalScrollBar().value() + self.viewport().height() // 3
        begun = [at for at, one in enumerate(self._labels, 1) if one.y() <= top]
        return begun[-1] if begun else min(1, len(self._labels))

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._labels)

    @property
    def percent(self) -> int:
        """How large the page in sight is, against its paper."""
        return round(self._scale(max(self.page - 1, 0)) * 100) if self._labels else 0

    def go_to(self, page: int) -> None:
        """Bring the top of a page into sight; beyond the last is its end."""
        bar = self.verticalScrollBar()
        if page > len(self._labels):
            bar.setValue(bar.maximum())
        elif self._labels:
            bar.setValue(self._labels[max(page, 1) - 1].y())

    @Slot()
    def larger(self) -> None:
        """Show the pages one step larger."""
        now = self.percent / 100
        self._use(next((z for z in ZOOMS if z > now + 0.01), ZOOMS[-1]))

    @Slot()
    def smaller(self) -> None:
        """Show the pages one step smaller."""
        now = self.percent / 100
        self._use(next((z for z in reversed(ZOOMS) if z < now - 0.01), ZOOMS[0]))

    @Slot()
    def fit_width(self) -> None:
        """Show the pages as wide as the view."""
        self._use(None)

    def _use(self, zoom: float | None) -> None:
        page, self._zoom = self.page, zoom
        self._lay_out()
        self.go_to(page)

    def _scale(self, at: int) -> float:
        """Return how many times its paper the page is."""
        if self._zoom is not None:
            return self._zoom
        room = max(self.viewport().width() - _EDGE_PX, _LEAST_PX)
        return room * POINTS_AN_INCH / (self._sizes_pt[at][0] * self.logicalDpiX())

    def _lay_out(self) -> None:
        """Give each page its room and draw those in sight."""
        for at, label in enumerate(self._labels):
            pixels = self._scale(at) * self.logicalDpiX() / POINTS_AN_INCH
            width_pt, height_pt = self._sizes_pt[at]
            label.clear()
            label.setFixedSize(round(width_pt * pixels), round(height_pt * pixels))
        self._column.activate()
        self._sheets.resize(self._sheets.sizeHint().expandedTo(self.viewport().size()))
        self._on_scrolled()

    @Slot()
    def _on_scrolled(self) -> None:
        top = self.verticalScrollBar().value()
        end = top + self.viewport().height()
        for at, label in enumerate(self._labels):
            if label.y() <= end and label.y() + label.height() >= top:
                self._draw(at, label)
        self.moved.emit()

    def _draw(self, at: int, label: QLabel) -> None:
        if not label.pixmap().isNull():
            return
        ratio = self.devicePixelRatioF()
        dpi = round(self._scale(at) * self.logicalDpiX() * ratio)
        image = render(self._pdf, at + 1, dpi)
        form = QImage.Format.Format_RGB888
        stride = image.width * 3
        picture = QImage(image.rgb, image.width, image.height, stride, form)
        drawn = QPixmap.fromImage(picture)
        drawn.setDevicePixelRatio(ratio)
        label.setPixmap(drawn)

    # -- hands ---------------------------------------------------------------------

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and _is_zoom(event):
            event.accept()  # else the window's own text grows
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if _is_zoom(event):
            self._zoom_by(Qt.Key(key))
        elif key in _PAGE_KEYS and not event.modifiers() & ~_KEYPAD:
            last = len(self._labels)
            self.go_to(
                {
                    _KEY.Key_PageDown: self.page + 1,
                    _KEY.Key_PageUp: self.page - 1,
                    _KEY.Key_Home: 1,
                    _KEY.Key_End: last,
                }[Qt.Key(key)]
            )
        else:
            super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & _CTRL:
            super().wheelEvent(event)
        elif event.angleDelta().y():
            self._zoom_by(
                _KEY.Key_Plus if event.angleDelta().y() > 0 else _KEY.Key_Minus
            )
            event.accept()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._zoom is None and event.size().width() != event.oldSize().width():
            self._use(None)

    def _zoom_by(self, key: Qt.Key) -> None:
        if key in _LARGER:
            self.larger()
        elif key in _SMALLER:
            self.smaller()
        else:
            self.fit_width()


def _is_zoom(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent) or event.key() not in _ZOOM_KEYS:
        return False
    return bool(event.modifiers() & ~_KEYPAD & ~_SHIFT == _CTRL)
