"""The sync page: four numbers, the round, the rounds before, and the inbox."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from services.briefing.print_paper import Printed
from services.core.texts import gettext as _
from services.sync.conversation import RoundReport
from services.sync.decide import Choice, Decision
from services.sync.status import RunRow
from ui.context import PageContext, Places
from ui.drawers.write_value import ValueAsked
from ui.page import Page
from ui.pages.sync.conflict_words import what
from ui.pages.sync.inbox_card import InboxCard
from ui.pages.sync.round_words import report_text, result_text, standing_text, when
from ui.pages.sync.stick_row import StickRow
from ui.pages.sync.view_model import FieldRow, SyncModel
from ui.pages.sync.waiting_card import WaitingCard
from ui.pages.sync.who_decides import who_decides
from ui.reading import Reading
from ui.tables.columns import Align, Column
from ui.tables.rows_model import RowsModel
from ui.tables.rows_view import RowsView
from ui.widgets.busy_button import BusyButton
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton
from ui.widgets.side_by_side import SideBySide


class SyncPage(Page):
    """Shows what was sent and received, and lets a person decide the rest."""

    page_id = "sync"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view_model = SyncModel(context, self)
        self._runs: RowsModel[RunRow] = RowsModel(_run_columns(), _run_key, None, self)
        self._build_standing()
        self._build_inbox()
        both = SideBySide(self)
        both.add(self._standing_card, 1, least_chars=30)
        both.add(self._inbox_card, 1, least_chars=30)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(both, 1)
        self._waiting_card = WaitingCard(self)
        self._waiting_card.brought_back.connect(self.view_model.bring_back)
        column.addWidget(self._waiting_card)
        self.view_model.changed.connect(self._on_view_model_changed)
        self.view_model.ended.connect(self._on_view_model_ended)
        self.retranslate()

    def _button(self, name: str, key: str, slot: Callable[[], None]) -> KeyButton:
        button = KeyButton("", key, self)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    def _build_standing(self) -> None:
        self._standing_card = Card("", self)
        self._standing = QLabel(self)
        self._standing.setObjectName("syncStanding")
        self._standing.setWordWrap(True)
        self._start = BusyButton("", "F5", self)
        self._start.setObjectName("syncStart")
        self._start.make_primary()
        self._start.clicked.connect(self.view_model.start)
        self._stop = self._button("syncStop", "", self.view_model.stop)
        self._print = self._button("syncReceipt", "Ctrl+P", self._receipt)
        self._enrol_button = self._button("syncEnrol", "Ctrl+N", self._enrol)
        self._close_day = self._button(
            "syncCloseDay", "Ctrl+D", self._on_close_day_clicked
        )
        self._runs_view = RowsView(self._runs, "", self)
        self._runs_view.setObjectName("syncRuns")
        self._no_runs = EmptyState(self)
        self._runs_view.use_empty_state(self._no_runs)
        buttons = QHBoxLayout()
        for button in (self._start, self._stop, self._close_day):
            buttons.addWidget(button)
        self._standing_card.body.addWidget(self._standing)
        self._standing_card.body.addLayout(buttons)
        more = QHBoxLayout()
        self._recover_button = self._button("syncRecover", "Ctrl+O", self._recover)
        for button in (self._print, self._enrol_button, self._recover_button):
            more.addWidget(button)
        self._standing_card.body.addLayout(more)
        self._stick = StickRow(self)
        self._stick.to_write.connect(self.view_model.write_stick)
        self._stick.to_read.connect(self.view_model.read_stick)
        self.view_model.written.connect(self._on_view_model_written)
        self._standing_card.body.addWidget(self._stick)
        self._standing_card.body.addWidget(self._runs_view, 1)

    def _build_inbox(self) -> None:
        self._inbox_card = InboxCard(self)
        self._inbox_card.keep_button.clicked.connect(self.keep)
        self._inbox_card.take_button.clicked.connect(self.take)
        self._inbox_card.write_button.clicked.connect(self.write)
        self._inbox_card.turned.connect(self.view_model.choose)
        self._inbox_card.decided.connect(self._on_inbox_card_decided)
        self._inbox_card.put_off.connect(self.view_model.put_off)

    # -- the page's promises -------------------------------------------------------

    @override
    def places(self) -> Places:
        row = self._inbox_card.current()
        return () if row is None else ((row.card.table, row.card.row_id),)

    @override
    def title(self) -> str:
        return _("Sync")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "refresh": self.view_model.start,
            "item.new": self._enrol,
            "item.open": self._recover,
            "print.preview": self._receipt,
            "view.1": self.keep,
            "view.2": self.take,
            "view.3": self._stick.ask_write,
            "view.4": self._stick.ask_read,
            "view.5": self.write,
        }

    @override
    def shown(self, payload: object) -> None:
        self.view_model.reload()
        if payload == "start":
            self.view_model.start()
        if payload == "decide":
            self._inbox_card.take_focus()
        else:
            self._start.setFocus()

    @override
    def drop_rows(self) -> None:
        self.view_model.forget()
        self._runs.clear()
        self._inbox_card.clear()
        self._waiting_card.clear()

    @override
    def retranslate(self) -> None:
        self._start.set_title(_("Send and receive now"))
        self._stop.set_title(_("Stop (nothing is lost)"))
        self._close_day.set_title(_("End of day"))
        self._print.set_title(_("Sync receipt"))
        self._enrol_button.set_title(_("Enrol this desk"))
        self._recover_button.set_title(_("Go on again"))
        self._stick.retranslate()
        self._runs_view.set_name(_("Rounds before"))
        self._no_runs.show_words(_("No round yet."))
        self._runs.retranslate()
        self._inbox_card.retranslate()
        self._waiting_card.retranslate()
        self._on_view_model_changed()

    @Slot()
    def _on_view_model_changed(self) -> None:
        self._no_runs.stand(self.view_model.reading)
        self._stop.setEnabled(self.view_model.is_running)
        if self.view_model.is_running:
            done, total = self.view_model.progress
            told = _("{done} of {total} …") if total else _("Under way …")
            self._start.show_busy(told.format(done=done, total=total))
        else:
            self._start.show_idle()
        shown = self.view_model.shown
        enrolled = shown is not None and shown.standing.enrolled
        self._stick.setVisible(enrolled)
        self._stick.setEnabled(not self.view_model.is_running)
        self._standing_card.set_title(_("Shared database"))
        self._inbox_card.show_rows(
            self.view_model.rows, self.view_model.reading_of_inbox
        )
        self._waiting_card.show_rows(shown.waiting if shown else ())
        if shown is None:
            waits = self.view_model.reading is Reading.UNDER_WAY
            self._standing.setText(_("Reading …") if waits else "")
            return
        self._enrol_button.setVisible(not shown.standing.enrolled)
        self._recover_button.setVisible(bool(shown.standing.halted))
        self._runs.show(shown.standing.runs)
        self._standing.setText(standing_text(shown.standing))

    @Slot(object)
    def _on_view_model_ended(self, report: RoundReport) -> None:
        self.context.say(report_text(report))

    @Slot(object)
    def _on_view_model_written(self, count: int) -> None:
        told = _(
            "Changes on the stick: {count}. They count as sent when the answer is read."
        )
        self.context.say(told.format(count=count))

    # -- hands ---------------------------------------------------------------------

    @Slot()
    def keep(self) -> None:
        """Let stand what stands now."""
        self._decide(Choice.KEEP)

    @Slot()
    def take(self) -> None:
        """Let the value stand that was not taken."""
        self._decide(Choice.TAKE)

    @Slot()
    def write(self) -> None:
        """Let a person write what shall stand in the place of both."""
        row = self._inbox_card.current()
        if row is None or self._says_who_decides(row):
            return
        if not row.field.writable:
            self.context.say(_("This can only be chosen, or changed in its record."))
            return
        mark = row.field.mark
        asked = ValueAsked(
            what(row),
            str(row.field.mine or ""),
            str(row.field.theirs or ""),
            Decision(row.card.seq, row.field.name, Choice.WRITE, mark=mark),
        )
        self.context.open_drawer("write_value", asked)

    def _decide(self, choice: Choice) -> None:
        row = self._inbox_card.current()
        if row is not None and not self._says_who_decides(row):
            self.view_model.decide_whole(row, choice)

    def _says_who_decides(self, row: FieldRow) -> bool:
        """Whether somebody else decides on the row, and was named."""
        told = who_decides(row.card)
        if told:
            self.context.say(told)
        return bool(told)

    @Slot(object)
    def _on_inbox_card_decided(self, row: FieldRow) -> None:
        if self._says_who_decides(row):
            return
        missing = self.view_model.decide(row)
        if missing is not None:
            self._inbox_card.go_to(missing)
            self.context.say(_("Choose with ← or → first."))

    @Slot()
    def _enrol(self) -> None:
        """Take what the IT office told; an enrolled desk renews its password so."""
        self.context.open_drawer("enrol", None)

    @Slot()
    def _recover(self) -> None:
        """Let a person decide how a desk that has stopped sending goes on."""
        shown = self.view_model.shown
        if shown is not None and shown.standing.halted:
            self.context.open_drawer("recover", shown.standing.halted)

    @Slot()
    def _receipt(self) -> None:
        self.view_model.draw_receipt(self._on_receipt)

    def _on_receipt(self, paper: Printed) -> None:
        self.context.open_drawer("paper", paper)

    @Slot()
    def _on_close_day_clicked(self) -> None:
        self.context.open_drawer("end_of_day", None)


def _run_columns() -> tuple[Column[RunRow], ...]:
    return (
        Column(lambda: _("When"), when, width_chars=13),
        Column(
            lambda: _("Sent"), lambda r: str(r.sent), None, Align.END, width_chars=4
        ),
        Column(
            lambda: _("Received"),
            lambda r: str(r.received),
            None,
            Align.END,
            width_chars=6,
        ),
        Column(lambda: _("Result"), result_text, width_chars=14, tip=result_text),
    )


def _run_key(row: RunRow) -> str:
    return row.run_id
