"""This desk's place at the shared database, as the IT office told it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from models.errors import PathRefused
from services.core.texts import gettext as _
from services.sync.desk_certificate import CertificateUnreadable, read_certificate
from services.sync.enrolment import DeskPlace
from ui.context import PageContext
from ui.drawers.count_field import CountField
from ui.drawers.panel import Panel
from ui.drawers.refusal import show_refusal
from ui.error_texts import words
from ui.tasks import Lane
from ui.widgets.busy_button import BusyButton
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.key_button import KeyButton


class EnrolPanel(Panel):
    """Takes the address, the number, the letter and the login; then sync may begin."""

    panel_id = "enrol"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._about = self.label("enrolAbout", "hint")
        self._number = CountField(self)
        self._number.setObjectName("enrolNumber")
        self._lines = {
            name: HangulLineEdit(self)
            for name in ("server", "label", "role", "certificate", "importer")
        }
        self._password = HangulLineEdit(self)
        self._password.setEchoMode(HangulLineEdit.EchoMode.Password)
        self._password.setObjectName("enrolPassword")
        for name, line in self._lines.items():
            line.setObjectName(f"enrol-{name}")
        self._rows = {
            "server": FieldRow("", self._lines["server"], self),
            "desk_id": FieldRow("", self._number, self),
            "label": FieldRow("", self._lines["label"], self),
            "role": FieldRow("", self._lines["role"], self),
            "password": FieldRow("", self._password, self),
            "certificate": FieldRow("", self._lines["certificate"], self),
            "importer": FieldRow("", self._lines["importer"], self),
        }
        self._choose = KeyButton("", "Ctrl+O", self)
        self._choose.setObjectName("enrolChoose")
        self._choose.clicked.connect(self._on_choose_clicked)
        self._save = BusyButton("", "Ctrl+Enter", self)
        self._save.setObjectName("enrolSave")
        self._save.make_primary()
        self._save.asked.connect(self._on_save_asked)
        self.submitted.connect(self._on_save_asked)
        self.body.addWidget(self._about)
        for name, row in self._rows.items():
            self.body.addWidget(row)
            if name == "certificate":
                self.body.addWidget(self._choose)
        self.body.addStretch(1)
        self.foot.addWidget(self._save)
        self.retranslate()

    @override
    def title(self) -> str:
        return _("Enrol this desk")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "item.save": self._on_save_asked,
            "item.finish_next": self._on_save_asked,
            "item.open": self._on_choose_clicked,
        }

    @override
    def retranslate(self) -> None:
        self._about.setText(
            _(
                "The IT office tells these when it enrols the desk. What is saved here "
                "stays here until then."
            )
        )
        labels = {
            "server": _("Server"),
            "desk_id": _("Desk number"),
            "label": _("Desk letter"),
            "role": _("Login"),
            "password": _("Password"),
            "certificate": _("Certificate file (if there is one)"),
            "importer": _("Importer's card (for sticks only)"),
        }
        for name, label in labels.items():
            self._rows[name].set_label(label)
        self._lines["server"].setPlaceholderText("postgresql://server:5432/name")
        self._choose.set_title(_("Choose the certificate"))
        self._save.set_title(_("Enrol and sync"))

    @Slot()
    def _on_choose_clicked(self) -> None:
        dialog = QFileDialog(self, _("Choose the certificate"), "", "(*.pem);;(*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._lines["certificate"].set_text_when_idle)
        dialog.open()

    @Slot()
    def _on_save_asked(self) -> None:
        self.commit()
        self._number.interpretText()
        for row in self._rows.values():
            row.clear()
        texts = {name: line.text().strip() for name, line in self._lines.items()}
        place = DeskPlace(
            desk_id=self._number.value(),
            label=texts["label"],
            role=texts["role"],
            server=texts["server"],
            password=self._password.text(),
            importer=texts["importer"],
        )
        verb, actor = self.context.services.sync.enrol, self.context.actor
        file = texts["certificate"]

        def enrol() -> str:
            told = read_certificate(Path(file)) if file else ""
            return verb.run(actor, replace(place, certificate=told))

        self._save.show_busy(_("Saving …"))
        self.context.tasks.submit(
            enrol,
            owner=self,
            on_done=self._on_saved,
            on_error=self._on_refused,
            lane=Lane.WRITE,
        )

    def _on_saved(self, _nothing: object) -> None:
        self._password.clear()
        self.context.say(_("The desk is enrolled."))
        self.finished.emit()
        self.context.go_to("sync", "start")

    def _on_refused(self, error: Exception) -> None:
        self._save.show_idle()
        if isinstance(error, (CertificateUnreadable, PathRefused)):
            self._rows["certificate"].show_error(words(error).sentence)
            self._lines["certificate"].setFocus()
            return
        show_refusal(error, self._rows, self.context.fail)
