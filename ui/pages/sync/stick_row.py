"""The two commands of the sync page for a desk that is carried on a stick."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from services.core.texts import gettext as _
from ui.widgets.key_button import KeyButton

SUFFIX = "ttstick"
NAME = f"sync.{SUFFIX}"  # the same for every desk and day: a name tells nothing


class StickRow(QWidget):
    """Asks which file, and says so.

    Signals:
        to_write: A place for a new file was chosen; carries Path.
        to_read: An answer was chosen; carries Path.
    """

    to_write = Signal(object)
    to_read = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._write = KeyButton("", "Ctrl+3", self)
        self._write.setObjectName("syncStickWrite")
        self._write.clicked.connect(self.ask_write)
        self._read = KeyButton("", "Ctrl+4", self)
        self._read.setObjectName("syncStickRead")
        self._read.clicked.connect(self.ask_read)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._write)
        row.addWidget(self._read)

    def retranslate(self) -> None:
        """Show the language in use."""
        self._write.set_title(_("Write to a stick"))
        self._read.set_title(_("Read the answer"))

    @Slot()
    def ask_write(self) -> None:
        """Ask where the file goes."""
        if not self._is_ready():
            return
        dialog = QFileDialog(self, _("Write to a stick"), NAME, f"(*.{SUFFIX})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX)
        dialog.fileSelected.connect(self._on_dialog_write_selected)
        dialog.open()

    @Slot()
    def ask_read(self) -> None:
        """Ask which file is the answer."""
        if not self._is_ready():
            return
        dialog = QFileDialog(self, _("Read the answer"), "", f"(*.{SUFFIX})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_dialog_read_selected)
        dialog.open()

    def _is_ready(self) -> bool:
        """Whether the desk is enrolled and no other exchange is under way."""
        return self.isVisible() and self.isEnabled()

    @Slot(str)
    def _on_dialog_write_selected(self, name: str) -> None:
        self.to_write.emit(Path(name))

    @Slot(str)
    def _on_dialog_read_selected(self, name: str) -> None:
        self.to_read.emit(Path(name))
