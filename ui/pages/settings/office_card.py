"""What the whole office chose: shown to everybody, saved by whom it is trusted to."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from services.core.settings import LOCK_MINUTES
from services.core.texts import gettext as _
from services.trust.office_settings import OfficeSettings
from ui.chosen_settings import ChosenSettings
from ui.drawers.count_field import CountField
from ui.drawers.refusal import show_refusal
from ui.widgets.busy_button import BusyButton
from ui.widgets.card import Card
from ui.widgets.field_state import FieldRow, align_labels
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.role import set_role


class OfficeCard(Card):
    """The office's names on paper, and how long a desk stays open untouched."""

    def __init__(self, chosen: ChosenSettings, parent: QWidget) -> None:
        super().__init__("", parent)
        self._chosen = chosen
        self._shown: OfficeSettings | None = None
        self._about = QLabel(self)
        self._about.setWordWrap(True)
        set_role(self._about, "hint")
        self._agency, self._team = HangulLineEdit(self), HangulLineEdit(self)
        self._agency.setObjectName("officeAgency")
        self._team.setObjectName("officeTeam")
        self._minutes = CountField(self)
        self._minutes.setObjectName("officeLockMinutes")
        self._minutes.setRange(LOCK_MINUTES.least, LOCK_MINUTES.most)
        self._rows = {
            "agency": FieldRow("", self._agency, self),
            "team": FieldRow("", self._team, self),
            "lock_minutes": FieldRow("", self._minutes, self),
        }
        self._save = BusyButton("", "Ctrl+S", self)
        self._save.setObjectName("officeSave")
        self._save.asked.connect(self.save)
        self.body.addWidget(self._about)
        for row in self._rows.values():
            self.body.addWidget(row)
        foot = QHBoxLayout()
        foot.addWidget(self._save)
        foot.addStretch(1)
        self.body.addLayout(foot)
        chosen.changed.connect(self._on_chosen_changed)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.set_title(_("The whole office"))
        self._about.setText(
            _(
                "These hold at every desk of the office after its next sync. The team "
                "leader and the IT office may change them; each change is logged."
            )
        )
        self._rows["agency"].set_label(_("Agency on papers"))
        self._rows["team"].set_label(_("Team on papers"))
        self._rows["lock_minutes"].set_label(_("Lock after minutes"))
        align_labels(self._rows.values())
        self._save.set_title(_("Save"))
        self._show()

    @Slot()
    def _on_chosen_changed(self) -> None:
        self._show()

    def _show(self) -> None:
        """Show what is in force; what somebody is changing here stays."""
        told = self._chosen.settings
        if not self._chosen.is_loaded or self._shown not in (None, self._typed()):
            return
        self._shown = told
        self._agency.set_text_when_idle(told.agency)
        self._team.set_text_when_idle(told.team)
        self._minutes.setValue(told.lock_minutes)

    def _typed(self) -> OfficeSettings:
        return OfficeSettings(
            self._agency.text().strip(),
            self._team.text().strip(),
            self._minutes.value(),
        )

    @Slot()
    def save(self) -> None:
        """Keep what was typed."""
        if self._save.is_busy:
            return
        for row in self._rows.values():
            row.clear()
        self._minutes.interpretText()
        self._save.show_busy(_("Saving …"))
        self._chosen.save(self._typed(), self._on_saved, self._on_refused)

    def _on_saved(self, changed: tuple[str, ...]) -> None:
        self._save.show_idle()
        self._shown = self._typed()
        context = self._chosen.context
        if changed:
            context.done(_("The office's settings are saved."))
        else:
            context.say(_("Nothing was changed."))

    def _on_refused(self, error: Exception) -> None:
        self._save.show_idle()
        show_refusal(error, self._rows, self._chosen.context.fail)
