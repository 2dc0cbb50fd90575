"""The end of the day: what is open, who still waits, the sign-off, the report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget
from typing_extensions import override

from models.values import Purpose
from services.briefing.print_paper import Printed
from services.briefing.sheet_values import DayReport
from services.closing.end_visits import StillWaiting
from services.closing.open_rows import GROUPS, MEETINGS, PETITIONS, VISITS, OpenRow
from services.closing.values import Checklist, OpenKind
from services.closing.wording import words_of
from services.core.clock import local
from services.core.texts import gettext as _
from services.korean.dates import time_text
from services.reception.waiting_values import WaitingRow
from ui.context import PageContext
from ui.drawers.panel import Panel
from ui.reading import Reading
from ui.tables.columns import Column
from ui.tables.rows_model import RowsModel
from ui.tables.rows_view import RowsView
from ui.tasks import Lane
from ui.widgets.busy_button import BusyButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton

LINES = 8


@dataclass(frozen=True, slots=True)
class Evening:
    """The list and the numbers of the day, and whom its visits are about."""

    checklist: Checklist
    numbers: DayReport
    rows: tuple[OpenRow, ...]
    line: tuple[WaitingRow, ...]

    def __repr__(self) -> str:
        return "<Evening>"


class EndOfDayPanel(Panel):
    """Shows what the day leaves open; it may stay open, but not unseen."""

    panel_id = "end_of_day"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._evening: Evening | None = None
        self._numbers = QLabel(self)
        self._numbers.setObjectName("dayNumbers")
        self._numbers.setWordWrap(True)
        self._rows: RowsModel[OpenRow] = RowsModel(_columns(), _key, None, self)
        self._open = RowsView(self._rows, "", self)
        self._open.setObjectName("dayTable")
        self._open.opened.connect(self._on_open_opened)
        self._clear = EmptyState(self)
        self._open.use_empty_state(self._clear)
        self._open.setMinimumHeight(self.fontMetrics().height() * LINES)
        self._signed = self.label("daySigned")
        self._carry = QCheckBox(self)
        self._carry.setObjectName("dayCarry")
        self._carry.setChecked(True)
        self._sign = BusyButton("", "Ctrl+Enter", self)
        self._sign.setObjectName("daySign")
        self._sign.make_primary()
        self._sign.clicked.connect(self._on_sign_clicked)
        self.submitted.connect(self._on_sign_clicked)
        column = self.body
        column.addWidget(self._numbers)
        column.addWidget(self._open, 1)
        for widget in (self._signed, self._carry):
            column.addWidget(widget)
        self.foot.addWidget(self._sign)
        self._build_sync()
        self.retranslate()
        self._load()

    def _build_sync(self) -> None:
        self._sync_now = KeyButton("", "F5", self)
        self._sync_now.setObjectName("daySync")
        self._sync_now.clicked.connect(self._on_sync_now_clicked)
        self._clashes = KeyButton("", "Ctrl+O", self)
        self._clashes.setObjectName("dayClashes")
        self._clashes.clicked.connect(self._on_clashes_clicked)
        self.add_buttons(self._sync_now, self._clashes)

    @override
    def title(self) -> str:
        return _("End of day")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "item.finish_next": self._on_sign_clicked,
            "refresh": self._on_sync_now_clicked,
            "item.open": self._on_clashes_clicked,
        }

    @override
    def retranslate(self) -> None:
        self._carry.setText(_("Whoever still waits keeps the place for tomorrow"))
        self._sign.set_title(_("Sign off, print the report and sync"))
        self._open.set_name(_("What the day leaves open"))
        self._clear.show_words(_("✓ Nothing is left open."))
        self._rows.retranslate()
        self._sync_now.set_title(_("Send and receive now"))
        self._clashes.set_title(_("To be decided"))
        self._show()

    def _load(self) -> None:
        services, actor = self.context.services, self.context.actor
        closing = services.closing

        def ask() -> Evening:
            return Evening(
                closing.end_of_day.run(actor),
                closing.numbers.run(actor),
                closing.open_rows.run(actor),
                services.reception.waiting_list.run(actor).rows,
            )

        self.context.tasks.submit(
            ask,
            owner=self,
            on_done=self._on_evening,
            on_error=self._on_unread,
            lane=Lane.READ,
        )

    def _on_evening(self, evening: Evening) -> None:
        self._evening = evening
        self._show()

    def _on_unread(self, error: Exception) -> None:
        self._clear.stand(Reading.FAILED)
        self._numbers.clear()
        self.context.fail(error)

    def _show(self) -> None:
        evening = self._evening
        self._sign.setEnabled(evening is not None)
        if evening is None:
            self._clear.stand(Reading.UNDER_WAY)
            self._numbers.setText(_("Reading …"))
            return
        self._clear.stand(Reading.DONE)
        numbers = evening.numbers
        self._numbers.setText(
            _(
                "Visits {visits} · groups {groups} ({people} people) · received "
                "{received} · meetings tomorrow {meetings}"
            ).format(
                visits=numbers.visits,
                groups=numbers.groups,
                people=numbers.group_people,
                received=numbers.received,
                meetings=numbers.meetings_tomorrow,
            )
        )
        self._rows.show(evening.rows)
        signed = evening.checklist.signed_off
        self._signed.setVisible(signed is not None)
        if signed is not None:
            self._signed.setText(
                _("Signed off at {time}.").format(time=time_text(local(signed.at)))
            )

    @Slot(object)
    def _on_open_opened(self, row: OpenRow) -> None:
        """Open what the row is about, where it has a panel or a page."""
        if row.kind in PETITIONS:
            self.context.open_drawer("petition", row.id)
        elif row.kind in MEETINGS:
            self.context.open_drawer("meeting", row.id)
        elif row.kind in VISITS | GROUPS:
            self._open_visit(row)
        elif row.kind is OpenKind.CONFLICT:
            self.context.go_to("sync", None)
        elif row.kind is OpenKind.SUBSTITUTION_UNTOLD:
            self.context.go_to("calendar", None)
        else:
            self.context.say(_("This is only counted here; there is nothing to open."))

    def _open_visit(self, row: OpenRow) -> None:
        line = self._evening.line if self._evening else ()
        found = next((v for v in line if row.id in (v.visit_id, v.group_id)), None)
        if found is None:
            self.context.say(_("It is not on today's list any more."))
        elif found.group_id is not None:
            self.context.open_drawer("group", found)
        elif row.kind is OpenKind.VISIT_TO_RECORD:
            self.context.open_drawer("outcome", found)
        else:
            self.context.open_drawer("visit", found)

    @Slot()
    def _on_sync_now_clicked(self) -> None:
        self.context.go_to("sync", "start")

    @Slot()
    def _on_clashes_clicked(self) -> None:
        self.context.go_to("sync", "decide")

    @Slot()
    def _on_sign_clicked(self) -> None:
        if self._evening is None:  # nobody signs what was not seen
            return
        services, actor = self.context.services, self.context.actor
        waiting = (
            StillWaiting.KEEP_PLACE if self._carry.isChecked() else StillWaiting.LEAVE
        )
        self._sign.show_busy(_("Saving …"))

        def sign() -> Printed:
            services.closing.end_visits.run(actor, waiting)
            report = services.closing.sign_off.run(actor)
            return services.briefing.print_small.run(actor, report, Purpose.REVIEW)

        self.context.tasks.submit(
            sign,
            owner=self,
            on_done=self._on_signed,
            on_error=self._on_failed,
            lane=Lane.WRITE,
        )

    def _on_signed(self, paper: Printed) -> None:
        self.context.done(_("The day is signed off."))
        self.finished.emit()
        self.context.go_to("sync", "start")
        self.context.open_drawer("paper", paper)

    def _on_failed(self, error: Exception) -> None:
        self._sign.show_idle()
        self.context.fail(error)


def _columns() -> tuple[Column[OpenRow], ...]:
    return (
        Column(lambda: _("Left open"), _what, width_chars=12),
        Column(lambda: _("Which"), lambda r: r.said, width_chars=14),
    )


def _what(row: OpenRow) -> str:
    return words_of(row.kind)


def _key(row: OpenRow) -> str:
    return f"{row.kind} {row.id}"
