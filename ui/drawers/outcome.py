"""Records what came of a visit; it is finished already, this is what was said."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from services.core.texts import gettext as _
from services.reception.waiting_values import WaitingRow
from ui import words
from ui.context import PageContext
from ui.drawers.form_draft import FormDraft
from ui.drawers.panel import Panel
from ui.drawers.refusal import show_refusal
from ui.tasks import Lane
from ui.widgets.busy_button import BusyButton
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_text_edit import HangulTextEdit


class OutcomePanel(Panel):
    """Takes one text; without it the visit stays in the list of things to do."""

    panel_id = "outcome"

    def __init__(
        self, context: PageContext, row: WaitingRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._row = row
        self._about = QLabel(self)
        self._about.setWordWrap(True)
        self._outcome = HangulTextEdit(self)
        self._outcome.setObjectName("outcomeText")
        self._outcome.setTabChangesFocus(True)
        self._field = FieldRow("", self._outcome, self)
        self._save = BusyButton("", "Ctrl+Enter", self)
        self._save.setObjectName("outcomeSave")
        self._save.make_primary()
        self._save.clicked.connect(self._on_save_clicked)
        self.submitted.connect(self._on_save_clicked)
        column = self.body
        column.addWidget(self._about)
        column.addWidget(self._field, 1)
        self.foot.addWidget(self._save)
        self.retranslate()
        FormDraft(self, f"outcome:{row.visit_id}")

    @override
    def title(self) -> str:
        return _("What came of it")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "item.save": self._on_save_clicked,
            "item.finish_next": self._on_save_clicked,
        }

    @override
    def retranslate(self) -> None:
        self._about.setText(
            " · ".join(
                (self._row.label, words.subject(self._row.subject), self._row.title)
            )
        )
        self._field.set_label(_("Outcome"))
        self._outcome.setPlaceholderText(
            _("Answered at once, handed on, an appointment …")
        )
        self._save.set_title(_("Record and close"))

    @Slot()
    def _on_save_clicked(self) -> None:
        self.commit()
        self._field.clear()
        outcome = self._outcome.toPlainText()
        record, actor = (
            self.context.services.reception.record_outcome,
            self.context.actor,
        )
        visit_id = self._row.visit_id
        self._save.show_busy(_("Saving …"))
        self.context.tasks.submit(
            lambda: record.run(actor, visit_id, outcome),
            owner=self,
            on_done=self._on_saved,
            on_error=self._on_refused,
            lane=Lane.WRITE,
        )

    def _on_saved(self, _nothing: object) -> None:
        self.context.done(_("{number} is closed.").format(number=self._row.label))
        self.finished.emit()

    def _on_refused(self, error: Exception) -> None:
        self._save.show_idle()
        show_refusal(error, {"outcome": self._field}, self.context.fail)
