"""Petitions by how near their day is; Enter opens one."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from services.core.clock import local
from services.core.texts import gettext as _
from services.core.texts import language
from services.korean.choseong import matches
from services.korean.dates import date_text
from services.petitions.deadlines import DueList, DueRow
from ui.context import PageContext
from ui.drawers.panel import Panel
from ui.reading import Reading
from ui.tables.columns import Align, Column
from ui.tables.rows_model import RowsModel
from ui.tables.rows_view import RowsView
from ui.tasks import Lane
from ui.widgets.empty_state import EmptyState


class DuePanel(Panel):
    """Lists what is overdue, due today and next, and who waits for a word."""

    panel_id = "due"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._due: DueList | None = None
        self._rows: RowsModel[DueRow] = RowsModel(_columns(), _key, None, self)
        self._view = RowsView(self._rows, "", self)
        self._view.setObjectName("dueTable")
        self._view.use_type_ahead(matches, _title)
        self._view.opened.connect(self._on_view_opened)
        self._empty = EmptyState(self)
        self._view.use_empty_state(self._empty)
        self._below = QLabel(self)
        self._below.setWordWrap(True)
        self.body.addWidget(self._view, 1)
        self.body.addWidget(self._below)
        self.retranslate()
        self._load()

    @override
    def title(self) -> str:
        return _("Answers due")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {"refresh": self._load}

    @override
    def retranslate(self) -> None:
        self._view.set_name(_("Answers due"))
        self._empty.show_words(_("Nothing is due by the next working day."))
        self._rows.retranslate()
        self._show()

    def _load(self) -> None:
        due, actor = self.context.services.petitions.due, self.context.actor
        self.context.tasks.submit(
            lambda: due.run(actor),
            owner=self,
            on_done=self._on_due,
            on_error=self._on_failed,
            lane=Lane.READ,
        )

    def _on_due(self, due: DueList) -> None:
        self._due = due
        self._show()

    def _on_failed(self, error: Exception) -> None:
        self._empty.stand(Reading.FAILED)
        self._below.clear()
        self.context.fail(error)

    def _show(self) -> None:
        due = self._due
        if due is None:
            self._empty.stand(Reading.UNDER_WAY)
            self._below.setText(_("Reading …"))
            return
        self._empty.stand(Reading.DONE)
        listed = {
            row.petition_id: row
            for part in (due.overdue, due.today, due.tomorrow, due.without_notice)
            for row in part
        }
        self._rows.show(tuple(listed.values()))
        lines = [
            _("{count} wait for a supplement; their clock stands still").format(
                count=due.stopped
            ),
            _("{count} without a department").format(count=due.without_department),
        ]
        self._below.setText("\n".join(lines))

    @Slot(object)
    def _on_view_opened(self, row: DueRow) -> None:
        self.context.open_drawer("petition", row.petition_id)


def _columns() -> tuple[Column[DueRow], ...]:
    return (
        Column(lambda: _("Day"), _day, lambda r: r.due_at, width_chars=10, firm=True),
        Column(
            lambda: _("Left"), _left, lambda r: r.days_left, Align.END, width_chars=4
        ),
        Column(lambda: _("Title"), _title, width_chars=12),
        Column(lambda: _("Department"), lambda r: r.department or "-", width_chars=6),
    )


def _day(row: DueRow) -> str:
    return date_text(local(row.due_at).date(), language())


def _left(row: DueRow) -> str:
    """Return the working days left, lateness with its sign."""
    if row.days_left < 0:
        return _("! {count} late").format(count=-row.days_left)
    return _("today") if row.days_left == 0 else str(row.days_left)


def _title(row: DueRow) -> str:
    return row.title


def _key(row: DueRow) -> str:
    return row.petition_id
