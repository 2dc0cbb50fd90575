"""The waiting board on a second screen: numbers and rooms, never a name.

It needs no key: while the desk is locked it keeps showing the last numbers.
"""

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from services.core.clock import local
from services.core.texts import gettext as _
from services.core.texts import language, ngettext
from services.korean.dates import date_text, time_text
from services.reception.board import BoardView
from ui.words import toward

HIGHLIGHT_MS = 5_000
_BIG, _MIDDLE, _SMALL = 9.0, 3.2, 1.8  # of the ordinary text size
MOST_WAITING = 8
_TWO = 2


class BoardWindow(QWidget):
    """Shows who is called, who is inside and who waits, by number.

    Signals:
        closed: The board was closed by hand.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("board")
        self.setProperty("role", "board")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._view: BoardView | None = None
        self._called_head = self._label(_SMALL)
        self._called = self._label(_BIG)
        self._called.setObjectName("boardCalled")
        self._to = self._label(_MIDDLE)
        self._inside_head = self._label(_SMALL)
        self._inside = self._label(_MIDDLE)
        self._inside.setObjectName("boardInside")
        self._waiting_head = self._label(_SMALL)
        self._waiting = self._label(_MIDDLE)
        self._waiting.setObjectName("boardWaiting")
        self._below = self._label(_SMALL)
        self._flash = QTimer(self)
        self._flash.setSingleShot(True)
        self._flash.setInterval(HIGHLIGHT_MS)
        self._flash.timeout.connect(self._on_flash_timeout)
        self._lay_out()
        self.retranslate()

    def _label(self, size: float) -> QLabel:
        label = QLabel(self)
        font = label.font()
        font.setPointSizeF(font.pointSizeF() * size)
        font.setBold(size >= _MIDDLE)
        label.setFont(font)
        label.setStyleSheet(f"font-size: {font.pointSizeF():.1f}pt;")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        return label

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.addWidget(self._called_head, 0, 0)
        grid.addWidget(self._inside_head, 0, 1)
        grid.addWidget(self._called, 1, 0)
        grid.addWidget(self._inside, 1, 1)
        grid.addWidget(self._to, 2, 0)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setRowStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 32, 48, 24)
        column.addLayout(grid, 1)
        column.addWidget(self._waiting_head)
        column.addWidget(self._waiting)
        column.addWidget(self._below)

    def put_on(self, screen: QScreen) -> None:
        """Fill a screen; it stays there, and never jumps onto the desk's."""
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    def show_view(self, view: BoardView) -> None:
        """Show these numbers; a new call is inverted for five seconds, not flashed."""
        before = self._view.called[:1] if self._view else ()
        self._view = view
        if view.called[:1] and view.called[:1] != before:
            self._called.setProperty("new", True)
            self._called.setStyleSheet(
                self._called.styleSheet() + "background: #ffffff; color: #052b57;"
            )
            self._flash.start()
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.setWindowTitle(_("Waiting board"))
        self._called_head.setText(_("Now called"))
        self._inside_head.setText(_("In counselling"))
        self._waiting_head.setText(_("Next numbers"))
        view = self._view
        if view is None:
            self._called.setText("-")
            return
        first = view.called[0] if view.called else None
        self._called.setText(first.label if first else "-")
        self._to.setText(
            _("Please come to {place}").format(place=_whole(toward(first.place)))
            if first
            else ""
        )
        inside = (*view.called[1:], *view.counselling)
        self._inside.setText(
            "\n".join(f"{number.label}  {_whole(number.place)}" for number in inside)
        )
        self._waiting.setText("   ".join(view.waiting[:MOST_WAITING]))
        self._below.setText(_below(view))

    @Slot()
    def _on_flash_timeout(self) -> None:
        style = self._called.styleSheet().split("background")[0]
        self._called.setStyleSheet(style)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_F11, Qt.Key.Key_Escape):
            self.close()
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        event.accept()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def next_screen(now: QScreen | None) -> QScreen | None:
    """Return the screen after this one, or None where there is just one."""
    screens = QGuiApplication.screens()
    if now not in screens or len(screens) < _TWO:
        return None
    return screens[(screens.index(now) + 1) % len(screens)]


def second_screen(desk: QScreen | None) -> QScreen | None:
    """Return a screen that is not the desk's, or None."""
    others = [screen for screen in QGuiApplication.screens() if screen is not desk]
    return others[0] if others else None


def _whole(place: str) -> str:
    """Return a place that is never torn at the end of a line."""
    return place.replace(" ", "\N{NO-BREAK SPACE}")


def _below(view: BoardView) -> str:
    at: datetime = local(view.at)
    told = [
        f"{date_text(at.date(), language())} {time_text(at)}",
        ngettext("{count} waiting", "{count} waiting", len(view.waiting)).format(
            count=len(view.waiting)
        ),
    ]
    if view.estimate is not None:
        told.append(
            _("about {low} to {high} minutes").format(
                low=view.estimate.low, high=view.estimate.high
            )
        )
    return "  ·  ".join(told)
