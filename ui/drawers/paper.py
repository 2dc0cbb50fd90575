"""A small paper in the drawer: the slip, the notice; printed or saved from here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.errors import OfficeError
from services.briefing.print_paper import Printed
from services.core.texts import gettext as _
from ui.context import PageContext
from ui.drawers.panel import Panel
from ui.printing import print_pdf
from ui.save_pdf import ask_for_place, write_pdf
from ui.widgets.key_button import KeyButton
from ui.widgets.pdf_view import PdfView


@dataclass(frozen=True, slots=True)
class PaperOthers:
    """How else the paper can be had: each draws it anew and shows it."""

    size: Callable[[], None]
    language: Callable[[], None]


class PaperPanel(Panel):
    """Shows one paper as it will be printed, and in other forms where there are."""

    panel_id = "paper"

    def __init__(
        self,
        context: PageContext,
        paper: Printed,
        others: PaperOthers | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, parent)
        self._paper = paper
        self._others = others
        self._view = PdfView(self)
        self._print = KeyButton("", "Ctrl+Shift+P", self)
        self._print.setObjectName("paperPrint")
        self._print.make_primary()
        self._print.clicked.connect(self.print_it)
        self._save = KeyButton("", "Ctrl+S", self)
        self._save.setObjectName("paperSave")
        self._save.clicked.connect(self.save_it)
        self._other = KeyButton("", "Ctrl+M", self)
        self._other.setObjectName("paperOther")
        self._other.clicked.connect(self.show_other_size)
        self._language = KeyButton("", "Ctrl+2", self)
        self._language.setObjectName("paperLanguage")
        self._language.clicked.connect(self.show_other_language)
        for button in (self._other, self._language):
            button.setVisible(others is not None)
        self.add_buttons(self._other, self._language)
        column = self.body
        column.addWidget(self._view, 1)
        self.add_buttons(self._print, self._save)
        self._view.setMinimumHeight(self.fontMetrics().height() * 24)
        self._view.show_pdf(paper.pdf)
        self.retranslate()

    @override
    def title(self) -> str:
        return self._paper.title

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "print.now": self.print_it,
            "item.save": self.save_it,
            "toggle_table": self.show_other_size,
            "view.2": self.show_other_language,
        }

    @override
    def retranslate(self) -> None:
        self._print.set_title(_("Print now"))
        self._other.set_title(_("Large or usual print"))
        self._language.set_title(_("Korean or English"))
        self._save.set_title(_("Save as PDF"))
        self._view.setAccessibleName(_("The paper as it will be printed"))

    @Slot()
    def show_other_size(self) -> None:
        """Show the paper in large print, or in the usual one again."""
        if self._others is not None:
            self._others.size()

    @Slot()
    def show_other_language(self) -> None:
        """Show the paper in the other language, for whom it is given to."""
        if self._others is not None:
            self._others.language()

    @Slot()
    def print_it(self) -> None:
        """Send the paper to the printer; without one say so and keep it here."""
        try:
            print_pdf(self._paper.pdf, self._paper.title)
        except OfficeError as error:
            self.context.fail(error)
            return
        self.context.say(_("Sent to the printer."))

    @Slot()
    def save_it(self) -> None:
        """Ask where the PDF goes."""
        dialog = ask_for_place(self, self._paper.title)
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()

    @Slot(str)
    def _on_dialog_file_selected(self, name: str) -> None:
        write_pdf(name, self._paper.pdf, self.context.say)
