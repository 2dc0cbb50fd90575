"""Something else in the place of two values that clash, written by a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from services.core.texts import gettext as _
from services.sync.decide import Decision
from ui.context import PageContext
from ui.drawers.form_draft import FormDraft
from ui.drawers.panel import Panel
from ui.drawers.refusal import show_refusal
from ui.error_texts_field import field_words
from ui.tasks import Lane
from ui.widgets.busy_button import BusyButton
from ui.widgets.compared_text import ComparedText
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.hangul_text_edit import HangulTextEdit


@dataclass(frozen=True, slots=True)
class ValueAsked:
    """Which value is written, and what it stands against.

    Attributes:
        about: The record and its field, in words.
        decision: For the field; its value is what will be written.
    """

    about: str
    not_taken: str = field(repr=False)
    stands: str = field(repr=False)
    decision: Decision

    @property
    def is_one_line(self) -> bool:
        """Whether neither text has a second line."""
        return "\n" not in self.not_taken + self.stands


class WriteValuePanel(Panel):
    """Shows both texts and takes a third, begun with what stands now."""

    panel_id = "write_value"

    def __init__(
        self, context: PageContext, asked: ValueAsked, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._asked = asked
        self._about = self.label("writeAbout")
        self._about.setText(asked.about)
        self._text = self._editor(asked)
        self._text.setObjectName("writeText")
        self._row = FieldRow("", self._text, self)
        self._row.require()
        self._not_taken = ComparedText("writeNotTaken", self)
        self._stands = ComparedText("writeStands", self)
        self._save = BusyButton("", "Ctrl+Enter", self)
        self._save.setObjectName("writeSave")
        self._save.make_primary()
        self._save.asked.connect(self._on_save_asked)
        self.submitted.connect(self._on_save_asked)
        self.body.addWidget(self._about)
        self.body.addWidget(self._row)
        for text in (self._not_taken, self._stands):
            self.body.addWidget(text, 1)
        self.foot.addWidget(self._save)
        self.retranslate()
        FormDraft(self, f"write_value:{asked.decision.seq} {asked.decision.name}")

    def _editor(self, asked: ValueAsked) -> HangulLineEdit | HangulTextEdit:
        if asked.is_one_line:
            line = HangulLineEdit(self)
            line.setText(asked.stands)
            return line
        text = HangulTextEdit(self)
        text.setPlainText(asked.stands)
        text.setTabChangesFocus(True)
        return text

    @override
    def title(self) -> str:
        return _("Write something else")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "item.save": self._on_save_asked,
            "item.finish_next": self._on_save_asked,
        }

    @override
    def retranslate(self) -> None:
        asked = self._asked
        self._row.set_label(_("Shall stand"))
        self._not_taken.show_text(_("Not taken"), asked.not_taken, asked.stands)
        self._stands.show_text(_("Stands now"), asked.stands, asked.not_taken)
        self._save.set_title(_("Let it stand"))

    @Slot()
    def _on_save_asked(self) -> None:
        self.commit()
        self._row.clear()
        verb, actor = self.context.services.sync.decide, self.context.actor
        text = self._text.live_text()
        if not text.strip():
            self._row.show_error(field_words("missing"))
            self._text.setFocus()
            return
        decision = replace(self._asked.decision, value=text)
        self._save.show_busy(_("Saving …"))
        self.context.tasks.submit(
            lambda: verb.run(actor, [decision]),
            owner=self,
            on_done=self._on_saved,
            on_error=self._on_refused,
            lane=Lane.WRITE,
        )

    def _on_saved(self, _nothing: object) -> None:
        self.context.say(_("Decided: {record}.").format(record=self._asked.about))
        self.finished.emit()

    def _on_refused(self, error: Exception) -> None:
        self._save.show_idle()
        show_refusal(error, {self._asked.decision.name: self._row}, self.context.fail)
