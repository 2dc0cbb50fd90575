"""The window as its user sees it: what can be done, what can be read."""

from collections.abc import Iterator
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTableView, QWidget

from services.core.actor import Actor
from tests.doubles.fixed_clock import FixedClock
from tests.ui.keyboard import Keyboard
from ui.frame import Frame
from ui.main_window import MainWindow
from ui.widgets.banner import Banner
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.undo_toast import UndoToast

W = TypeVar("W", bound=QWidget)
KEY = Qt.Key


class DeskWindow:
    """The top-level window with a hand on its keyboard."""

    def __init__(self, qtbot, frame: Frame, clock: FixedClock) -> None:
        self.qtbot = qtbot
        self.frame = frame
        self.clock = clock
        self.keys = Keyboard(frame)
        self.faults: list[BaseException] = []

    def note_fault(self, error: BaseException) -> None:
        """Remember what nobody expected."""
        self.faults.append(error)

    # -- the window ----------------------------------------------------------------

    @property
    def main(self) -> MainWindow:
        """The signed-in window."""
        desk = self.frame.desk
        assert desk is not None
        return desk

    @property
    def services(self):
        """What the window's verbs are; tests look at the office through it."""
        return self.frame._opened.services

    @property
    def actor(self) -> Actor:
        """Who is signed in."""
        opened = self.frame.opened_office
        assert opened is not None
        return opened.actor

    def begin(self) -> None:
        """Wait until the practice office has opened itself."""
        with self.qtbot.waitSignal(self.frame.opened, timeout=20_000):
            self.frame.begin()
        self.settle()

    def come_to_front(self) -> None:
        """Make the window the one that keys go to."""
        self.frame.activateWindow()
        self.qtbot.waitUntil(self.frame.isActiveWindow)

    def settle(self) -> None:
        """Wait until nothing is under way and everything stands in its place."""
        self.qtbot.waitUntil(lambda: self.frame.tasks.is_idle, timeout=20_000)
        for _nested in range(3):  # a layout that changes asks the one around it
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def close(self) -> None:
        """Close the window as the cross at its corner does."""
        if shiboken6.isValid(self.frame):
            self.frame.close()
            self.frame.deleteLater()

    def sign_in(self, password: str) -> None:
        """Type the password and press Enter; wait for the answer."""
        field = self.find(HangulLineEdit, "lockPassword")
        field.setFocus()
        field.insert(password)
        self.keys.press(KEY.Key_Return)
        self.settle()

    def lock(self) -> None:
        """Press Ctrl+L."""
        self.keys.ctrl(KEY.Key_L)
        self.settle()

    # -- finding -------------------------------------------------------------------

    def find(self, kind: type[W], name: str, root: QWidget | None = None) -> W:
        """Return the widget of that object name on what is shown."""
        found = (root or self.frame).findChildren(kind, name)
        shown = [one for one in found if one.isVisible()] or found
        assert shown, name
        return shown[0]

    def button(self, name: str) -> QPushButton:
        """Return a button."""
        return self.find(QPushButton, name)

    def click(self, name: str) -> None:
        """Click a button with the mouse and wait for what it does."""
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)
        self.settle()

    def text_of(self, name: str) -> str:
        """Return what a label says."""
        return self.find(QLabel, name).text()

    @property
    def toast(self) -> str:
        """What the window said last."""
        (toast,) = self.main.findChildren(UndoToast)
        return str(toast.words())

    @property
    def banner(self) -> str:
        """Return the band's sentence on the page in front."""
        page = self.main.page
        assert page is not None
        bands = [b for b in page.findChildren(Banner) if b.isVisible()]
        return " ".join(label.text() for b in bands for label in b.findChildren(QLabel))

    @property
    def panel(self):
        """The panel at the right, or None."""
        return self.main.panel

    def message_of(self, field: str) -> str:
        """Return what stands below a field of the panel."""
        for row in self.panel.findChildren(FieldRow):
            if row.editor.objectName() == field:
                return str(row.message())
        raise LookupError(field)

    def go(self, digit: int) -> None:
        """Go to a page by Alt and its digit."""
        key = KEY(KEY.Key_0 + digit)
        self.keys.press(key, Qt.KeyboardModifier.AltModifier)
        self.settle()

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Strike a key and wait for what it does."""
        self.keys.press(key, modifier)
        self.settle()

    # -- tables --------------------------------------------------------------------

    def rows(self, name: str) -> list[tuple[str, ...]]:
        """Return what a table shows, row by row."""
        model = self.find(QTableView, name).model()
        return [
            tuple(
                str(model.index(row, column).data() or "")
                for column in range(model.columnCount())
            )
            for row in range(model.rowCount())
        ]

    def choose(self, name: str, row: int) -> None:
        """Make a row current."""
        table = self.find(QTableView, name)
        table.setCurrentIndex(table.model().index(row, 0))

    @property
    def line(self) -> list[tuple[str, ...]]:
        """The waiting line of the page in front."""
        return self.rows("waitingTable")

    @property
    def states(self) -> list[str]:
        """The states of the line, in its order."""
        return [row[-1] for row in self.line]

    # -- check-in ------------------------------------------------------------------

    def open_check_in(self) -> None:
        """Press F2."""
        self.keys.press(KEY.Key_F2)
        self.settle()

    def check_in(self, name: str) -> None:
        """Check somebody in by the keyboard, as counselling without a slip."""
        self.open_check_in()
        self.keys.hangul(name)
        self.keys.ctrl(KEY.Key_S)
        self.settle()


def texts_alive() -> Iterator[str]:
    """Give every text and spoken name of every widget that is alive anywhere."""
    for widget in QApplication.allWidgets():
        yield from texts_of(widget)


def texts_of(widget: QObject) -> Iterator[str]:
    """Give what one widget shows or says, its table's cells included."""
    for reader in ("text", "toPlainText", "accessibleName", "accessibleDescription"):
        method = getattr(widget, reader, None)
        if callable(method):
            yield str(method())
    for reader in ("windowTitle", "toolTip", "placeholderText"):
        method = getattr(widget, reader, None)
        if callable(method):
            yield str(method())
    model = getattr(widget, "model", None)
    if callable(model) and model() is not None:
        yield from _cells(model())


def _cells(model) -> Iterator[str]:
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            yield str(model.index(row, column).data() or "")
