"""The dong visits page: 39 dongs in order, Enter plans a visit."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from services.core.texts import gettext as _
from services.core.texts import language, ngettext
from services.korean.choseong import matches
from services.korean.dates import ENGLISH, date_text
from services.outreach.dongs import DongRow, natural_key
from ui.context import PageContext, Places
from ui.page import Page
from ui.pages.dong_visits.view_model import DongVisitsModel
from ui.reading import Reading
from ui.tables.columns import Align, Column
from ui.tables.rows_model import RowsModel
from ui.tables.rows_view import RowsView
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton


class DongVisitsPage(Page):
    """Shows when each dong was visited and lets one be planned."""

    page_id = "dong_visits"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view_model = DongVisitsModel(context, self)
        self._dongs: RowsModel[DongRow] = RowsModel(_columns(), _key, None, self)
        self._card = Card("", self)
        self._table = RowsView(self._dongs, "", self._card)
        self._table.setObjectName("dongTable")
        self._table.use_type_ahead(matches, _name)
        self._table.opened.connect(self._on_table_opened)
        self._empty = EmptyState(self)
        self._table.use_empty_state(self._empty)
        self._plan = KeyButton("", "Ctrl+N", self)
        self._plan.setObjectName("dongPlan")
        self._plan.make_primary()
        self._plan.clicked.connect(self.plan)
        self._card.body.addWidget(self._table, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._plan)
        buttons.addStretch(1)
        self._card.body.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._card)
        self.view_model.changed.connect(self._on_view_model_changed)
        self.retranslate()

    @override
    def places(self) -> Places:
        row = self._table.current_row()
        if row is None:
            return ()
        dong = (("dong", str(row.id)),)
        coming = row.next_visit_id
        return dong if coming is None else (("dong_visit", str(coming)), *dong)

    @override
    def title(self) -> str:
        return _("Dong visits")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {"item.new": self.plan, "refresh": self.view_model.reload}

    @override
    def shown(self, payload: object) -> None:
        self.view_model.reload()
        self._table.setFocus()

    @override
    def drop_rows(self) -> None:
        self.view_model.forget()
        self._dongs.clear()

    @override
    def retranslate(self) -> None:
        self._table.set_name(_("Dongs"))
        self._empty.show_words(
            _("There are no dongs yet. The IT office imports them from a file.")
        )
        self._plan.set_title(_("Plan a visit"))
        self._dongs.retranslate()
        self._on_view_model_changed()

    @Slot()
    def _on_view_model_changed(self) -> None:
        self._empty.stand(self.view_model.reading)
        rows = self.view_model.rows
        self._dongs.show(rows)
        if self.view_model.reading is not Reading.DONE:
            waits = self.view_model.reading is Reading.UNDER_WAY
            self._card.set_title(_("Reading …") if waits else _("Dong visits"))
            return
        told = ngettext(
            "{count} dong, {visited} visited",
            "{count} dongs, {visited} visited",
            len(rows),
        )
        self._card.set_title(
            told.format(count=len(rows), visited=self.view_model.visited)
        )

    @Slot(object)
    def _on_table_opened(self, row: DongRow) -> None:
        """Open the plan of the coming visit, or a new one."""
        self.context.open_drawer("dong_visit", row)

    @Slot()
    def plan(self) -> None:
        """Open the form of a new visit to the chosen dong."""
        row = self._table.current_row()
        if row is None:
            self.context.say(_("Choose a dong first."))
            return
        self.context.open_drawer("dong_visit", replace(row, next_visit_id=None))


def _columns() -> tuple[Column[DongRow], ...]:
    return (
        Column(
            lambda: _("District"),
            lambda r: r.district_en if language() == ENGLISH else r.district,
            lambda r: r.district,
            width_chars=8,
        ),
        Column(lambda: _("Dong"), _name, lambda r: natural_key(r.name), width_chars=9),
        Column(
            lambda: _("Households"),
            lambda r: f"{r.households:,}" if r.households else "-",
            lambda r: r.households,
            Align.END,
            width_chars=7,
        ),
        Column(
            lambda: _("Last visit"), lambda r: _day(r.last_visit), _last, width_chars=9
        ),
        Column(
            lambda: _("Next visit"), lambda r: _day(r.next_visit), _next, width_chars=9
        ),
        Column(lambda: _("Before others"), _priority, width_chars=14),
    )


def _name(row: DongRow) -> str:
    return row.name_en if language() == ENGLISH and row.name_en else row.name


def _key(row: DongRow) -> str:
    return row.id


def _day(day: date | None) -> str:
    return date_text(day, language()) if day else "-"


def _last(row: DongRow) -> date:
    return row.last_visit or date.min


def _next(row: DongRow) -> date:
    return row.next_visit or date.max


def _priority(row: DongRow) -> str:
    """Return why a dong comes before others; Source: the city's plan of 2018."""
    parts = []
    if row.hot_spot:
        parts.append(_("pending issue"))
    if row.natural_villages:
        parts.append(_("natural villages {count}").format(count=row.natural_villages))
    if row.outlying:
        parts.append(_("outlying"))
    return " · ".join(parts)
