"""Who works here, and the way to an account of one's own."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from services.core.clock import local
from services.core.texts import gettext as _
from services.core.texts import language, pgettext
from services.korean.dates import date_short
from services.trust.accounts import StaffRow
from ui import words
from ui.context import PageContext
from ui.tables.columns import Column
from ui.tables.rows_model import RowsModel
from ui.tables.rows_view import RowsView
from ui.view_model import ViewModel
from ui.widgets.card import Card
from ui.widgets.key_button import KeyButton
from ui.widgets.role import set_role

KINDS = frozenset({"staff", "staff_grant"})
_LEAST_ROWS = 4


class StaffModel(ViewModel):
    """The staff of the office, as they stand."""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(context, KINDS, parent)
        self.rows: tuple[StaffRow, ...] = ()

    def reload(self) -> None:
        """Read the staff anew."""
        read, actor = self.context.services.trust.staff_list, self.context.actor
        self.ask(lambda: read.run(actor), self._on_read)

    def _on_read(self, rows: tuple[StaffRow, ...]) -> None:
        self.rows = rows

    def forget(self) -> None:
        """Drop what was read."""
        super().forget()
        self.rows = ()


class StaffCard(Card):
    """Lists the staff; who manages them opens one, or adds one.

    Signals:
        chosen: Somebody's line was opened; carries the row.
        add_asked: A new person is to be added.
        password_asked: Somebody wants another password of their own.
    """

    chosen = Signal(object)
    add_asked = Signal()
    password_asked = Signal()

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__("", parent)
        self.view_model = StaffModel(context, self)
        self._lines: RowsModel[StaffRow] = RowsModel(_columns(), _key, None, self)
        self._table = RowsView(self._lines, "", self)
        self._table.setObjectName("staffTable")
        self._table.show_at_least(_LEAST_ROWS)
        self._table.opened.connect(self.chosen)
        self._about = QLabel(self)
        self._about.setWordWrap(True)
        set_role(self._about, "hint")
        self._add = KeyButton("", "Ctrl+N", self)
        self._add.setObjectName("staffAdd")
        self._add.clicked.connect(self.add_asked)
        self._own = KeyButton("", "Ctrl+O", self)
        self._own.setObjectName("staffOwnPassword")
        self._own.clicked.connect(self.password_asked)
        foot = QHBoxLayout()
        foot.addWidget(self._add)
        foot.addWidget(self._own)
        foot.addStretch(1)
        self.body.addWidget(self._about)
        self.body.addWidget(self._table)
        self.body.addLayout(foot)
        self.view_model.changed.connect(self._on_view_model_changed)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.set_title(_("People and accounts"))
        self._about.setText(
            _(
                "Enter opens a person. The team leader and the privacy officer add "
                "people, change jobs and set passwords; each step is logged."
            )
        )
        self._add.set_title(_("Add a person"))
        self._own.set_title(_("My password"))
        self._table.setAccessibleName(_("People and accounts"))
        self._lines.retranslate()

    @Slot()
    def _on_view_model_changed(self) -> None:
        self._lines.show(self.view_model.rows)

    def drop_rows(self) -> None:
        """Forget what was read."""
        self.view_model.forget()
        self._lines.clear()


def _key(row: StaffRow) -> str:
    return str(row.id)


def _signed_in(row: StaffRow) -> str:
    at = row.signed_in_at
    return date_short(local(at).date(), language()) if at else "-"


def _when(row: StaffRow) -> str:
    return row.signed_in_at.isoformat() if row.signed_in_at else ""


def _columns() -> tuple[Column[StaffRow], ...]:
    return (
        Column(lambda: _("Name"), lambda r: r.name, lambda r: r.name, width_chars=7),
        Column(lambda: _("Login"), lambda r: r.login, lambda r: r.login),
        Column(
            lambda: _("Job"),
            lambda r: words.profile(r.profile),
            lambda r: r.profile,
            width_chars=9,
        ),
        Column(
            lambda: pgettext("staff", "Department"),
            lambda r: r.department or "-",
            lambda r: r.department,
            width_chars=8,
        ),
        Column(lambda: _("Last sign-in"), _signed_in, _when, width_chars=7),
        Column(
            lambda: pgettext("staff", "State"),
            words.staff_state,
            width_chars=12,
            tip=words.staff_state,
        ),
    )
