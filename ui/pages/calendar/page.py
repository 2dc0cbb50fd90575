"""The calendar page: the week, the day or the month above, the session's slots below."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from services.core.clock import today
from services.core.texts import gettext as _
from services.core.texts import language, ngettext
from services.korean.dates import date_text, range_text
from services.meetings.agenda import MeetingEntry, View
from services.meetings.session_slots import SlotRow
from services.meetings.slots import time_of
from services.selection.pool import PoolRow
from ui.context import PageContext, Places
from ui.drawers.request import RequestAsked
from ui.drawers.request_steps import PLACEABLE, UNDECIDED, FreeSlot
from ui.page import Page
from ui.pages.calendar.blocks import Block, blocks_of, days_of, notes_of
from ui.pages.calendar.blocks_view import BlocksView
from ui.pages.calendar.columns import (
    block_columns,
    block_key,
    pool_columns,
    pool_key,
    slot_columns,
    slot_key,
    spoken,
)
from ui.pages.calendar.head_row import row_of
from ui.pages.calendar.month_grid import MonthGrid
from ui.pages.calendar.mover import Mover
from ui.pages.calendar.view_model import CalendarViewModel
from ui.pages.calendar.week_grid import WeekGrid
from ui.tables.rows_model import RowsModel
from ui.tables.rows_view import RowsView
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton
from ui.widgets.side_by_side import SideBySide

# Who may be given a slot: not yet dated, not sent elsewhere, not over.
WAITING = UNDECIDED | PLACEABLE


class CalendarPage(Page):
    """Shows the days, how a session is filled, and who waits for a slot."""

    page_id = "calendar"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view_model = CalendarViewModel(context, self)
        self._blocks: RowsModel[Block] = RowsModel(
            block_columns(), block_key, spoken, self
        )
        self._slots: RowsModel[SlotRow] = RowsModel(
            slot_columns(), slot_key, None, self
        )
        self._pool: RowsModel[PoolRow] = RowsModel(pool_columns(), pool_key, None, self)
        self._mover = Mover(self.view_model, self._chosen_entry, self._chosen_day, self)
        self._build_head()
        self._build_body()
        self._lay_out()
        self.view_model.changed.connect(self._on_view_model_changed)
        self.retranslate()

    def _build_head(self) -> None:
        self._range = QLabel(self)
        self._range.setProperty("role", "title")
        self._previous = QPushButton("‹", self)
        self._previous.setObjectName("calendarPrevious")
        self._previous.clicked.connect(self._on_previous_clicked)
        self._next = QPushButton("›", self)
        self._next.setObjectName("calendarNext")
        self._next.clicked.connect(self._on_next_clicked)
        self._today = KeyButton("", "Ctrl+T", self)
        self._today.setObjectName("calendarToday")
        self._today.clicked.connect(self.view_model.go_to_today)
        self._new = KeyButton("", "Ctrl+N", self)
        self._new.setObjectName("calendarNew")
        self._new.clicked.connect(self._book)
        self._views = {
            View.DAY: KeyButton("", "Ctrl+1", self),
            View.WEEK: KeyButton("", "Ctrl+2", self),
            View.MONTH: KeyButton("", "Ctrl+3", self),
        }
        for view, button in self._views.items():
            button.setObjectName(f"calendarView-{view.value}")
            button.setProperty("view", view.value)
            button.setCheckable(True)
            button.clicked.connect(self._on_view_clicked)
        self._warning = Banner(self)
        self._warning.asked.connect(self._on_warning_asked)

    def _build_body(self) -> None:
        self._grid = WeekGrid(self._blocks, self.context.theme, self)
        self._grid.setObjectName("calendarGrid")
        self._grid.activated.connect(self._on_grid_activated)
        self._month = MonthGrid(self._blocks, self.context.theme, self)
        self._month.setObjectName("calendarMonth")
        self._month.setSelectionModel(self._grid.selectionModel())  # one choice
        self._month.activated.connect(self._on_grid_activated)
        self._month.hide()
        self._list = RowsView(self._blocks, "", self)
        self._list.setObjectName("calendarList")
        self._list.opened.connect(self._on_block_opened)
        self._list.hide()
        self._slots_card = Card("", self)
        self._slots_view = RowsView(self._slots, "", self._slots_card)
        self._slots_view.setObjectName("slotTable")
        self._slots_empty = EmptyState(self)
        self._slots_view.use_empty_state(self._slots_empty)
        self._slots_view.opened.connect(self._on_slot_opened)
        self._slots_card.body.addWidget(self._slots_view)
        self._pool_card = Card("", self)
        self._pool_view = RowsView(self._pool, "", self._pool_card)
        self._pool_view.setObjectName("poolTable")
        self._pool_empty = EmptyState(self)
        self._pool_view.use_empty_state(self._pool_empty)
        self._pool_view.opened.connect(self._on_request_opened)
        self._pool_card.body.addWidget(self._pool_view)

    def _lay_out(self) -> None:
        head = SideBySide(self)
        head.add(row_of(self._previous, self._range, self._next), 1)
        buttons = SideBySide(self)
        buttons.add(row_of(self._today, self._new), 1)
        buttons.add(row_of(None, *self._views.values()))
        head.add(buttons, 1)
        below = SideBySide(self)
        below.add(self._slots_card, 1, least_chars=20)
        below.add(self._pool_card, 1, least_chars=20)
        split = QSplitter(self)
        split.setObjectName("calendarSplit")
        from_top_to_bottom = split.orientation().Vertical
        split.setOrientation(from_top_to_bottom)
        for part, share in (
            (self._grid, 3),
            (self._month, 3),
            (self._list, 3),
            (below, 2),
        ):
            split.addWidget(part)
            split.setStretchFactor(split.count() - 1, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(head)
        column.addWidget(self._warning)
        column.addWidget(split, 1)

    # -- the page's promises -------------------------------------------------------

    @override
    def places(self) -> Places:
        entry = self._chosen_entry()
        return () if entry is None else (("meeting", str(entry.id)),)

    @override
    def title(self) -> str:
        return _("Calendar")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "view.1": self._show_day,
            "view.2": self._show_week,
            "view.3": self._show_month,
            "toggle_table": self._toggle_table,
            "calendar.today": self.view_model.go_to_today,
            "refresh": self.view_model.reload,
            "item.finish_next": self._place_chosen,
            "item.new": self._book,
            **self._mover.handlers(),
        }

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._mover.drop():
            return
        super().keyPressEvent(event)

    @override
    def shown(self, payload: object) -> None:
        self.view_model.reload()

    @override
    def drop_rows(self) -> None:
        self.view_model.forget()
        for model in (self._blocks, self._slots, self._pool):
            model.clear()

    @override
    def retranslate(self) -> None:
        self._previous.setAccessibleName(_("Earlier"))
        self._next.setAccessibleName(_("Later"))
        self._today.set_title(_("Today"))
        self._new.set_title(_("New meeting"))
        self._views[View.DAY].set_title(_("One day"))
        self._views[View.WEEK].set_title(_("Week"))
        self._views[View.MONTH].set_title(_("Month"))
        for drawn in (self._grid, self._month):
            drawn.setAccessibleName(_("Calendar entries"))
        self._list.set_name(_("Calendar entries"))
        self._slots_view.set_name(_("Slots of the session"))
        self._pool_view.set_name(_("Waiting for a slot"))
        self._pool_card.set_title(_("Waiting for a slot"))
        self._slots_empty.show_words(_("No session in these days."))
        self._pool_empty.show_words(_("Nobody waits for a slot."))
        for model in (self._blocks, self._slots, self._pool):
            model.retranslate()
        self._on_view_model_changed()

    # -- what is shown -------------------------------------------------------------

    @Slot()
    def _on_view_model_changed(self) -> None:
        self._slots_empty.stand(self.view_model.reading)
        self._pool_empty.stand(self.view_model.reading)
        for view, button in self._views.items():
            button.setChecked(view is self.view_model.view)
        shown = self.view_model.shown
        if shown is None:
            self._slots_card.set_title(_("Slots of the session"))
            return
        agenda = shown.agenda
        self._range.setText(range_text(agenda.first, agenda.last, language()))
        now = today(self.context.services.office.clock)
        for drawn in (self._grid, self._month):
            drawn.show_days(days_of(agenda), notes_of(agenda), now)
        self._show_drawn(as_table=not self._list.isHidden())
        self._blocks.show(blocks_of(agenda))
        self._pool.show([row for row in shown.pool if row.state in WAITING])
        if shown.slots is not None:
            self._slots.show(shown.slots.slots)
            held_on = date_text(shown.slots.session.held_on, language())
            self._slots_card.set_title(
                _("Tongtong Day, {day}: {free} minutes free").format(
                    day=held_on, free=shown.slots.free_minutes
                )
            )
        else:
            self._slots.clear()
            self._slots_card.set_title(_("Slots of the session"))
        self._warn()

    def _warn(self) -> None:
        undecided = self.view_model.undecided()
        if not undecided:
            self._warning.clear()
            return
        told = ngettext(
            "{count} session falls on a holiday. Decide where it goes, with a reason.",
            "{count} sessions fall on a holiday. Decide where they go, with a reason.",
            len(undecided),
        )
        self._warning.show_warning(told.format(count=len(undecided)), _("Decide"))

    @Slot()
    def _on_warning_asked(self) -> None:
        undecided = self.view_model.undecided()
        if undecided:
            self.context.open_drawer("session", undecided[0])

    def _show_day(self) -> None:
        self.view_model.show(self.view_model.day, View.DAY)

    def _show_week(self) -> None:
        self.view_model.show(self.view_model.day, View.WEEK)

    def _show_month(self) -> None:
        self.view_model.show(self.view_model.day, View.MONTH)

    def _toggle_table(self) -> None:
        as_table = self._list.isHidden()
        self._show_drawn(as_table=as_table)
        (self._list if as_table else self._drawn()).setFocus()

    def _drawn(self) -> BlocksView:
        """Return what draws the view: a month in weeks, days by the hour."""
        return self._month if self.view_model.view is View.MONTH else self._grid

    def _show_drawn(self, *, as_table: bool) -> None:
        drawn = self._drawn()
        had_focus = self._grid.hasFocus() or self._month.hasFocus()
        self._list.setVisible(as_table)
        for one in (self._grid, self._month):
            one.setVisible(one is drawn and not as_table)
        if had_focus and not as_table:
            drawn.setFocus()

    @Slot()
    def _on_previous_clicked(self) -> None:
        self.view_model.turn(-1)

    @Slot()
    def _on_next_clicked(self) -> None:
        self.view_model.turn(1)

    @Slot()
    def _on_view_clicked(self) -> None:
        button = self.sender()
        if button is not None:
            view = View(str(button.property("view")))
            self.view_model.show(self.view_model.day, view)

    @Slot("QModelIndex")
    def _on_grid_activated(self, _index: object) -> None:
        self._on_block_opened(self._blocks.row_at(self._grid.currentIndex()))

    @Slot(object)
    def _on_block_opened(self, block: Block | None) -> None:
        if block is None:
            return
        if block.session is not None and block.session.needs_decision:
            self.context.open_drawer("session", block.session)
        elif block.session is not None:
            self.view_model.choose_session(block.session)
        elif block.role != "visit":
            self.context.open_drawer("meeting", block.key)

    @Slot(object)
    def _on_slot_opened(self, slot: SlotRow) -> None:
        if slot.is_free:
            self._place_chosen()
        elif slot.meeting_id is not None:
            self.context.open_drawer("meeting", slot.meeting_id)

    @Slot(object)
    def _on_request_opened(self, row: PoolRow) -> None:
        self._open_request(row, self._chosen_slot())

    def _open_request(self, row: PoolRow, slot: SlotRow | None) -> None:
        """Open a request with the slot that it would get."""
        shown = self.view_model.shown
        free = None
        if slot is not None and shown is not None and shown.slots is not None:
            session = shown.slots.session
            begin = max(slot.starts_at, time_of(session.span.begin))
            free = FreeSlot(session.series_id, session.rule_day, begin)
        self.context.open_drawer("request", RequestAsked(row, free))

    def _chosen_block(self) -> Block | None:
        if self._list.isVisible():
            return self._list.current_row()
        return self._blocks.row_at(self._grid.currentIndex())

    def _chosen_entry(self) -> MeetingEntry | None:
        """Return the meeting on which the hand lies: of the days or of a slot."""
        block, slot = self._chosen_block(), self._slots_view.current_row()
        chosen = None if block is None else block.key
        if self._slots_view.hasFocus():
            chosen = None if slot is None else slot.meeting_id
        shown = self.view_model.shown
        if chosen is None or shown is None:
            return None
        return next((m for m in shown.agenda.meetings if m.id == chosen), None)

    def _chosen_day(self) -> date:
        """Return the day on which something is chosen, else the one shown."""
        block = self._chosen_block()
        return self.view_model.day if block is None else block.day

    def _chosen_slot(self) -> SlotRow | None:
        """Return the slot that is chosen, or the first free one.

        Where the host is elsewhere, a slot is had for a reason only.
        """
        slot = self._slots_view.current_row()
        if slot is not None and (slot.is_free or slot.elsewhere):
            return slot
        return next((s for s in self._slots.rows if s.is_free), None)

    @Slot()
    def _book(self) -> None:
        """Book a meeting on the day shown."""
        self.context.open_drawer("booking", self.view_model.day)

    def _place_chosen(self) -> None:
        """Put the chosen request into the chosen free slot."""
        slot, request = self._chosen_slot(), self._pool_view.current_row()
        if request is None or slot is None:
            self.context.say(_("Choose a free slot and who shall have it."))
        elif request.state in PLACEABLE:
            self.view_model.place(request.id, slot)
        else:
            self.context.say(_("Decide first who meets."))
            self._open_request(request, slot)
