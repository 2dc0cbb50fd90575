"""Puts view models and pages together from the services; the list of pages."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from models.errors import ClockBehind, OfficeError
from models.values import PetitionId, Purpose
from services.core.clock import local, today
from services.core.texts import ENGLISH, KOREAN, language
from services.core.texts import gettext as _
from services.korean.choseong import matches
from services.korean.dates import date_text, time_text
from ui import actions, doors
from ui.board import Board
from ui.chosen_settings import ChosenSettings
from ui.clock_watch import ClockWatch
from ui.context import PageContext
from ui.drawers.panel import Panel
from ui.drawers.waiting import WaitingModel
from ui.error_texts import words
from ui.event_bridge import EventBridge
from ui.frame import Frame
from ui.input_method import unserved
from ui.main_window import Contents, MainWindow
from ui.page import Page
from ui.preparing import Preparing
from ui.quiet_sync import QuietSync
from ui.sync_word import SyncWord
from ui.tasks import Lane
from ui.unattended import Unattended
from ui.widgets.command_palette import Command, CommandPalette
from ui.window_state import ENROLLED

if TYPE_CHECKING:
    from services.briefing.print_paper import Printed
    from services.container import Opened
    from services.core.undo_last import Undone
    from services.petitions.slip_values import SlipChoice
    from services.trust.accounts import StaffRow

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slip:
    """A receipt slip that is shown, and how it was asked for."""

    printed: "Printed"
    petition_id: PetitionId
    choice: "SlipChoice"


class Desk(QObject):
    """Joins one signed-in window with its services; lives as long as the window."""

    def __init__(self, opened: "Opened", window: MainWindow, frame: Frame) -> None:
        super().__init__(window)
        self._opened = opened
        self._window = window
        self._tasks = frame.tasks
        self._looks = frame.looks
        self._state = frame.state
        self._events = EventBridge(opened.services.office.bus, self)
        self.context = PageContext(
            services=opened.services,
            actor=opened.actor,
            tasks=self._tasks,
            events=self._events,
            theme=self._looks.theme,
            say=window.say,
            done=window.done,
            fail=self.fail,
            open_drawer=window.open_drawer,
            go_to=window.go_to,
            print_slip=self.print_slip,
        )
        self.waiting = WaitingModel(self.context, self)
        self.board = Board(self.context, frame.board_place, self)
        self.sync_word = SyncWord(self.context, self)
        self.quiet_sync = QuietSync(self.context, self)
        self.sync_word.changed.connect(self._on_sync_word_changed)
        self.chosen = ChosenSettings(self.context, self)
        self.chosen.changed.connect(self._on_chosen_changed)
        self.quiet_sync.told.connect(self._on_quiet_sync_told)
        self.unattended = Unattended(self.context, self)
        self.unattended.changed.connect(self._show_pause)
        self._slip_asked_from: Panel | None = None
        self._palette = CommandPalette(matches, window)
        self._palette.chosen.connect(window.trigger)
        window.top_line.find_asked.connect(self.find)
        window.top_line.sync_asked.connect(self._on_sync_asked)
        window.undo_asked.connect(self.undo)
        window.redo_asked.connect(self.redo)
        self._events.told.connect(self._on_told)
        watch = ClockWatch(opened.services.office.clock, self._events, self)
        watch.set_back.connect(self.warn_of_clock)
        window.destroyed.connect(self._events.close)

    def fail(self, error: Exception) -> None:
        """Say what a person can repair; give anything else to the crash net."""
        if isinstance(error, OfficeError):
            self._window.warn(words(error).sentence)
        else:
            self._tasks.failed.emit(error)

    def close(self) -> None:
        """Hear nothing any more and forget every row."""
        self._events.close()
        self.waiting.forget()
        self.quiet_sync.stop()
        self.sync_word.forget()
        self.unattended.forget()
        self.chosen.forget()

    def board_window(self) -> QWidget | None:
        """Return the board, while it is on."""
        return self.board.window

    @Slot()
    def find(self) -> None:
        """Open the palette: every command by its name, by initials too."""
        self._palette.open_with(
            [
                Command(spec.id, actions.text_of(spec.id), spec.keys[0])
                for spec in actions.SPECS.values()
                if self._window.actions_by_id[spec.id].isEnabled()
            ]
        )

    @Slot()
    def _on_sync_asked(self) -> None:
        self._window.go_to("sync", None)

    @Slot()
    def _on_sync_word_changed(self) -> None:
        self._window.top_line.show_sync(
            self.sync_word.text, is_alarming=self.sync_word.is_alarming
        )
        self._show_pause()
        is_enrolled = self.sync_word.is_enrolled
        kept = "yes" if is_enrolled else ""
        if is_enrolled is not None and self._state.get(ENROLLED) != kept:
            self._state.put(ENROLLED, kept)

    @Slot()
    def _show_pause(self) -> None:
        """Say in good time that sync does not go on behind the lock."""
        pauses = self.unattended.is_on is False and bool(self.sync_word.is_enrolled)
        self._window.status_line.show_pause(pauses=pauses)

    @Slot()
    def _on_chosen_changed(self) -> None:
        self._window.lock_after(self.chosen.settings.lock_minutes)

    @Slot()
    def _on_quiet_sync_told(self) -> None:
        self._window.status_line.show_sync(self.quiet_sync.text)

    @Slot()
    def undo(self) -> None:
        """Take the last step back."""
        undo, actor = self._opened.services.trust.undo_last, self._opened.actor
        self._submit(lambda: undo.run(actor), self._on_undone)

    def _on_undone(self, _undone: "Undone") -> None:
        self._window.say(_("Taken back."))
        self._offer_redo()

    @Slot()
    def redo(self) -> None:
        """Make again what was taken back last."""
        redo, actor = self._opened.services.trust.redo_last, self._opened.actor
        self._submit(lambda: redo.run(actor), self._on_redone)

    def _on_redone(self, _redone: "Undone") -> None:
        self._window.done(_("Made again."))
        self._offer_redo()

    @Slot(object)
    def _on_told(self, _event: object) -> None:
        self._offer_redo()

    def _offer_redo(self) -> None:
        redo = self._opened.services.trust.redo_last
        self._window.offer_redo(redo.offers(self._opened.actor))

    def print_slip(self, petition_id: str) -> None:
        """Draw the receipt slip of a petition and show it, ready to be printed.

        It is Korean, whatever the window speaks: the citizen reads it, not the clerk.
        """
        from services.petitions.slip_values import SlipChoice

        self._draw_slip(PetitionId(petition_id), SlipChoice())

    def _draw_slip(self, petition_id: PetitionId, choice: "SlipChoice") -> None:
        self._slip_asked_from = self._window.panel

        def draw() -> Slip:
            drawn = self._slip(petition_id, choice, Purpose.CASE)
            return Slip(drawn, petition_id, choice)

        self._submit(draw, self._on_slip)

    def _slip(
        self, petition_id: PetitionId, choice: "SlipChoice", purpose: Purpose
    ) -> "Printed":
        """Draw a slip for a purpose; not on the window's thread."""
        services, actor = self._opened.services, self._opened.actor
        slip = services.petitions.slip_for.run(actor, petition_id, purpose, choice)
        drawn = services.briefing.draw_slip.run(actor, slip, purpose)
        named = _("Receipt slip {receipt}").format(receipt=slip.receipt)
        return replace(drawn, title=named)

    def _on_slip(self, paper: "Slip") -> None:
        opened_since = self._window.panel
        if opened_since is None or opened_since is self._slip_asked_from:
            self._window.open_drawer("paper", paper)
        else:  # nothing takes the place of what the clerk is typing in
            self._window.say(_("The slip is ready: F12 on the visit shows it."))
        self._slip_asked_from = None

    def show_frame_facts(self) -> None:
        """Show who works here and what day it is."""
        staff, actor = self._opened.services.trust.staff_list, self._opened.actor
        self._submit(lambda: staff.run(actor), self._on_staff)
        day = today(self._opened.services.office.clock)
        self._window.top_line.show_day(date_text(day, language()))
        self.sync_word.reload()
        self.unattended.reload()
        self.chosen.reload()

    @Slot()
    def warn_of_clock(self) -> None:
        """Say that the computer's clock is wrong: times and deadlines follow it."""
        self._window.warn(words(ClockBehind()).sentence)

    def warn_of_input_method(self) -> None:
        """Say what helps where Hangul cannot be typed."""
        wanted = unserved(os.environ)
        if wanted:
            self._window.warn(
                _(
                    "Hangul cannot be typed with {name} here. Everything else works; "
                    "start the program under ibus (QT_IM_MODULE=ibus)."
                ).format(name=wanted)
            )

    def _on_staff(self, staff: "tuple[StaffRow, ...]") -> None:
        me = next((s for s in staff if s.id == self._opened.actor.staff_id), None)
        name = " ".join(part for part in (me.name, me.title) if part) if me else ""
        self._window.status_line.show_who(name, self._time)

    def _time(self) -> str:
        return time_text(local(self._opened.services.office.clock.now()))

    def _submit(self, work: Callable[[], T], on_done: Callable[[T], None]) -> None:
        self._tasks.submit(
            work, owner=self, on_done=on_done, on_error=self.fail, lane=Lane.WRITE
        )

    def drawers(self) -> Mapping[str, Callable[[object], Panel]]:
        """Return what makes each panel."""
        return {
            **{
                name: partial(make, self.context) for name, make in doors.PANELS.items()
            },
            "paper": self._paper,
            "help": self._help,
        }

    def _paper(self, payload: object) -> Panel:
        from services.briefing.print_paper import Printed
        from ui.drawers.paper import PaperOthers, PaperPanel
        from ui.drawers.small_paper import SmallShown

        if isinstance(payload, Slip):
            choice, petition_id = payload.choice, payload.petition_id
            size = replace(choice, is_large=not choice.is_large)
            tongue = KOREAN if choice.language != KOREAN else ENGLISH
            others = PaperOthers(
                again=partial(self._slip, petition_id, choice),
                size=partial(self._draw_slip, petition_id, size),
                language=partial(
                    self._draw_slip, petition_id, replace(choice, language=tongue)
                ),
            )
            return PaperPanel(self.context, payload.printed, others)
        if isinstance(payload, SmallShown):
            return PaperPanel(self.context, payload.printed, PaperOthers(payload.again))
        return PaperPanel(self.context, doors.as_kind(Printed, payload))

    def _help(self, _payload: object) -> Panel:
        from ui.drawers.help import HelpPanel

        actions_by_id = self._window.actions_by_id
        offered = (name for name, action in actions_by_id.items() if action.isEnabled())
        return HelpPanel(self.context, frozenset(offered))

    def pages(self) -> Mapping[str, Callable[[], Page]]:
        """Return what makes each page, in the order of the navigation."""
        context = self.context
        return {
            "today": lambda: doors.today(context, self.waiting),
            "reception": lambda: doors.reception(context, self.waiting),
            "calendar": lambda: doors.calendar(context),
            "dong_visits": lambda: doors.dong_visits(context),
            "briefing": lambda: doors.briefing(context),
            "figures": lambda: doors.figures(context),
            "sync": lambda: doors.sync(context),
            "settings": self.settings_page,
        }

    def settings_page(self) -> Page:
        """Return the settings page, joined with the program's looks."""
        from ui.pages.settings.page import SettingsPage

        page = SettingsPage(self.context, self.chosen, self.unattended)
        page.language_chosen.connect(self._looks.use_language)
        page.scale_chosen.connect(self._looks.use_scale)
        page.scheme_chosen.connect(self._looks.use_scheme)
        return page

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """Return what works on every page."""
        return {
            **self.waiting.handlers(),
            "visit.check_in": self._open_check_in,
            "group.check_in": self._open_group_check_in,
            "board.toggle": self.board.toggle,
            "board.screen": self.board.choose_screen,
            "petitions.due": self._open_due,
            "day.close": self._open_end_of_day,
            "find": self.find,
            "record.history": self._open_history,
            "help.keys": self._open_help,
            "text.larger": self._looks.larger,
            "text.smaller": self._looks.smaller,
            "text.normal": self._looks.normal,
        }

    def _open_history(self) -> None:
        shown = (self._window.panel, self._window.page)
        told = [part.places() for part in shown if part is not None]
        places = next((one for one in told if one), ())
        if places:
            self._window.open_drawer("history", places)
        else:
            self._window.say(_("Choose a record first."))

    def _open_check_in(self) -> None:
        self._window.open_drawer("check_in", None)

    def _open_due(self) -> None:
        self._window.open_drawer("due", None)

    def _open_help(self) -> None:
        self._window.open_drawer("help", None)

    def _open_end_of_day(self) -> None:
        self._window.open_drawer("end_of_day", None)

    def _open_group_check_in(self) -> None:
        self._window.open_drawer("group_check_in", None)


def compose(opened: "Opened", frame: Frame) -> MainWindow:
    """Return the signed-in window with every page."""
    window = MainWindow(practice=opened.practice, parent=frame)
    desk = Desk(opened, window, frame)
    contents = Contents(
        desk.pages(), desk.drawers(), desk.handlers(), desk.close, desk.board_window
    )
    window.fill(contents)
    desk.show_frame_facts()
    Preparing(doors.MODULES, window)
    desk.warn_of_input_method()
    if opened.clock_behind:
        desk.warn_of_clock()
    return window
