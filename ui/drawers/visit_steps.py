"""What can be done with a visit beyond the keys of the desk."""

from PySide6.QtWidgets import QWidget

from models.values import VisitId, VisitState
from services.core.texts import gettext as _
from services.reception.visit_details import VisitDetail
from services.reception.waiting_values import WaitingRow
from ui.context import PageContext
from ui.drawers.step_form import Job, Step
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit


class VisitSteps:
    """The fields and the steps of one visit's panel."""

    def __init__(self, context: PageContext, row: WaitingRow, parent: QWidget) -> None:
        self._verbs = context.services.reception
        self._actor = context.actor
        self._row = row
        self._fields = {name: HangulLineEdit(parent) for name in ("place", "reason")}
        for name, field in self._fields.items():
            field.setObjectName(f"visitStep-{name}")
        self.rows = {
            name: FieldRow("", field, parent) for name, field in self._fields.items()
        }

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.rows["place"].set_label(_("To whom"))
        self.rows["reason"].set_label(_("Reason"))

    def of(self, detail: VisitDetail) -> tuple[Step, ...]:
        """Return what may follow the visit's present state."""
        label = self._row.label
        steps = {
            VisitState.HANDED_OVER: Step(
                "hand_over",
                _("Hand over"),
                _("{number} was handed over.").format(number=label),
                self._hand_over,
                ("place", "reason"),
            ),
            VisitState.WAITING: Step(
                "back_in_line",
                _("Wait again, at the old place"),
                _("{number} waits again.").format(number=label),
                self._back_in_line,
            ),
            VisitState.CARRIED_OVER: Step(
                "carry_over",
                _("Keep the place for the next day"),
                _("{number} keeps the place for the next day.").format(number=label),
                self._carry_over,
                ("reason",),
            ),
            VisitState.LEFT: Step(
                "leave",
                _("Has left"),
                _("{number} has left.").format(number=label),
                self._leave,
                ("reason",),
            ),
            VisitState.CANCELLED: Step(
                "cancel",
                _("Checked in by mistake"),
                _("{number} was taken out.").format(number=label),
                self._cancel,
                ("reason",),
            ),
        }
        found = [step for state, step in steps.items() if state in detail.may_become]
        if detail.state is VisitState.WAITING and not self._row.priority:
            found.append(self._priority_step())
        return tuple(found)

    def _priority_step(self) -> Step:
        return Step(
            "priority",
            _("Give priority"),
            _("{number} has priority.").format(number=self._row.label),
            self._priority,
            ("reason",),
        )

    @property
    def _visit_id(self) -> VisitId:
        return self._row.visit_id

    def _text(self, name: str) -> str:
        return self._fields[name].text()

    def _hand_over(self) -> Job:
        verb, place, reason = (
            self._verbs.hand_over,
            self._text("place"),
            self._text("reason"),
        )
        return lambda: verb.run(self._actor, self._visit_id, place, reason)

    def _back_in_line(self) -> Job:
        return lambda: self._verbs.back_in_line.run(self._actor, self._visit_id)

    def _carry_over(self) -> Job:
        reason = self._text("reason")
        return lambda: self._verbs.carry_over.run(self._actor, self._visit_id, reason)

    def _leave(self) -> Job:
        reason = self._text("reason")
        return lambda: self._verbs.leave.run(self._actor, self._visit_id, reason)

    def _cancel(self) -> Job:
        reason = self._text("reason")
        return lambda: self._verbs.cancel.run(self._actor, self._visit_id, reason)

    def _priority(self) -> Job:
        reason = self._text("reason")
        return lambda: self._verbs.set_priority.run(self._actor, self._visit_id, reason)
