"""What every drawer panel promises to the window around it."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.context import PageContext, Places
from ui.widgets.hangul_form import HangulForm
from ui.widgets.side_by_side import SideBySide

_BESIDE_SCROLL_BAR = 4


class Panel(HangulForm):
    """One form at the right; freed when it closes, what was typed is a draft.

    Attributes:
        body: Where the fields go; it scrolls, and what has the focus is in sight.
        foot: Where the buttons go; it stays in sight.

    Signals:
        finished: The panel has done its work and may go.
    """

    finished = Signal()
    panel_id: ClassVar[str]

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName(f"panel-{self.panel_id}")
        self._area = _Area(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._once_laid_out = QTimer(self)
        self._once_laid_out.setSingleShot(True)
        self._once_laid_out.timeout.connect(self._show_focus)
        self._inside = QWidget(self._area)
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 0, _BESIDE_SCROLL_BAR, 0)
        self._inside.installEventFilter(self)
        self._area.setWidget(self._inside)
        self.foot = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)  # in line with the head of the drawer
        column.addWidget(self._area, 1)
        column.addLayout(self.foot)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def label(self, name: str, role: str = "") -> QLabel:
        """Return a new text of the panel that wraps, in the look of ``role``."""
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("role", role)
        label.setWordWrap(True)
        return label

    def add_buttons(self, *buttons: QWidget) -> None:
        """Put buttons beside each other at the foot, below each other if need be."""
        row = SideBySide(self)
        for button in buttons:
            row.add(button, stretch=1)
        self.foot.addWidget(row)

    def title(self) -> str:
        """Return the panel's name as the drawer shows it."""
        raise LookupError(self.panel_id)

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """Return what the panel does for the window's actions while it is open."""
        return {}

    def places(self) -> Places:
        """Return the record that is shown now, then what is shown together with it."""
        return ()

    def retranslate(self) -> None:
        """Set every text in the language in use."""

    @Slot("QWidget*", "QWidget*")
    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._inside.isAncestorOf(now):
            self._once_laid_out.start()

    @Slot()
    def _show_focus(self) -> None:
        field = QApplication.focusWidget()
        if field is not None and self._inside.isAncestorOf(field):
            self._area.ensureWidgetVisible(field, 0, self.fontMetrics().height())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside and event.type() == QEvent.Type.Resize:
            self._once_laid_out.start()  # what has the focus has moved
        return super().eventFilter(watched, event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class _Area(QScrollArea):
    """Scrolls by wheel and by focus; every key is the panel's own."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
