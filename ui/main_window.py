"""The signed-in desk: navigation, pages, the drawer, what happened, who is here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from services.core.settings import LOCK_MINUTES
from services.core.texts import gettext as _
from ui import actions
from ui.drawers.panel import Panel
from ui.main_menu import main_menu
from ui.navigation import Navigation
from ui.page import Page
from ui.status_line import StatusLine
from ui.top_line import TopLine
from ui.widgets.areas import go_to_area
from ui.widgets.banner import Banner
from ui.widgets.drawer import Drawer
from ui.widgets.undo_toast import UndoToast

Handler = Callable[[], None]
PAGE_MARGINS = (16, 12, 16, 8)  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Contents:
    """What composition puts into the window.

    Attributes:
        pages: By id what makes a page, in the order of the navigation; a page is made
            when somebody first looks at it.
        drawers: By name what makes the panel, given what it is about.
        handlers: Actions that work on every page.
        close: Called once when the window goes.
        board: Returns the board's window while it is on.
    """

    pages: Mapping[str, Callable[[], Page]]
    drawers: Mapping[str, Callable[[object], Panel]]
    handlers: Mapping[str, Handler]
    close: Handler
    board: Callable[[], QWidget | None]


class MainWindow(QWidget):
    """Shows one page at a time and passes the keys to it.

    Signals:
        lock_asked: The clerk wants to lock now.
        undo_asked: The clerk wants the last step back.
        redo_asked: The clerk wants what was taken back made again.
        lock_minutes_changed: The desk locks after another while; see `lock_minutes`.
    """

    lock_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    lock_minutes_changed = Signal()

    def __init__(self, *, practice: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mainWindow")
        self._practice = practice
        self._contents = Contents({}, {}, {}, _nothing, _no_board)
        self._pages: dict[str, Page] = {}
        self._page_id = ""
        self.lock_minutes = LOCK_MINUTES.default
        self.actions_by_id = actions.build(self)
        self._navigation = Navigation(self)
        self._navigation.chosen.connect(self._on_navigation_chosen)
        self.top_line = TopLine(self)
        self.status_line = StatusLine(self)
        self._banner = Banner(self)
        self._area = QWidget(self)
        self._stack = QStackedWidget(self._area)
        self._drawer = Drawer(self._area, self._give_room)
        self._drawer.closed.connect(self._on_drawer_closed)
        self.top_line.menu_asked.connect(self.open_menu)
        self._redo_offered = False
        self._toast = UndoToast(self, over=self._navigation)  # no desk key lies there
        self._toast.undo_requested.connect(self.undo_asked)
        self._lay_out()
        for action_id, action in self.actions_by_id.items():
            action.setProperty("actionId", action_id)
            action.triggered.connect(self._on_action_triggered)
            self.addAction(action)

    def _lay_out(self) -> None:
        middle = QHBoxLayout(self._area)
        middle.setContentsMargins(*PAGE_MARGINS)
        middle.addWidget(self._stack)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addWidget(self.top_line)
        column.addWidget(self._area, 1)
        column.addWidget(self.status_line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._navigation)
        row.addLayout(column, 1)

    def fill(self, contents: Contents) -> None:
        """Take in pages and drawers; called once, by composition."""
        self._contents = contents
        self._navigation.show_pages(contents.pages)
        self.retranslate()

    @property
    def page_id(self) -> str:
        """The page in front."""
        return self._page_id

    @property
    def page(self) -> Page | None:
        """The page in front, once there is one."""
        return self._pages.get(self._page_id)

    def page_by_id(self, page_id: str) -> Page:
        """Return a page, made now if nobody has looked at it yet."""
        page = self._pages.get(page_id)
        if page is None:
            page = self._pages[page_id] = self._contents.pages[page_id]()
            area = QScrollArea(self._stack)
            area.setWidgetResizable(True)
            area.setFrameShape(QScrollArea.Shape.NoFrame)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidget(page)
            self._stack.addWidget(area)
        return page

    def go_to(self, page_id: str, payload: object) -> None:
        """Bring a page to the front; an unknown one is the first."""
        known = self._contents.pages
        page = self.page_by_id(page_id if page_id in known else next(iter(known)))
        if page.page_id != self._page_id:
            self._drawer.dismiss()  # what was typed there is a draft
        self._page_id = page.page_id
        self._stack.setCurrentIndex(list(self._pages).index(page.page_id))
        self._navigation.mark(page.page_id)
        self._offer_actions()
        self._name_window(page.title())
        page.shown(payload)

    def open_drawer(self, name: str, payload: object) -> None:
        """Open a panel beside the page."""
        panel = self._contents.drawers[name](payload)
        panel.finished.connect(self._drawer.dismiss)
        self._drawer.show_panel(panel.title(), panel)
        self._offer_actions()

    def _give_room(self, width_px: int) -> bool:
        """Let the page end where a panel of that width begins, if it can be so narrow.

        Returns:
            Whether it does; the panel covers a page that cannot.
        """
        left, top, right, bottom = PAGE_MARGINS
        least = 0 if self.page is None else self.page.minimumSizeHint().width()
        fits = least + left + right + width_px <= self._area.width()
        layout = self._area.layout()
        if layout is not None:
            given = width_px if fits else 0
            layout.setContentsMargins(left, top, right + given, bottom)
        return fits

    @property
    def panel(self) -> Panel | None:
        """The panel that is open."""
        panel = self._drawer.panel()
        return panel if isinstance(panel, Panel) else None

    def board_window(self) -> QWidget | None:
        """The board, while it is on."""
        return self._contents.board()

    def say(self, sentence: str) -> None:
        """Show a short sentence."""
        self._toast.show_words(sentence)

    def warn(self, sentence: str) -> None:
        """Show what went wrong, what was kept and what to do."""
        self._toast.show_words(sentence)

    def done(self, sentence: str) -> None:
        """Show what was done, with its undo."""
        self._toast.show_done(sentence)
        self.status_line.show_saved()

    def offer_redo(self, offered: bool) -> None:  # noqa: FBT001 - a state, as setEnabled
        """Let Ctrl+Y and the menu make a step again, or not."""
        self._redo_offered = offered
        self.actions_by_id["edit.redo"].setEnabled(offered)

    def lock_after(self, minutes: int) -> None:
        """Lock when nobody has touched the desk for so long."""
        if minutes != self.lock_minutes:
            self.lock_minutes = minutes
            self.lock_minutes_changed.emit()

    @Slot(str)
    def show_time_left(self, text: str) -> None:
        """Show how long until the desk locks."""
        self.status_line.show_lock_in(text)

    @Slot()
    def warn_of_lock(self) -> None:
        """Say that the desk locks in a minute; any key keeps it open."""
        self.say(_("The desk locks in one minute. Press any key to stay."))

    def close_down(self) -> None:
        """Forget what was read; the window is about to go."""
        for page in self._pages.values():
            page.drop_rows()
        self._contents.close()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        for action_id, action in self.actions_by_id.items():
            action.setText(actions.text_of(action_id))
        self._navigation.retranslate()
        self.top_line.retranslate()
        self.status_line.retranslate()
        if self._practice:
            self._banner.show_practice(
                _("Practice office: nothing here is real, and nothing leaves it.")
            )
        page = self.page
        if page is not None:
            self._name_window(page.title())

    def _name_window(self, title: str) -> None:
        window = self.window()
        window.setWindowTitle(_("{page} - Tongtong Desk").format(page=title))

    def _handler(self, action_id: str) -> Handler | None:
        # An open panel has the keys of a page to itself: Ctrl+Enter must not reach
        # what lies behind it.
        part: Panel | Page | None = self.panel or self.page
        own = part.handlers() if part is not None else {}
        if action_id in own:
            return own[action_id]
        return self._contents.handlers.get(action_id)

    def _offer_actions(self) -> None:
        known = {"app.lock", "edit.undo", "menu", "area.next", "area.previous"}
        if self._redo_offered:
            known.add("edit.redo")
        known.update(f"page.{page_id}" for page_id in self._contents.pages)
        for action_id, action in self.actions_by_id.items():
            offered = action_id in known or self._handler(action_id) is not None
            action.setEnabled(offered)

    @Slot()
    def _on_action_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.trigger(str(action.property("actionId")))

    def trigger(self, action_id: str) -> None:
        """Do what a key, a menu entry or the palette asks for."""
        match action_id.split(".", 1):
            case ["page", page_id]:
                self.go_to(page_id, None)
            case ["app", "lock"]:
                self.lock_asked.emit()
            case ["edit", "undo"]:
                self.undo_asked.emit()
            case ["edit", "redo"]:
                self.redo_asked.emit()
            case ["area", way]:
                self._go_to_area(1 if way == "next" else -1)
            case ["menu"]:
                self.open_menu()
            case _:
                handler = self._handler(action_id)
                if handler is not None:
                    handler()

    def _go_to_area(self, step: int) -> None:
        """Go to the next area; an open panel keeps the focus to itself."""
        if self.panel is not None:
            go_to_area((self.panel,), step)
        elif self.page is not None:
            go_to_area((self.page, self._navigation, self.top_line), step)

    @Slot()
    def open_menu(self) -> None:
        """Show every command that works now, below the line above the page."""
        menu = main_menu(self.actions_by_id, self)
        menu.popup(self.top_line.mapToGlobal(self.top_line.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    @Slot(str)
    def _on_navigation_chosen(self, page_id: str) -> None:
        self.go_to(page_id, None)

    @Slot()
    def _on_drawer_closed(self) -> None:
        self._offer_actions()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _no_board() -> None:
    """Have no board before anybody has filled the window."""


def _nothing() -> None:
    """Close a window that nobody has filled."""
