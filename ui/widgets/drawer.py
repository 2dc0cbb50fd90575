"""The panel that comes in from the right; the list beside it stays in sight."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from services.core.texts import gettext as _
from ui.widgets.card import Card
from ui.widgets.focus_ring import focus_next, focusable
from ui.widgets.key_button import KeyButton
from ui.widgets.role import set_role

_WIDTH_CHARACTERS = 33  # ux.md 9.2: 460 px at 100 %, in Hangul of 11 pt
_LEAST_BESIDE = 0.45  # of the parent; with less left beside it, take all of it
_STRIP_CHARACTERS = 3  # in so narrow a strip of a card nothing can be read
_CLOSE_KEY = "Esc"


class Drawer(QFrame):
    """Stands at the right of its parent; keeps the focus until Esc.

    What lies there is asked for room; where it cannot give any, it is covered.  A
    panel belongs to the drawer and is freed when another takes its place or the
    drawer closes: what was typed is in the draft, not in the window.

    Signals:
        closed: The drawer has gone and the focus is back where it was.
    """

    closed = Signal()

    def __init__(
        self, parent: QWidget, give_room: Callable[[int], bool] | None = None
    ) -> None:
        super().__init__(parent)
        self._around = parent
        self._give_room = give_room or _give_none
        self.setObjectName("drawer")
        set_role(self, "drawer")
        self._panel: QWidget | None = None
        self._came_from: QWidget | None = None
        self._title = QLabel(self)
        set_role(self._title, "title")
        self._close = KeyButton("", _CLOSE_KEY, self)
        self._close.setObjectName("drawerClose")
        self._close.clicked.connect(self.dismiss)
        self._room = QVBoxLayout()
        self._once_laid_out = QTimer(self)
        self._once_laid_out.setSingleShot(True)
        self._once_laid_out.timeout.connect(self._settle)
        self._lay_out()
        parent.installEventFilter(self)
        self.retranslate()
        self.hide()

    def show_panel(self, title: str, panel: QWidget) -> None:
        """Show ``panel`` with the focus in its first field."""
        if self.isHidden():
            self._came_from = QApplication.focusWidget()
        self._free_panel()
        self._panel = panel
        self._room.addWidget(panel)
        self.set_title(title)
        self.show()
        panel.show()  # an open drawer would show it in the next turn: too late to focus
        self._settle()
        self.raise_()
        inside = focusable(panel)
        (inside[0] if inside else self._close).setFocus(Qt.FocusReason.OtherFocusReason)

    def set_title(self, title: str) -> None:
        """Name the panel shown."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def panel(self) -> QWidget | None:
        """Return the panel shown, or None."""
        return self._panel

    @Slot()
    def dismiss(self) -> None:
        """Go away, free the panel and give the focus back."""
        if self.isHidden():
            return
        before, self._came_from = self._came_from, None
        self.hide()
        self._give_room(0)
        self._free_panel()
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self._close.set_title(_("Close"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        match event.type():
            case QEvent.Type.LanguageChange:
                self.retranslate()
            case QEvent.Type.FontChange:
                self._settle()
        super().changeEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._around:
            self._settle()
            self._once_laid_out.start()  # the cards beside it move after it
        return super().eventFilter(watched, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        return focus_next(self, 1 if next else -1)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addLayout(self._room, 1)

    @Slot()
    def _settle(self) -> None:
        if self.isHidden():
            return
        whole = self._around.width()
        width = self.fontMetrics().horizontalAdvance("가") * _WIDTH_CHARACTERS
        left = whole - width
        if left < whole * _LEAST_BESIDE:
            left = 0
            self._give_room(0)
        elif not self._give_room(width):
            left = self._clear_of_strips(left)
        self.setGeometry(left, 0, whole - left, self._around.height())

    def _clear_of_strips(self, left: int) -> int:
        """Return where to begin so that no card shows but a strip beside the drawer."""
        strip = self.fontMetrics().horizontalAdvance("가") * _STRIP_CHARACTERS
        begins = [
            card.mapTo(self._around, QPoint()).x()
            for card in self._around.findChildren(Card)
            if card.isVisible() and not self.isAncestorOf(card)
        ]
        return min((x for x in begins if left - strip < x < left), default=left)

    def _free_panel(self) -> None:
        panel, self._panel = self._panel, None
        if panel is not None and shiboken6.isValid(panel):
            self._room.removeWidget(panel)
            panel.hide()
            panel.deleteLater()


def _give_none(_width_px: int) -> bool:
    """Stay as wide as before: what stands alone is covered."""
    return False
