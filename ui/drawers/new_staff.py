"""A new member of staff, with an account on this desk."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from services.core.texts import gettext as _
from services.trust.accounts import StaffForm
from ui.context import PageContext
from ui.drawers.form_draft import FormDraft
from ui.drawers.panel import Panel
from ui.drawers.password_pair import PasswordPair, same
from ui.drawers.refusal import show_refusal
from ui.drawers.staff_fields import StaffFields
from ui.tasks import Lane
from ui.widgets.busy_button import BusyButton
from ui.widgets.field_state import FieldRow, align_labels
from ui.widgets.focus_ring import go_in_order
from ui.widgets.hangul_line_edit import HangulLineEdit


class NewStaffPanel(Panel):
    """Takes who the person is, what the job is, and a password to begin with."""

    panel_id = "new_staff"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._about = self.label("newStaffAbout", "hint")
        self._fields = StaffFields("newStaff", self)
        self._login = HangulLineEdit(self)
        self._login.setObjectName("newStaff-login")
        self._passwords = PasswordPair("newStaff", self)
        login = FieldRow("", self._login, self)
        self._rows = {
            "name": self._fields.rows["name"],
            "login": login,
            **self._fields.rows,
            **self._passwords.rows,
        }
        self._rows["name"].require()
        login.require()
        go_in_order(row.editor for row in self._rows.values())
        self._save = BusyButton("", "Ctrl+Enter", self)
        self._save.setObjectName("newStaffSave")
        self._save.make_primary()
        self._save.asked.connect(self._on_save_asked)
        self.submitted.connect(self._on_save_asked)
        self.body.addWidget(self._about)
        for row in self._rows.values():
            self.body.addWidget(row)
        self.body.addStretch(1)
        self.foot.addWidget(self._save)
        self.retranslate()
        FormDraft(self, "new_staff")

    @override
    def title(self) -> str:
        return _("New member of staff")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "item.save": self._on_save_asked,
            "item.finish_next": self._on_save_asked,
        }

    @override
    def retranslate(self) -> None:
        self._about.setText(
            _(
                "Every person signs in with an account of their own. The password is "
                "good for the first sign-in; then the person chooses another one."
            )
        )
        self._fields.retranslate()
        self._passwords.retranslate()
        self._rows["login"].set_label(_("Login"))
        align_labels(self._rows.values())
        self._save.set_title(_("Add the person"))

    @Slot()
    def _on_save_asked(self) -> None:
        if self._save.is_busy:
            return
        self.commit()
        for row in self._rows.values():
            row.clear()
        form = self._fields.form(self._login.text())
        typed = self._passwords.texts()
        self._save.show_busy(_("Saving …"))
        self.context.tasks.submit(
            lambda: self._add(form, typed),
            owner=self,
            on_done=self._on_added,
            on_error=self._on_refused,
            lane=Lane.WRITE,
        )

    def _add(self, form: StaffForm, typed: tuple[str, str]) -> None:
        verb, actor = self.context.services.trust.add_colleague, self.context.actor
        verb.run(actor, form, same(typed))

    def _on_added(self, _nothing: object) -> None:
        self._save.show_idle()
        self.context.done(_("The person can sign in at this desk."))
        self.finished.emit()

    def _on_refused(self, error: Exception) -> None:
        self._save.show_idle()
        show_refusal(error, self._rows, self.context.fail)
