"""What the whole office chose: shown to everybody, saved by whom it is trusted to."""

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from services.core.settings import (
    ALERT_FROM,
    CAUTION_FROM,
    LOCK_MINUTES,
    NumberSetting,
)
from services.core.texts import gettext as _
from services.trust.office_settings import OfficeSettings
from ui.chosen_settings import ChosenSettings
from ui.drawers.count_field import CountField
from ui.drawers.form_card import FormCard
from ui.drawers.form_draft import FormDraft
from ui.drawers.refusal import show_refusal
from ui.pages.settings.disposal import DisposalModel
from ui.pages.settings.years_field import YearsField
from ui.widgets.busy_button import BusyButton
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.role import set_role


class OfficeCard(FormCard):
    """Names on paper, the lock, when a group is tense, how long records are kept."""

    def __init__(self, chosen: ChosenSettings, parent: QWidget) -> None:
        super().__init__(chosen.context, parent)
        self._chosen = chosen
        self._shown: OfficeSettings | None = None
        self._draft: FormDraft | None = None
        self._about = self._hint("officeAbout")
        self._past = self._hint("officePastKeeping")
        self._make_fields()
        self._save = BusyButton("", "Ctrl+S", self)
        self._save.setObjectName("officeSave")
        self._save.asked.connect(self.save)
        self._lay_out()
        chosen.changed.connect(self._on_chosen_changed)
        self.disposal = DisposalModel(chosen.context, self)
        self.disposal.changed.connect(self._on_disposal_changed)

    def _hint(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        set_role(label, "hint")
        return label

    def _make_fields(self) -> None:
        self._agency, self._team = HangulLineEdit(self), HangulLineEdit(self)
        self._agency.setObjectName("officeAgency")
        self._team.setObjectName("officeTeam")
        self._minutes = self._count("officeLockMinutes", LOCK_MINUTES)
        self._caution = self._count("officeCautionFrom", CAUTION_FROM)
        self._alert = self._count("officeAlertFrom", ALERT_FROM)
        self._visit_years, self._petition_years = YearsField(self), YearsField(self)
        self._visit_years.setObjectName("officeVisitYears")
        self._petition_years.setObjectName("officePetitionYears")
        editors = {
            "agency": self._agency,
            "team": self._team,
            "lock_minutes": self._minutes,
            "caution_from": self._caution,
            "alert_from": self._alert,
            "visit_years": self._visit_years,
            "petition_years": self._petition_years,
        }
        self._rows = {
            name: FieldRow("", editor, self) for name, editor in editors.items()
        }

    def _count(self, name: str, setting: NumberSetting) -> QSpinBox:
        field = CountField(self)
        field.setObjectName(name)
        field.setRange(setting.least, setting.most)
        return field

    def _lay_out(self) -> None:
        self.body.addWidget(self._about)
        for row in self._rows.values():
            self.body.addWidget(row)
        self.body.addWidget(self._past)
        foot = QHBoxLayout()
        foot.addWidget(self._save)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def label_width(self) -> int:
        """Return the room that the longest label asks for, in pixels."""
        return max(row.label_width() for row in self._rows.values())

    def give_labels(self, width: int) -> None:
        """Give every label so many pixels."""
        for row in self._rows.values():
            row.give_label(width)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.set_title(_("The whole office"))
        self._about.setText(
            _(
                "These hold at every desk of the office after its next sync. The team "
                "leader and the IT office may change them; each change is logged."
            )
        )
        names = {
            "agency": _("Agency on papers"),
            "team": _("Team on papers"),
            "lock_minutes": _("Lock after minutes"),
            "caution_from": _("Group: caution from people"),
            "alert_from": _("Group: alert from people"),
            "visit_years": _("Keep visits without a petition"),
            "petition_years": _("Keep petitions"),
        }
        for name, row in self._rows.items():
            row.set_label(names[name])
        for years in (self._visit_years, self._petition_years):
            years.retranslate()
        self._save.set_title(_("Save"))
        self._show()
        self._on_disposal_changed()

    @Slot()
    def _on_chosen_changed(self) -> None:
        self._show()

    @Slot()
    def _on_disposal_changed(self) -> None:
        law = _(
            "Years count from 1 January after completion; nothing is erased by itself."
        )
        self._past.setText(f"{law}\n{self.disposal.words()}")

    def _show(self) -> None:
        """Show what is in force; what somebody is changing here stays."""
        told = self._chosen.settings
        if not self._chosen.is_loaded or self._shown not in (None, self._typed()):
            return
        self._shown = told
        self._agency.set_text_when_idle(told.agency)
        self._team.set_text_when_idle(told.team)
        self._minutes.setValue(told.lock_minutes)
        self._caution.setValue(told.caution_from)
        self._alert.setValue(told.alert_from)
        self._visit_years.choose_years(told.visit_years)
        self._petition_years.choose_years(told.petition_years)
        if self._draft is None:
            self._draft = FormDraft(self, "office_settings", edits=True)

    def _typed(self) -> OfficeSettings:
        return OfficeSettings(
            agency=self._agency.text().strip(),
            team=self._team.text().strip(),
            lock_minutes=self._minutes.value(),
            caution_from=self._caution.value(),
            alert_from=self._alert.value(),
            visit_years=self._visit_years.years(),
            petition_years=self._petition_years.years(),
        )

    def _wanted(self) -> OfficeSettings:
        """Return what is in force with what was changed here, and nothing older."""
        typed, shown = self._typed(), self._shown
        changed = {
            name: getattr(typed, name)
            for name in self._rows
            if getattr(typed, name) != getattr(shown, name)
        }
        return replace(self._chosen.settings, **changed)

    @Slot()
    def save(self) -> None:
        """Keep what was typed."""
        if self._save.is_busy:
            return
        if self._shown is None:  # nothing stands in the fields yet
            self.context.say(_("Reading …"))
            return
        for row in self._rows.values():
            row.clear()
        for count in (self._minutes, self._caution, self._alert):
            count.interpretText()
        self._save.show_busy(_("Saving …"))
        self._chosen.save(self._wanted(), self._on_saved, self._on_refused)

    def _on_saved(self, changed: tuple[str, ...]) -> None:
        self._save.show_idle()
        self._shown = self._typed()
        self.finished.emit()
        self._show()
        context = self.context
        if changed:
            context.done(_("The office's settings are saved."))
        else:
            context.say(_("Nothing was changed."))

    def _on_refused(self, error: Exception) -> None:
        self._save.show_idle()
        show_refusal(error, self._rows, self.context.fail)
