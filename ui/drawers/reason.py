"""A step of the calendar that needs a reason: says why, and takes it in place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from models.errors import DoubleBooking, ReasonNeeded
from services.core.texts import gettext as _
from ui.context import PageContext
from ui.drawers.panel import Panel
from ui.drawers.refusal import show_refusal
from ui.error_texts import words
from ui.error_texts_field import field_words
from ui.tasks import Lane
from ui.widgets.busy_button import BusyButton
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit


@dataclass(frozen=True, slots=True)
class ReasonAsked:
    """What a reason is asked for.

    Attributes:
        title: What is done with it; also on the button.
        about: What it is about, or what stands in the way.
        run: Does it, off the window's thread.
        done: What is said afterwards.
    """

    title: str
    about: str
    run: Callable[[str], None]
    done: str


class ReasonPanel(Panel):
    """Takes a reason and does what it was asked for; what was typed stays."""

    panel_id = "reason"

    def __init__(
        self, context: PageContext, asked: ReasonAsked, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._asked = asked
        self._about = QLabel(asked.about, self)
        self._about.setObjectName("reasonAbout")
        self._about.setWordWrap(True)
        self._reason = HangulLineEdit(self)
        self._reason.setObjectName("reasonText")
        self._row = FieldRow("", self._reason, self)
        self._row.require()
        self._save = BusyButton("", "Ctrl+Enter", self)
        self._save.setObjectName("reasonSave")
        self._save.make_primary()
        self._save.clicked.connect(self._on_save_clicked)
        self.submitted.connect(self._on_save_clicked)
        self.body.addWidget(self._about)
        self.body.addWidget(self._row)
        self.body.addStretch(1)
        self.foot.addWidget(self._save)
        self.retranslate()

    @override
    def title(self) -> str:
        return self._asked.title

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "item.save": self._on_save_clicked,
            "item.finish_next": self._on_save_clicked,
        }

    @override
    def retranslate(self) -> None:
        self._row.set_label(_("Reason"))
        self._save.set_title(self._asked.title)

    @Slot()
    def _on_save_clicked(self) -> None:
        self.commit()
        self._row.clear()
        reason, run = self._reason.text(), self._asked.run
        if not reason.strip():
            self._ask_again(field_words("missing"))
            return
        self._save.show_busy(_("Saving …"))
        self.context.tasks.submit(
            lambda: run(reason),
            owner=self,
            on_done=self._on_done,
            on_error=self._on_refused,
            lane=Lane.WRITE,
        )

    def _on_done(self, _nothing: object) -> None:
        self.context.done(self._asked.done)
        self.finished.emit()

    def _on_refused(self, error: Exception) -> None:
        self._save.show_idle()
        if isinstance(error, (DoubleBooking, ReasonNeeded)):
            self._ask_again(words(error).sentence)
            return
        rows = ("reason", "overlap_reason", "election_ground")
        show_refusal(error, dict.fromkeys(rows, self._row), self.context.fail)

    def _ask_again(self, sentence: str) -> None:
        self._row.show_error(sentence)
        self._reason.setFocus()
