"""What can be done with the thing that a panel shows: choose by one key, fill in, do it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.errors import DoubleBooking, FieldError, FormRefused, ReasonNeeded
from services.core.texts import gettext as _
from ui.context import PageContext
from ui.drawers.choice import ChoiceField
from ui.drawers.refusal import show_refusal
from ui.error_texts import words
from ui.tasks import Lane
from ui.widgets.busy_button import BusyButton
from ui.widgets.field_state import FieldRow
from ui.widgets.focus_ring import go_in_order
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.hangul_text_edit import HangulTextEdit
from ui.widgets.value_edit import ValueEdit

# Most reasons stand in a field of that name; these have one of their own.
_REASONS = {
    "end_committee": "committee",
    "extend_consent": "consent",
    "election": "election_ground",
}
_OVERLAP = "overlap_reason"

Job = Callable[[], object]
ReadJob = Callable[[], Job]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can be done.

    Attributes:
        key: Names the step among those of its panel.
        word: What it is called.
        told: What is said once it is done.
        job: Reads the fields and returns what the write lane runs.
        fields: The fields that it takes.
    """

    key: str
    word: str
    told: str
    job: ReadJob
    fields: tuple[str, ...] = ()


class StepForm(QWidget):
    """Offers steps, shows the fields of the chosen one, and takes it.

    Signals:
        taken: A step is on the disk; what is shown has to be read anew.
    """

    taken = Signal()

    def __init__(
        self, context: PageContext, rows: Mapping[str, FieldRow], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._rows = rows
        self._steps: dict[str, Step] = {}
        self._choice = ChoiceField(self)
        self._choice.setObjectName("stepChoice")
        self._choice.currentIndexChanged.connect(self._on_choice_changed)
        self._choice_row = FieldRow("", self._choice, self)
        self.button = BusyButton("", "Ctrl+Enter", self)
        self.button.setObjectName("stepTake")
        self.button.make_primary()
        self.button.asked.connect(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, self.fontMetrics().height() // 2, 0, 0)
        column.addWidget(self._choice_row)
        for row in rows.values():
            column.addWidget(row)
        go_in_order((self._choice, *(row.editor for row in rows.values())))
        self.offer(())

    def offer(self, steps: Sequence[Step]) -> None:
        """Offer these steps; without any there is nothing to choose."""
        self._steps = {step.key: step for step in steps}
        self._choice.offer([(step.key, step.word) for step in steps])
        first = bool(steps) and self.isHidden()
        self.setVisible(bool(steps))
        if first:
            self._choice.setFocus()
        self.button.setVisible(bool(steps))
        self._show_fields()

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self._choice_row.set_label(_("Next step"))
        self._show_fields()

    @Slot()
    def take(self) -> None:
        """Do the chosen step."""
        step = self._chosen()
        if step is None or self.button.is_busy:
            return
        for row in self._rows.values():
            row.clear()
        try:
            job = step.job()
        except FormRefused as error:
            self._on_refused(error)
            return
        self.button.show_busy(_("Saving …"))

        def on_done(_made: object) -> None:
            self._on_done(step)

        self._context.tasks.submit(
            job,
            owner=self,
            on_done=on_done,
            on_error=self._on_refused,
            lane=Lane.WRITE,
        )

    def _chosen(self) -> Step | None:
        return self._steps.get(self._choice.chosen_key())

    @Slot(int)
    def _on_choice_changed(self, _index: int) -> None:
        self._show_fields()

    def _show_fields(self) -> None:
        step = self._chosen()
        for name, row in self._rows.items():
            row.setVisible(step is not None and name in step.fields)
        self.button.set_title(step.word if step else "")

    def _on_done(self, step: Step) -> None:
        for name in step.fields:
            editor = self._rows[name].editor
            if isinstance(editor, ValueEdit):
                continue  # always holds a day or a time
            if isinstance(editor, HangulLineEdit | HangulTextEdit):
                editor.clear()
        self.button.show_idle()
        self._context.done(step.told)
        self.taken.emit()

    def _on_refused(self, error: Exception) -> None:
        self.button.show_idle()
        if isinstance(error, ReasonNeeded):
            field = _REASONS.get(str(error.facts.get("step")), "reason")
            error = FieldError(field=field, fault="missing")
        if isinstance(error, DoubleBooking) and _OVERLAP in self._rows:
            self._rows[_OVERLAP].show_error(words(error).sentence)
            self._rows[_OVERLAP].editor.setFocus()
            return
        show_refusal(error, self._rows, self._context.fail)
