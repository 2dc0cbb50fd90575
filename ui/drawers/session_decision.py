"""A session on a holiday: where it goes is a person's decision, with a reason."""

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QWidget
from typing_extensions import override

from models.errors import ReasonNeeded
from services.core.texts import gettext as _
from services.core.texts import language
from services.korean.dates import ENGLISH, date_text
from services.meetings.move_session import SessionMove
from services.meetings.sessions import SessionRow
from ui.context import PageContext
from ui.drawers.panel import Panel
from ui.drawers.refusal import show_refusal
from ui.error_texts_field import field_words
from ui.tasks import Lane
from ui.widgets.busy_button import BusyButton
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit

CANCEL = ""


class SessionPanel(Panel):
    """Offers the days a session could move to; the recommended one stands first."""

    panel_id = "session"

    def __init__(
        self, context: PageContext, row: SessionRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._row = row
        self._about = QLabel(self)
        self._about.setWordWrap(True)
        self._group = QButtonGroup(self)
        self._choices: list[tuple[QRadioButton, str]] = []
        column = self.body
        column.addWidget(self._about)
        for value in self._values():
            choice = QRadioButton(self)
            choice.setObjectName(f"session-{value or 'cancel'}")
            self._group.addButton(choice)
            self._choices.append((choice, value))
            column.addWidget(choice)
        self._choices[0][0].setChecked(True)
        self._reason = HangulLineEdit(self)
        self._reason.setObjectName("sessionReason")
        self._reason_row = FieldRow("", self._reason, self)
        self._reason_row.require()
        self._save = BusyButton("", "Ctrl+Enter", self)
        self._save.setObjectName("sessionSave")
        self._save.make_primary()
        self._save.clicked.connect(self._on_save_clicked)
        self.submitted.connect(self._on_save_clicked)
        column.addWidget(self._reason_row)
        self.foot.addWidget(self._save)
        column.addStretch(1)
        self.retranslate()

    def _values(self) -> list[str]:
        """Return the days to choose from, as ISO text; empty text cancels."""
        days: list[date] = []
        offered = self._row.proposals
        if offered is not None:
            days = [
                offered.recommended_day,
                offered.next_free,
                offered.previous_business_day,
                offered.next_business_day,
            ]
        return [*dict.fromkeys(day.isoformat() for day in days), CANCEL]

    @override
    def title(self) -> str:
        return _("Decide about the session")

    @override
    def retranslate(self) -> None:
        english = language() == ENGLISH
        names = [
            c.name_en if english and c.name_en else c.name for c in self._row.clashes
        ]
        self._about.setText(
            _("{day}: {why}").format(
                day=date_text(self._row.rule_day, language()), why=", ".join(names)
            )
        )
        for at, (choice, value) in enumerate(self._choices):
            choice.setText(self._words(value, is_first=at == 0))
        self._reason_row.set_label(_("Reason"))
        self._save.set_title(_("Decide"))

    def _words(self, value: str, *, is_first: bool) -> str:
        if value == CANCEL:
            return _("Cancel this session")
        told = _("Move to {day}").format(
            day=date_text(date.fromisoformat(value), language())
        )
        return _("{choice} (recommended)").format(choice=told) if is_first else told

    @Slot()
    def _on_save_clicked(self) -> None:
        self.commit()
        self._reason_row.clear()
        value = next(value for choice, value in self._choices if choice.isChecked())
        meetings, actor = self.context.services.meetings, self.context.actor
        row, reason = self._row, self._reason.text()

        def decide() -> object:
            if value == CANCEL:
                return meetings.cancel_session.run(
                    actor, row.series_id, row.rule_day, reason
                )
            move = SessionMove(
                row.series_id, row.rule_day, date.fromisoformat(value), reason
            )
            return meetings.move_session.run(actor, move)

        self._save.show_busy(_("Saving …"))
        self.context.tasks.submit(
            decide,
            owner=self,
            on_done=self._on_decided,
            on_error=self._on_refused,
            lane=Lane.WRITE,
        )

    def _on_decided(self, _decided: object) -> None:
        self.context.done(_("Decided. Tell everybody who had a slot."))
        self.finished.emit()

    def _on_refused(self, error: Exception) -> None:
        self._save.show_idle()
        if isinstance(error, ReasonNeeded):
            self._reason_row.show_error(field_words("missing"))
            self._reason.setFocus()
        else:
            show_refusal(error, {"reason": self._reason_row}, self.context.fail)
