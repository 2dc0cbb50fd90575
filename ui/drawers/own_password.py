"""Another password of one's own, on this desk."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from services.core.texts import gettext as _
from ui.context import PageContext
from ui.drawers.panel import Panel
from ui.drawers.password_pair import PasswordPair, password_field, same
from ui.drawers.refusal import show_refusal
from ui.tasks import Lane
from ui.widgets.busy_button import BusyButton
from ui.widgets.field_state import FieldRow, align_labels


class OwnPasswordPanel(Panel):
    """Takes the password that holds now and another one, typed twice."""

    panel_id = "own_password"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._about = self.label("ownPasswordAbout", "hint")
        self._old = password_field(self)
        self._old.setObjectName("ownPassword-old")
        self._passwords = PasswordPair("ownPassword", self)
        self._rows = {"old": FieldRow("", self._old, self), **self._passwords.rows}
        self._save = BusyButton("", "Ctrl+Enter", self)
        self._save.setObjectName("ownPasswordSave")
        self._save.make_primary()
        self._save.asked.connect(self._on_save_asked)
        self.submitted.connect(self._on_save_asked)
        self.body.addWidget(self._about)
        for row in self._rows.values():
            self.body.addWidget(row)
        self.body.addStretch(1)
        self.foot.addWidget(self._save)
        self.retranslate()

    @override
    def title(self) -> str:
        return _("My password")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "item.save": self._on_save_asked,
            "item.finish_next": self._on_save_asked,
        }

    @override
    def retranslate(self) -> None:
        self._about.setText(
            _("A password belongs to one desk; it is not carried to another one.")
        )
        self._rows["old"].set_label(_("Password now"))
        self._passwords.retranslate()
        align_labels(self._rows.values())
        self._save.set_title(_("Change the password"))

    @Slot()
    def _on_save_asked(self) -> None:
        if self._save.is_busy:
            return
        for row in self._rows.values():
            row.clear()
        old, typed = self._old.text(), self._passwords.texts()
        verb, actor = self.context.services.trust.change_password, self.context.actor
        self._save.show_busy(_("Saving …"))
        self.context.tasks.submit(
            lambda: verb.run(actor, old, same(typed)),
            owner=self,
            on_done=self._on_changed,
            on_error=self._on_refused,
            lane=Lane.WRITE,
        )

    def _on_changed(self, _nothing: object) -> None:
        self._save.show_idle()
        self.context.say(_("The new password holds from now on."))
        self.finished.emit()

    def _on_refused(self, error: Exception) -> None:
        self._save.show_idle()
        show_refusal(error, self._rows, self.context.fail)
