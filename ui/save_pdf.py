"""Asks where a PDF goes and writes it there: named after its kind, never after people."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from services.core.config import write_whole
from services.core.texts import gettext as _

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST = 80  # characters; with Hangul a file name takes some 85 of them


def ask_for_place(parent: QWidget, title: str) -> QFileDialog:
    """Return the dialog that asks for a file, in the user's documents at first.

    Args:
        parent: Whose dialog it is.
        title: What the paper is; holds no personal data.
    """
    name = _NOT_IN_NAMES.sub(" ", title).strip(" .")[:_LONGEST]
    place = str(_documents() / f"{name}.pdf")
    dialog = QFileDialog(parent, _("Save as PDF"), place, "PDF (*.pdf)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(place)
    return dialog


def write_pdf(name: str, pdf: bytes, say: Callable[[str], None]) -> None:
    """Write the file whole and say so, or say that it could not be written."""
    try:
        write_whole(Path(name), pdf)
    except OSError:
        say(_("The file could not be written there. Choose another place."))
        return
    say(_("Saved as PDF."))


def _documents() -> Path:
    locations = QStandardPaths.StandardLocation
    told = QStandardPaths.writableLocation(locations.DocumentsLocation)
    documents = Path(told)
    return documents if told and documents.is_dir() else Path.home()
