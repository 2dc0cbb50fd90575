"""The texts of one meeting: what the mayor reads before, and what was said."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.values import MeetingId
from services.core.texts import gettext as _
from services.meetings.meeting_texts import MeetingForm, MeetingTexts
from ui.context import PageContext, Places
from ui.drawers.form_draft import FormDraft
from ui.drawers.panel import Panel
from ui.drawers.refusal import show_refusal
from ui.tasks import Lane
from ui.widgets.busy_button import BusyButton
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_text_edit import HangulTextEdit

FIELDS = (
    "gist",
    "history",
    "issues",
    "opinion",
    "budget",
    "remarks",
    "questions",
    "caution",
    "plan",
    "record",
)
LINES = 4


class MeetingPanel(Panel):
    """Writes what goes into the pack of a meeting."""

    panel_id = "meeting"

    def __init__(
        self, context: PageContext, meeting_id: MeetingId, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._meeting_id = meeting_id
        self._form: MeetingForm | None = None
        self._texts = {name: HangulTextEdit(self) for name in FIELDS}
        self._rows: dict[str, FieldRow] = {}
        column = self.body
        for name, text in self._texts.items():
            text.setObjectName(f"meeting-{name}")
            text.setTabChangesFocus(True)
            text.setFixedHeight(text.fontMetrics().height() * LINES)
            self._rows[name] = FieldRow("", text, self)
            column.addWidget(self._rows[name])
        self._save = BusyButton("", "Ctrl+Enter", self)
        self._save.setObjectName("meetingSave")
        self._save.make_primary()
        self._save.clicked.connect(self._on_save_clicked)
        self.submitted.connect(self._on_save_clicked)
        self.foot.addWidget(self._save)
        self.retranslate()
        self._submit_open()
        FormDraft(self, f"meeting:{meeting_id}", edits=True)

    def _submit_open(self) -> None:
        verb, actor = self.context.services.meetings.open, self.context.actor
        meeting_id = self._meeting_id
        self.context.tasks.submit(
            lambda: verb.run(actor, meeting_id),
            owner=self,
            on_done=self._on_opened,
            on_error=self.context.fail,
            lane=Lane.WRITE,
        )

    def _on_opened(self, form: MeetingForm) -> None:
        self._form = form
        for name, text in self._texts.items():
            text.set_text_when_idle(str(getattr(form.texts, name)))

    @override
    def places(self) -> Places:
        return (("meeting", str(self._meeting_id)),)

    @override
    def title(self) -> str:
        return _("For the briefing")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "item.save": self._on_save_clicked,
            "item.finish_next": self._on_save_clicked,
        }

    @override
    def retranslate(self) -> None:
        labels = {
            "gist": _("Gist"),
            "history": _("History"),
            "issues": _("Issues and law"),
            "opinion": _("Opinion"),
            "budget": _("Budget"),
            "remarks": _("What to say"),
            "questions": _("Questions"),
            "caution": _("Caution"),
            "plan": _("Action plan"),
            "record": _("Record"),
        }
        for name, label in labels.items():
            self._rows[name].set_label(label)
        self._save.set_title(_("Save"))

    @Slot()
    def _on_save_clicked(self) -> None:
        form = self._form
        if form is None:
            return
        self.commit()
        for row in self._rows.values():
            row.clear()
        texts = MeetingTexts(
            **{name: text.toPlainText() for name, text in self._texts.items()}
        )
        verb, actor = self.context.services.meetings.write, self.context.actor
        self._save.show_busy(_("Saving …"))
        self.context.tasks.submit(
            lambda: verb.run(actor, form.meeting_id, texts, form.base),
            owner=self,
            on_done=self._on_saved,
            on_error=self._on_refused,
            lane=Lane.WRITE,
        )

    def _on_saved(self, _nothing: object) -> None:
        self.context.done(_("Saved for the briefing."))
        self.finished.emit()

    def _on_refused(self, error: Exception) -> None:
        self._save.show_idle()
        show_refusal(error, self._rows, self.context.fail)
