"""The short word after something was done, with its way back."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QHideEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QWidget
from typing_extensions import override

from services.core.texts import gettext as _
from ui.widgets.announce import announce
from ui.widgets.key_button import KeyButton
from ui.widgets.role import set_role

SHOWN_FOR_MS = 8_000  # time to read two lines twice; stands still under hand or focus
_UNDO_KEY = "Ctrl+Z"


class UndoToast(QFrame):
    """Lies over a bottom for eight seconds; never takes the focus.

    The bottom is that of ``over``, a part of the window where nothing waits for a
    hand, with the way back below the words; else that of the parent.  The same words
    again are counted, not stacked.

    Signals:
        undo_requested: The last of the things said should be taken back.
    """

    undo_requested = Signal()

    def __init__(self, parent: QWidget, over: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "toast")
        self._over = over or parent
        self._said, self._count = "", 0
        self._hovered = False
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._undo = KeyButton("", _UNDO_KEY, self)
        self._undo.setObjectName("toastUndo")
        self._undo.clicked.connect(self._on_undo_clicked)
        self._undo.installEventFilter(self)
        way = QBoxLayout.Direction
        self._row = QBoxLayout(way.TopToBottom if over else way.LeftToRight, self)
        self._row.addWidget(self._words)
        self._row.addWidget(self._undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_FOR_MS)
        self._timer.timeout.connect(self.hide)
        for watched in {parent, self._over}:
            watched.installEventFilter(self)
        self.retranslate()
        self.hide()

    def show_done(self, words: str) -> None:
        """Say ``words`` with the way back beside them."""
        again = self.isVisible() and words == self._said and self._undo.isVisible()
        self._count = self._count + 1 if again else 1
        self._undo.show()
        self._say(words)

    def show_words(self, words: str) -> None:
        """Say ``words`` that need no way back."""
        self._count = 1
        self._undo.hide()
        self._say(words)

    def words(self) -> str:
        """Return what stands on the toast."""
        return self._words.text()

    @property
    def is_counting_down(self) -> bool:
        """Whether the toast will leave by itself."""
        return self._timer.isActive()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self._undo.set_title(_("Undo"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self._timer.stop()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self._leave_soon()
        super().leaveEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._hovered = False
        self._timer.stop()
        super().hideEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.Resize if watched in (self.parent(), self._over):
                self._settle()
            case QEvent.Type.FocusIn if watched is self._undo:
                self._timer.stop()
            case QEvent.Type.FocusOut if watched is self._undo:
                self._leave_soon()
        return super().eventFilter(watched, event)

    @Slot()
    def _on_undo_clicked(self) -> None:
        self._count -= 1
        if self._count > 0:
            self._say(self._said)
        else:
            self.hide()
        self.undo_requested.emit()

    def _say(self, words: str) -> None:
        self._said = words
        counted = _("{words} ({count})").format(words=words, count=self._count)
        self._words.setText(counted if self._count > 1 else words)
        self._settle()  # before it is seen: a pointer in the corner is no hand on it
        self.show()
        self.raise_()
        announce(self, self._words.text())
        self._leave_soon()

    def _leave_soon(self) -> None:
        held = self._hovered or self._undo.hasFocus()
        if self.isVisible() and not held:
            self._timer.start()

    def _settle(self) -> None:
        around = self._around()
        gap = self.fontMetrics().height()
        if self._is_column:
            gap //= 3
        self._fit_words(around.width() - 2 * gap)
        self.adjustSize()
        left = around.left() + max(0, (around.width() - self.width()) // 2)
        top = around.top() + around.height() - self.height() - gap
        self.move(QPoint(left, max(0, top)))

    def _around(self) -> QRect:
        """Return where it may lie, as its parent counts."""
        parent = self.parentWidget()
        if parent is None or self._over is parent:
            return self._over.rect()
        return QRect(self._over.mapTo(parent, QPoint()), self._over.size())

    @property
    def _is_column(self) -> bool:
        return self._row.direction() == QBoxLayout.Direction.TopToBottom

    def _fit_words(self, widest_px: int) -> None:
        """Wrap the words where the way back would leave the window."""
        self._words.setMinimumWidth(0)
        self._words.ensurePolished()
        words_px = self._words.fontMetrics().horizontalAdvance(self._words.text()) + 1
        margins = self._row.contentsMargins()
        room = widest_px - margins.left() - margins.right()
        if self._is_column:
            words_px = room  # one width for all of them, as of the entries above
        elif self._undo.isVisibleTo(self):
            room -= self._undo.sizeHint().width() + self._row.spacing()
        self._words.setFixedWidth(max(1, min(words_px, room)))
