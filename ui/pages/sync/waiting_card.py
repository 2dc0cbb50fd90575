"""What waits on this desk: which record, since when, by whom, why, and what to do."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from services.core.clock import local
from services.core.texts import gettext as _
from services.core.texts import language
from services.korean.dates import date_text, time_text
from services.sync.waiting import WaitingRow, Why
from ui import record_words
from ui.tables.columns import Column
from ui.tables.rows_model import RowsModel
from ui.tables.rows_view import RowsView
from ui.widgets.card import Card
from ui.widgets.key_button import KeyButton

_LEAST_ROWS = 3


class WaitingCard(Card):
    """Lists what waits; it is not there while nothing does.

    Signals:
        brought_back: The deleted record is wanted again; carries WaitingRow.
    """

    brought_back = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._rows: RowsModel[WaitingRow] = RowsModel(_columns(), _key, None, self)
        self._view = RowsView(self._rows, "", self)
        self._view.setObjectName("syncWaiting")
        self._view.current_changed.connect(self._show_current)
        self._told = QLabel(self)
        self._told.setObjectName("syncWaitingWhy")
        self._told.setWordWrap(True)
        self._bring_back = KeyButton("", "", self)
        self._bring_back.setObjectName("syncBringBack")
        self._bring_back.clicked.connect(self._on_bring_back_clicked)
        self.body.addWidget(self._view, 1)
        self.body.addWidget(self._told)
        self.body.addWidget(self._bring_back)
        self.hide()

    def show_rows(self, rows: Sequence[WaitingRow]) -> None:
        """Show what waits now."""
        self.set_title(_("Waiting on this desk: {count}").format(count=len(rows)))
        self._rows.show(rows)
        self._view.setMinimumHeight(_LEAST_ROWS * self._told.fontMetrics().height() * 2)
        self.setVisible(bool(rows))
        self._show_current()

    def clear(self) -> None:
        """Forget every row."""
        self._rows.clear()
        self.hide()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self._view.set_name(_("Waiting on this desk"))
        self._bring_back.set_title(_("Bring the deleted record back"))
        self._rows.retranslate()
        self._show_current()

    def _current(self) -> WaitingRow | None:
        return self._view.current_row() or next(iter(self._rows.rows), None)

    @Slot()
    def _show_current(self) -> None:
        row = self._current()
        self._told.setText("" if row is None else f"{why(row)}\n{what_to_do(row)}")
        self._bring_back.setVisible(row is not None and row.deleted is not None)

    @Slot()
    def _on_bring_back_clicked(self) -> None:
        row = self._current()
        if row is not None and row.deleted is not None:
            self.brought_back.emit(row)


def why(row: WaitingRow) -> str:
    """Return why it waits."""
    return {
        Why.UNKNOWN_VALUE: _("It has a value that this program does not know."),
        Why.REFERS_TO_DELETED: _("It refers to a record that was deleted."),
        Why.STILL_REFERRED_TO: _(
            "It was deleted on another desk, and records here still refer to it."
        ),
        Why.UNREADABLE: _("It was written in a way that no program can read."),
        Why.REFUSED: _("The office file of this desk cannot take it."),
        Why.NOT_TAKEN: _("The server could not take what this desk wrote."),
    }[row.why]


def what_to_do(row: WaitingRow) -> str:
    """Return what a person can do about it."""
    return {
        Why.UNKNOWN_VALUE: _(
            "Renew the program on this desk. Until then, change the record on the "
            "other desk."
        ),
        Why.REFERS_TO_DELETED: _(
            "Bring the deleted record back, or let the other desk refer to another one."
        ),
        Why.STILL_REFERRED_TO: _(
            "Let those records refer to another one, or bring it back on the desk that "
            "deleted it."
        ),
        Why.UNREADABLE: _("Tell the IT office."),
        Why.REFUSED: _(
            "It is tried again at each round. If it stays, tell the IT office."
        ),
        Why.NOT_TAKEN: _(
            "It stands on this desk alone. Write it anew; if that does not help, tell "
            "the IT office."
        ),
    }[row.why]


def _columns() -> tuple[Column[WaitingRow], ...]:
    return (
        Column(lambda: _("What"), _record, width_chars=12),
        Column(lambda: _("Since"), _since, width_chars=13),
        Column(lambda: _("Written by"), _by, width_chars=8),
        Column(lambda: _("Why"), why, width_chars=24, tip=why),
        Column(lambda: _("What to do"), what_to_do, width_chars=24, tip=what_to_do),
    )


def _record(row: WaitingRow) -> str:
    return f"{record_words.record(row.table)} {row.label}".rstrip()


def _since(row: WaitingRow) -> str:
    at = local(row.since)
    return f"{date_text(at.date(), language())} {time_text(at)}"


def _by(row: WaitingRow) -> str:
    if not row.letter:
        return row.user_name
    told = _("{told}, desk {letter}")
    return told.format(told=row.user_name or "-", letter=row.letter)


def _key(row: WaitingRow) -> str:
    return f"{row.table} {row.row_id} {row.why}"
