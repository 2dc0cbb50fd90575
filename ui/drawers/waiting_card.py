"""The waiting line as a table with its keys; shown on several pages, one state."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from models.values import VisitKind
from services.core.clock import local
from services.core.texts import gettext as _
from services.core.texts import ngettext, pgettext
from services.korean.choseong import matches
from services.korean.dates import time_text
from services.reception.waiting_values import WaitingRow
from ui import actions, words
from ui.drawers.waiting import WaitingModel
from ui.tables.columns import Align, Column
from ui.tables.rows_model import RowsModel
from ui.tables.rows_view import RowsView
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton

BUTTONS = (
    "visit.check_in",
    "visit.call_next",
    "visit.start",
    "visit.absent",
    "visit.finish",
)
LONG_WAIT_MINUTES = (10, 20)
LEAST_ROWS = 6  # in sight even in large text; the page scrolls for the rest


class WaitingCard(Card):
    """Shows today's line and the five keys of the desk."""

    def __init__(self, model: WaitingModel, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._model = model
        self._rows: RowsModel[WaitingRow] = RowsModel(columns(), _key, None, self)
        self._view = RowsView(self._rows, "", self)
        self._view.setObjectName("waitingTable")
        self._view.use_chips(model.context.theme.state_colors)
        self._view.use_type_ahead(matches, _name)
        self._view.show_at_least(LEAST_ROWS)
        self._view.current_changed.connect(self._on_view_current_changed)
        self._view.opened.connect(self._on_view_opened)
        self._empty = EmptyState(self)
        self._empty.asked.connect(self._on_empty_asked)
        self._view.use_empty_state(self._empty)
        self._chosen = QLabel(self)
        self._chosen.setProperty("role", "subtle")
        self.body.addWidget(self._view, 1)
        self.body.addWidget(self._chosen)
        self._buttons: dict[str, KeyButton] = {}
        row = QHBoxLayout()
        for action_id in BUTTONS:
            button = KeyButton("", actions.key_of(action_id), self)
            button.setObjectName(f"desk-{action_id}")
            button.setProperty("actionId", action_id)
            button.clicked.connect(self._on_button_clicked)
            row.addWidget(button, 1)
            self._buttons[action_id] = button
        self._buttons["visit.check_in"].make_primary()
        self.body.addLayout(row)
        model.changed.connect(self._on_model_changed)
        self.retranslate()

    @property
    def table(self) -> RowsView[WaitingRow]:
        """The table; where the focus goes when the page comes to the front."""
        return self._view

    def forget(self) -> None:
        """Drop every row."""
        self._rows.clear()
        self._chosen.clear()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self._view.set_name(_("Waiting line"))
        for action_id, button in self._buttons.items():
            button.set_title(actions.text_of(action_id))
        self._empty.show_words(
            _("Nobody has come yet."),
            actions.text_of("visit.check_in"),
            actions.key_of("visit.check_in"),
        )
        self._rows.retranslate()
        self._on_model_changed()

    @Slot()
    def _on_model_changed(self) -> None:
        self._empty.stand(self._model.reading)
        chosen = self._model.chosen  # before the table tells what it still stands on
        self._rows.show(self._model.rows)
        if chosen is not None:
            self._view.select_key(chosen.visit_id)
        summary = self._model.summary
        if summary is None:
            self.set_title(_("Reading the line …"))
            return
        told = ngettext("{count} waiting", "{count} waiting", summary.waiting).format(
            count=summary.waiting
        )
        if summary.waiting:
            longest = _("longest {count} minutes").format(count=summary.longest_minutes)
            told = f"{told} · {longest}"
        if summary.to_record:
            told += " · " + _("{count} to be recorded").format(count=summary.to_record)
        self.set_title(told)

    @Slot(object)
    def _on_view_current_changed(self, row: WaitingRow | None) -> None:
        self._model.choose(row)
        if row is None:
            self._chosen.clear()
            return
        told = [f"{row.label} {shown_name(row)}", words.subject(row.subject), row.title]
        if row.receipt:
            told.append(_("receipt {receipt}").format(receipt=row.receipt))
        if row.place:
            told.append(row.place)
        self._chosen.setText(" · ".join(part for part in told if part))

    @Slot(object)
    def _on_view_opened(self, row: WaitingRow) -> None:
        panel = "group" if row.group_id is not None else "visit"
        self._model.context.open_drawer(panel, row)

    @Slot()
    def _on_empty_asked(self) -> None:
        self._model.context.open_drawer("check_in", None)

    @Slot()
    def _on_button_clicked(self) -> None:
        action_id = str(self.sender().property("actionId"))
        if action_id == "visit.check_in":
            self._model.context.open_drawer("check_in", None)
        else:
            self._model.handlers()[action_id]()


def columns() -> tuple[Column[WaitingRow], ...]:
    """Return the columns of the waiting line."""
    return (
        Column(lambda: _("No."), lambda r: r.label, lambda r: r.number, width_chars=4),
        Column(lambda: _("Came"), _came, lambda r: r.arrived_at, width_chars=4),
        Column(lambda: _("Name"), shown_name, width_chars=9, tip=shown_name),
        Column(lambda: _("Matter"), _matter, width_chars=14, tip=_matter),
        Column(
            lambda: _("Waits"),
            _wait,
            lambda r: r.wait_minutes,
            Align.END,
            width_chars=6,
        ),
        Column(
            lambda: _("State"),
            _state,
            width_chars=11,
            state=lambda r: r.state.value,
            firm=True,
            spoken=lambda r: words.visit_state_word(r.state),
        ),
    )


def shown_name(row: WaitingRow) -> str:
    """Return how the list calls somebody: masked, or what stands for a name."""
    if row.confidential:
        return _("(confidential)")
    name = row.name or _("(no name)")
    if row.people > 1:
        return _("{name}, {count} people").format(name=name, count=row.people)
    return name


def _name(row: WaitingRow) -> str:
    return row.name


def _key(row: WaitingRow) -> str:
    return row.visit_id


def _came(row: WaitingRow) -> str:
    return time_text(local(row.arrived_at))


def _matter(row: WaitingRow) -> str:
    kind = {
        VisitKind.WALK_IN: pgettext("kind of visit", "visit"),
        VisitKind.APPOINTMENT: _("appointment"),
        VisitKind.GROUP: _("group"),
    }[row.kind]
    sign = "★ " if row.priority else ""
    return f"{sign}{kind} · {words.subject(row.subject)}"


def _wait(row: WaitingRow) -> str:
    """Return the wait; it deepens by sign and word, not by colour alone."""
    told = _("{count} min").format(count=row.wait_minutes)
    if row.rule is None:
        return told
    some, long = LONG_WAIT_MINUTES
    if row.wait_minutes >= long:
        return f"!! {told}"
    return f"! {told}" if row.wait_minutes >= some else told


def _state(row: WaitingRow) -> str:
    told = words.visit_state(row.state)
    if row.calls > 1 and row.state.value == "called":
        return _("{state}, {count} times").format(state=told, count=row.calls)
    return told
