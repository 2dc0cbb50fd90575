"""What can be done with a group while it is in the building."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from models.values import Severity, SignatureList
from services.core.texts import gettext as _
from services.reception.count_heads import CountForm
from services.reception.group_details import GroupDetail
from services.reception.record_incident import IncidentForm
from services.reception.take_list import ListForm
from ui import words
from ui.context import PageContext
from ui.drawers.choice import ChoiceField
from ui.drawers.count_field import CountField
from ui.drawers.step_form import Job, Step
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.hangul_text_edit import HangulTextEdit

LINES = 4


class GroupSteps:
    """The fields and the steps of one group's panel."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        self._verbs = context.services.reception
        self._actor = context.actor
        self._come, self._admitted = CountField(parent), CountField(parent)
        self._mood = ChoiceField(parent)
        self._list = ChoiceField(parent)
        self._households, self._signatures = CountField(parent), CountField(parent)
        self._summary = HangulTextEdit(parent)
        self._summary.setTabChangesFocus(True)
        self._summary.setFixedHeight(self._summary.fontMetrics().height() * LINES)
        self._measure = HangulLineEdit(parent)
        self._warnings = CountField(parent)
        self._recording = HangulLineEdit(parent)
        editors: dict[str, QWidget] = {
            "come": self._come,
            "admitted": self._admitted,
            "mood": self._mood,
            "signature_list": self._list,
            "households": self._households,
            "signatures": self._signatures,
            "summary": self._summary,
            "measure": self._measure,
            "warnings": self._warnings,
            "recording": self._recording,
        }
        for name, editor in editors.items():
            editor.setObjectName(f"groupStep-{name}")
        self.rows = {
            name: FieldRow("", editor, parent) for name, editor in editors.items()
        }
        self._shown: GroupDetail | None = None

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        labels = {
            "come": _("People here"),
            "admitted": _("Let in"),
            "mood": _("Mood"),
            "signature_list": _("Signature list"),
            "households": _("Households"),
            "signatures": _("Signatures"),
            "summary": _("What happened"),
            "measure": _("What was done"),
            "warnings": _("Warnings"),
            "recording": _("Recording"),
        }
        for name, label in labels.items():
            self.rows[name].set_label(label)
        self._recording.setPlaceholderText(_("where it is kept, never the recording"))
        self._mood.offer([(value, words.severity(value)) for value in Severity])
        self._list.offer([(v, words.signature_list(v)) for v in SignatureList])

    def of(self, detail: GroupDetail) -> tuple[Step, ...]:
        """Return what may be done with the group as it stands."""
        if self._shown is None:
            self._begin_with(detail)
        self._shown = detail
        steps = [
            Step(
                "count",
                _("Count again"),
                _("The count is kept."),
                self._count,
                ("come", "admitted", "mood"),
            )
        ]
        steps += self._mandates(detail)
        steps.append(
            Step(
                "list",
                _("Signature list handed in"),
                _("Noted: what is here of the signature list."),
                self._take_list,
                ("signature_list", "households", "signatures"),
            )
        )
        if detail.rules_given_at is None:
            told = _("Noted: the rules of conduct were given.")
            steps.append(Step("rules", _("Rules of conduct given"), told, self._rules))
        steps.append(
            Step(
                "incident",
                _("Write the situation report"),
                _("The report is kept."),
                self._incident,
                ("summary", "measure", "warnings", "recording"),
            )
        )
        if detail.dissolved_at is None:
            told = _("Noted: the group has gone.")
            steps.append(
                Step("dissolve", _("The group has gone"), told, self._dissolve)
            )
        return tuple(steps)

    def _begin_with(self, detail: GroupDetail) -> None:
        """Start the fields from what is on the disk; later they are the clerk's."""
        if detail.heads:
            self._come.setValue(detail.heads[-1].come)
            self._admitted.setValue(detail.heads[-1].admitted)
        self._mood.choose(detail.severity)
        self._list.choose(detail.signature_list)
        self._households.setValue(detail.households)
        self._signatures.setValue(detail.signatures)

    def _mandates(self, detail: GroupDetail) -> list[Step]:
        return [
            Step(
                f"mandate-{one.position}",
                _("Mandate of representative {number} seen").format(
                    number=one.position
                ),
                _("The mandate is noted."),
                self._mandate(one.representative_id),
            )
            for one in detail.representatives
            if not (one.mandate_seen or one.named_by_office)
        ]

    @property
    def _detail(self) -> GroupDetail:
        if self._shown is None:
            raise LookupError
        return self._shown

    def _count(self) -> Job:
        for count in (self._come, self._admitted):
            count.interpretText()
        form = CountForm(
            self._come.value(),
            self._admitted.value(),
            mood=self._mood.chosen(Severity),
        )
        group_id = self._detail.group_id
        return lambda: self._verbs.count_heads.run(self._actor, group_id, form)

    def _mandate(self, representative_id: str) -> Callable[[], Job]:
        def job() -> Job:
            return lambda: self._verbs.confirm_mandate.run(
                self._actor, representative_id
            )

        return job

    def _take_list(self) -> Job:
        for count in (self._households, self._signatures):
            count.interpretText()
        form = ListForm(
            self._list.chosen(SignatureList),
            self._households.value(),
            self._signatures.value(),
            self._detail.base,
        )
        group_id = self._detail.group_id
        return lambda: self._verbs.take_list.run(self._actor, group_id, form)

    def _rules(self) -> Job:
        group_id = self._detail.group_id
        return lambda: self._verbs.give_rules.run(self._actor, group_id)

    def _incident(self) -> Job:
        self._warnings.interpretText()
        form = IncidentForm(
            self._summary.toPlainText(),
            self._measure.text(),
            self._warnings.value(),
            self._recording.text(),
        )
        visit_id = self._detail.visit_id
        return lambda: self._verbs.record_incident.run(self._actor, visit_id, form)

    def _dissolve(self) -> Job:
        group_id = self._detail.group_id
        return lambda: self._verbs.dissolve.run(self._actor, group_id)
