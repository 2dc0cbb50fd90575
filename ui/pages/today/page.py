"""The page Today: the waiting line at the left, the day beside it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from services.core.texts import gettext as _
from services.core.texts import language, ngettext
from services.korean.dates import date_text, time_range
from services.meetings.session_slots import SessionSlots, SlotRow
from services.petitions.deadlines import DueList
from ui.context import PageContext, Places
from ui.drawers.waiting import WaitingModel
from ui.drawers.waiting_card import WaitingCard
from ui.page import Page
from ui.pages.today.view_model import TodayModel
from ui.tables.columns import Column
from ui.tables.rows_model import RowsModel
from ui.tables.rows_view import RowsView
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.side_by_side import SideBySide

LINES = 5
SLOTS = 4  # an ordinary session has as many


class TodayPage(Page):
    """What a clerk sees first in the morning and looks back at all day."""

    page_id = "today"

    def __init__(
        self, context: PageContext, waiting: WaitingModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self.view_model = TodayModel(context, self)
        self._waiting = waiting
        self._line = WaitingCard(waiting, self)
        self._session = Card("", self)
        self._slots: RowsModel[SlotRow] = RowsModel(_columns(), _key, None, self)
        self._slots_view = RowsView(self._slots, "", self._session)
        self._slots_view.setObjectName("todaySlots")
        self._slots_view.show_at_least(SLOTS)
        self._no_session = EmptyState(self)
        self._slots_view.use_empty_state(self._no_session)
        self._session.body.addWidget(self._slots_view)
        self._due_card, self._due = self._text_card()
        self._day_card, self._day = self._text_card()
        beside = QWidget(self)
        right = QVBoxLayout(beside)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self._session, 3)
        right.addWidget(self._due_card)
        right.addWidget(self._day_card)
        right.addStretch(1)
        both = SideBySide(self)
        both.add(self._line, 25, least_chars=34)
        both.add(beside, 15, least_chars=26)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(both)
        self.view_model.changed.connect(self._on_view_model_changed)
        self.retranslate()

    def _text_card(self) -> tuple[Card, QLabel]:
        card = Card("", self)
        label = QLabel(card)
        label.setWordWrap(True)
        card.body.addWidget(label)
        return card, label

    @override
    def places(self) -> Places:
        row = self._waiting.chosen
        return () if row is None else (("visit", str(row.visit_id)),)

    @override
    def title(self) -> str:
        return _("Today")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {"refresh": self._refresh}

    @override
    def shown(self, payload: object) -> None:
        self._refresh()
        self._line.table.setFocus()

    def _refresh(self) -> None:
        self._waiting.reload()
        self.view_model.reload()

    @override
    def drop_rows(self) -> None:
        self._line.forget()
        self._slots.clear()
        self.view_model.forget()

    @override
    def retranslate(self) -> None:
        self._line.retranslate()
        self._slots_view.set_name(_("Slots of the session"))
        self._no_session.show_words(_("No Tongtong Day today."))
        self._due_card.set_title(_("Answers due"))
        self._day_card.set_title(_("Also today"))
        self._slots.retranslate()
        self._on_view_model_changed()

    @Slot()
    def _on_view_model_changed(self) -> None:
        self._no_session.stand(self.view_model.reading)
        shown = self.view_model.shown
        if shown is None:
            self._session.set_title(_("Tongtong Day"))
            self._due.setText(_("Reading …"))
            return
        self._session.set_title(_session_title(shown.slots))
        self._slots.show(shown.slots.slots if shown.slots else ())
        self._due.setText(_due_text(shown.due, shown.drafts))
        entries = [m for m in shown.agenda.meetings if m.session_id is None]
        lines = [
            f"{time_range(m.starts_at, m.ends_at)}  {m.title} {m.who}".rstrip()
            for m in entries[:LINES]
        ]
        lines += [c.name for c in shown.agenda.closures]
        self._day.setText("\n".join(lines) or _("Nothing else is in the calendar."))


def _session_title(slots: SessionSlots | None) -> str:
    if slots is None:
        return _("Tongtong Day")
    row = slots.session
    taken = sum(1 for slot in slots.slots if not slot.is_free)
    return _("Tongtong Day, {day}: {taken} of {count} slots").format(
        day=date_text(row.held_on, language()), taken=taken, count=len(slots.slots)
    )


def _due_text(due: DueList, drafts: int) -> str:
    parts = [
        ngettext("{count} today", "{count} today", len(due.today)).format(
            count=len(due.today)
        ),
        ngettext("{count} tomorrow", "{count} tomorrow", len(due.tomorrow)).format(
            count=len(due.tomorrow)
        ),
        ngettext("{count} overdue", "{count} overdue", len(due.overdue)).format(
            count=len(due.overdue)
        ),
    ]
    lines = [" · ".join(parts)]
    if due.without_department:
        lines.append(
            _("{count} without a department").format(count=due.without_department)
        )
    if due.without_notice:
        lines.append(
            _("{count} open for thirty days without a word").format(
                count=len(due.without_notice)
            )
        )
    if drafts:
        told = ngettext("{count} draft not saved", "{count} drafts not saved", drafts)
        lines.append(told.format(count=drafts))
    return "\n".join(lines)


def _columns() -> tuple[Column[SlotRow], ...]:
    return (
        Column(
            lambda: _("Time"),
            lambda s: time_range(s.starts_at, s.ends_at),
            width_chars=8,
            firm=True,
        ),
        Column(lambda: _("Who"), _who, width_chars=4),
        Column(lambda: _("Topic"), lambda s: s.title, width_chars=8),
        Column(lambda: _("Papers"), _papers, width_chars=6),
    )


def _who(slot: SlotRow) -> str:
    if slot.elsewhere:
        return _("(taken)")
    return _("(free)") if slot.is_free else slot.who


def _papers(slot: SlotRow) -> str:
    if slot.is_free or slot.elsewhere:
        return ""
    return _("✓ ready") if slot.ready else _("! missing")


def _key(slot: SlotRow) -> str:
    return f"{slot.starts_at} {slot.meeting_id}"
