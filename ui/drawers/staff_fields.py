"""The fields of a member of staff, for who comes and for who changes the job."""

from PySide6.QtWidgets import QWidget

from models.values import Profile, StaffId
from services.core.texts import gettext as _
from services.core.texts import pgettext
from services.trust.accounts import StaffForm, StaffRow
from ui import words
from ui.drawers.choice import ChoiceField
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit

LINES = ("name", "title", "department", "telephone")


class StaffFields:
    """Name, title, department, telephone and job."""

    def __init__(self, prefix: str, parent: QWidget) -> None:
        self._lines = {name: HangulLineEdit(parent) for name in LINES}
        for name, line in self._lines.items():
            line.setObjectName(f"{prefix}-{name}")
        self._profile = ChoiceField(parent)
        self._profile.setObjectName(f"{prefix}-profile")
        self.rows = {
            **{n: FieldRow("", line, parent) for n, line in self._lines.items()},
            "profile": FieldRow("", self._profile, parent),
        }

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        labels = {
            "name": _("Name"),
            "title": _("Position"),
            "department": pgettext("staff", "Department"),
            "telephone": _("Telephone"),
            "profile": _("Job"),
        }
        for name, label in labels.items():
            self.rows[name].set_label(label)
        self._profile.offer([(one.value, words.profile(one)) for one in Profile])

    def show(self, row: StaffRow) -> None:
        """Show how a member of staff stands."""
        for name, line in self._lines.items():
            line.set_text_when_idle(str(getattr(row, name)))
        self._profile.choose(row.profile)

    def form(self, login: str, staff_id: StaffId | None = None) -> StaffForm:
        """Return what was typed."""
        texts = {name: line.text() for name, line in self._lines.items()}
        return StaffForm(
            login=login,
            name=texts["name"],
            profile=self._profile.chosen(Profile),
            title=texts["title"],
            department=texts["department"],
            telephone=texts["telephone"],
            staff_id=staff_id,
        )
