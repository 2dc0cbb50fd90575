"""The one top-level window: either the lock screen or the desk, never both.

At lock the desk is destroyed: its rows, its forms and the key go with it.  What was
typed is a draft in the office file already.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QColor, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QStackedWidget
from typing_extensions import override

from models.errors import FieldError, OfficeError, OwnPasswordNeeded
from services.core.config import path_refused
from services.core.texts import gettext as _
from ui.board_place import BoardPlace
from ui.error_texts import words
from ui.error_texts_field import field_words
from ui.idle import IdleWatch
from ui.lock_screen import LockScreen
from ui.locked_sync import LockedSync, pauses
from ui.looks import Looks
from ui.opening import Opener
from ui.tasks import Lane, TaskRunner
from ui.theme import Theme
from ui.widgets.focus_rings import FocusRings
from ui.window_state import ENROLLED, WindowState

if TYPE_CHECKING:
    from services.container import Opened
    from ui.main_window import MainWindow


class Frame(QMainWindow):
    """Holds the lock screen and, between sign-in and lock, the desk.

    Signals:
        opened: The desk is on the screen.
        locked: The desk is gone.
    """

    opened = Signal()
    locked = Signal()

    def __init__(
        self,
        opener: Opener,
        tasks: TaskRunner,
        theme: Theme,
        state: WindowState,
    ) -> None:
        super().__init__()
        self.setObjectName("frame")
        self._opener = opener
        self._tasks = tasks
        self.looks = Looks(theme, state, self)
        self.looks.changed.connect(self._on_looks_changed)
        self._state = state
        self.board_place = BoardPlace(self)
        self._opened: Opened | None = None
        self._leaving: list[Opened] = []  # locked, with a draft still under way
        self._desk: MainWindow | None = None
        self._idle: IdleWatch | None = None
        self._locked_sync: LockedSync | None = None
        self._resume = ("", "")  # page and login to come back to
        tasks.idle.connect(self._on_tasks_idle)
        self._stack = QStackedWidget(self)
        self._lock_screen = LockScreen(self._stack)
        self._lock_screen.asked.connect(self._on_lock_screen_asked)
        self._stack.addWidget(self._lock_screen)
        self.setCentralWidget(self._stack)
        FocusRings(self, self._focus_color)
        self.setWindowTitle(_("Tongtong Desk"))

    @property
    def desk(self) -> "MainWindow | None":
        """The signed-in window, or None while locked."""
        return self._desk

    @property
    def opened_office(self) -> "Opened | None":
        """The office in this person's hands, or None while locked."""
        return self._opened

    @property
    def tasks(self) -> TaskRunner:
        """Where the desk's work runs."""
        return self._tasks

    @property
    def state(self) -> WindowState:
        """Where the window keeps its places."""
        return self._state

    def _focus_color(self) -> QColor:
        return self.looks.theme.color("focus")

    def begin(self) -> None:
        """Show the sign-in, and open by itself what needs no password."""
        practice = self._offer()
        if practice:
            self._lock_screen.show_practice()
            QTimer.singleShot(0, self, self._open_practice)
        elif practice is not None:
            self._submit_warm()

    def _offer(self) -> bool | None:
        """Show who may sign in; return whether it is practice, None if unreadable."""
        try:
            practice = self._opener.is_practice()
            if practice:
                self._lock_screen.offer_practice()
            else:
                self._lock_screen.offer(self._opener.logins(), self._resume[1])
            self._begin_locked_sync()
        except OfficeError as error:
            self.refuse(error)
            return None
        return practice

    def _begin_locked_sync(self) -> None:
        """Go on with sync where that is turned on; say where it pauses."""
        self._end_locked_sync()
        if self._opener.is_unattended():
            self._locked_sync = LockedSync(self._opener, self._tasks, self)
            self._locked_sync.told.connect(self._on_locked_sync_told)
            self._on_locked_sync_told()
        elif self._state.get(ENROLLED):
            self._lock_screen.show_sync(pauses())

    def _end_locked_sync(self) -> None:
        """Leave sync to the desk, or to nobody."""
        quiet, self._locked_sync = self._locked_sync, None
        if quiet is not None:
            quiet.stop()
            quiet.deleteLater()
        self._lock_screen.show_sync("")

    @Slot()
    def _on_locked_sync_told(self) -> None:
        if self._locked_sync is not None:
            self._lock_screen.show_sync(self._locked_sync.words)

    def refuse(self, error: OfficeError) -> None:
        """Say why nothing can be opened here; there is nothing to type."""
        self._lock_screen.show_only(words(error).sentence)

    def _submit_warm(self) -> None:
        self._tasks.submit(
            self._opener.warm, owner=self, on_done=self._on_warm, lane=Lane.READ
        )

    @Slot(object)
    def _on_warm(self, _nothing: object) -> None:
        """Imports are done; nothing to show for it."""

    @Slot()
    def _open_practice(self) -> None:
        self._submit(self._opener.practice)

    @Slot(object)
    def _on_lock_screen_asked(self, asked: tuple[str, str, str]) -> None:
        login, password, own = asked
        if not login:  # practice has no accounts
            self._open_practice()
            return
        self._resume = (self._resume[0], login)
        opener = self._opener
        self._submit(lambda: opener.with_password(login, password, own))

    def _submit(self, work: "Callable[[], Opened]") -> None:
        self._tasks.submit(
            work,
            owner=self,
            on_done=self._on_opened,
            on_error=self._on_open_failed,
            lane=Lane.WRITE,
        )

    def _on_opened(self, opened: "Opened") -> None:
        self._opened = opened
        self._end_locked_sync()
        self._show_desk(opened, self._resume[0] or "today")
        self.opened.emit()

    def _show_desk(self, opened: "Opened", page_id: str) -> None:
        """Compose the desk; its parts are imported only now, after the first paint."""
        from ui.composition import compose  # noqa: PLC0415 - after the first paint

        desk = compose(opened, self)
        self._desk = desk
        self._stack.addWidget(desk)
        self._stack.setCurrentWidget(desk)
        desk.lock_asked.connect(self.lock)
        desk.go_to(page_id, None)
        self._watch(desk)

    @Slot()
    def _on_looks_changed(self) -> None:
        """Make the desk anew in its new looks; the office stays open."""
        if self._desk is None or self._opened is None:
            return
        page_id = self._desk.page_id
        self._drop_desk()
        self._show_desk(self._opened, page_id)

    def _watch(self, desk: "MainWindow") -> None:
        self._idle = IdleWatch(desk.lock_minutes, desk)
        desk.lock_minutes_changed.connect(self._on_desk_lock_minutes_changed)
        self._idle.left.connect(desk.show_time_left)
        self._idle.warned.connect(desk.warn_of_lock)
        self._idle.expired.connect(self.lock)
        application = QGuiApplication.instance()
        if application is not None:
            application.installEventFilter(self._idle)

    @Slot()
    def _on_desk_lock_minutes_changed(self) -> None:
        if self._idle is not None and self._desk is not None:
            self._idle.use_minutes(self._desk.lock_minutes)

    def _on_open_failed(self, error: Exception) -> None:
        if isinstance(error, OSError):
            error = path_refused(error)
        if not isinstance(error, OfficeError):
            self._tasks.failed.emit(error)
            self._lock_screen.refuse(_("The office could not be opened."))
            return
        if isinstance(error, FieldError):  # of the new password
            self._lock_screen.ask_for_own(field_words(str(error.facts.get("fault"))))
            return
        if isinstance(error, OwnPasswordNeeded):
            self._lock_screen.ask_for_own(words(error).sentence)
            return
        self._lock_screen.refuse(words(error).sentence)

    @Slot()
    def lock(self) -> None:
        """Drop the desk and the key, and ask for the password again."""
        if self._desk is None or self._opened is None:
            return
        self._resume = (self._desk.page_id, self._opened.login)
        self._drop()
        clipboard = QGuiApplication.clipboard()
        clipboard.clear()
        self._offer()
        self.locked.emit()

    def _drop(self) -> None:
        opened, self._opened = self._opened, None
        self._drop_desk()
        if opened is not None:
            self._leaving.append(opened)
        if self._tasks.is_idle:
            self._on_tasks_idle()

    @Slot()
    def _on_tasks_idle(self) -> None:
        """Close what was locked, once the drafts under way are on the disk."""
        leaving, self._leaving = self._leaving, []
        for opened in leaving:
            opened.close()

    def _drop_desk(self) -> None:
        desk, self._desk = self._desk, None
        if desk is None:
            return
        desk.close_down()
        self._stack.setCurrentWidget(self._lock_screen)
        self._stack.removeWidget(desk)
        desk.deleteLater()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._state.keep(self)
        self.board_place.close()
        self._end_locked_sync()
        self._drop()
        self._tasks.stop()
        self._on_tasks_idle()
        event.accept()


def place(frame: Frame, state: WindowState) -> None:
    """Put the window where it was, or in the middle of the first screen."""
    if not state.restore(frame):
        screen = QGuiApplication.primaryScreen()
        if screen is not None:
            area = screen.availableGeometry()
            frame.resize(min(1366, area.width()), min(768, area.height()))
            frame.move(area.topLeft())
