"""Puts view models and pages together from the services; the list of pages."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from models.errors import OfficeError
from services.core.texts import gettext as _
from ui.context import PageContext
from ui.error_texts import words
from ui.event_bridge import EventBridge
from ui.frame import Frame
from ui.main_window import Contents, MainWindow
from ui.pages.calendar.page import CalendarPage
from ui.tasks import TaskRunner
from ui.theme import Theme

if TYPE_CHECKING:
    from services.container import Opened
    from services.core.undo_last import Undone


class Desk(QObject):
    """Joins one signed-in window with its services; lives as long as the window."""

    def __init__(
        self, opened: "Opened", window: MainWindow, tasks: TaskRunner, theme: Theme
    ) -> None:
        super().__init__(window)
        self._opened = opened
        self._window = window
        self._tasks = tasks
        self._events = EventBridge(opened.services.office.bus, self)
        self.context = PageContext(
            services=opened.services,
            actor=opened.actor,
            tasks=tasks,
            events=self._events,
            theme=theme,
            say=window.say,
            done=window.done,
            fail=self.fail,
            open_drawer=window.open_drawer,
            go_to=window.go_to,
        )
        window.undo_asked.connect(self._on_undo_asked)
        window.destroyed.connect(self._events.close)

    def fail(self, error: Exception) -> None:
        """Say what a person can repair; give anything else to the crash net."""
        if isinstance(error, OfficeError):
            self._window.warn(words(error).sentence)
        else:
            self._tasks.failed.emit(error)

    @Slot()
    def _on_undo_asked(self) -> None:
        undo, actor = self._opened.services.trust.undo_last, self._opened.actor
        self._tasks.submit(
            lambda: undo.run(actor),
            owner=self,
            on_done=self._on_undone,
            on_error=self.fail,
        )

    def _on_undone(self, _undone: "Undone") -> None:
        self._window.say(_("Taken back."))


def compose(opened: "Opened", frame: Frame, theme: Theme) -> MainWindow:
    """Return the signed-in window with every page."""
    window = MainWindow(practice=opened.practice, parent=frame)
    desk = Desk(opened, window, frame.tasks, theme)
    pages = (CalendarPage(desk.context),)
    window.fill(Contents(pages=pages, drawers={}, handlers={}))
    return window
