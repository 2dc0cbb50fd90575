"""A small paper in the drawer: the slip, the notice; printed or saved from here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from models.errors import OfficeError
from models.values import Purpose
from services.briefing.print_paper import Printed
from services.briefing.wording import purpose as purpose_word
from services.core.texts import gettext as _
from ui.context import PageContext
from ui.drawers.choice import ChoiceField
from ui.drawers.panel import Panel
from ui.printing import print_pdf
from ui.save_pdf import ask_for_place, write_pdf
from ui.tasks import Lane
from ui.widgets.field_state import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.pdf_view import PdfView


@dataclass(frozen=True, slots=True)
class PaperOthers:
    """How else the paper can be had: size and language draw and show it anew.

    Attributes:
        again: Draws it for another purpose, in the background.
    """

    again: Callable[[Purpose], Printed]
    size: Callable[[], None] | None = None
    language: Callable[[], None] | None = None


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
            button.setVisible(others is not None and others.size is not None)
        self._build_purpose()
        self.add_buttons(self._other, self._language)
        column = self.body
        column.addWidget(self._view, 1)
        column.addWidget(self._purpose_row)
        self.add_buttons(self._print, self._save)
        self._view.setMinimumHeight(self.fontMetrics().height() * 24)
        self._view.show_pdf(paper.pdf)
        self.retranslate()

    def _build_purpose(self) -> None:
        self._purpose = ChoiceField(self)
        self._purpose.setObjectName("paperPurpose")
        self._purpose.picked.connect(self._on_purpose_picked)
        self._purpose_row = FieldRow("", self._purpose, self)
        self._purpose_row.setVisible(self._others is not None)

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
        self._purpose_row.set_label(_("Purpose of the print"))
        self._purpose.offer([(one, purpose_word(one)) for one in Purpose])
        self._purpose.choose(self._paper.purpose)
        self._print.set_title(_("Print now"))
        self._other.set_title(_("Large or usual print"))
        self._language.set_title(_("Korean or English"))
        self._save.set_title(_("Save as PDF"))
        self._view.setAccessibleName(_("The paper as it will be printed"))

    @Slot()
    def _on_purpose_picked(self) -> None:
        """Draw the paper for the purpose; the one shown cannot be printed meanwhile."""
        purpose = self._purpose.chosen(Purpose)
        if self._others is None or purpose is self._paper.purpose:
            return
        again = self._others.again
        self._offer_ways_out(offered=False)
        self.context.tasks.submit(
            lambda: again(purpose),
            owner=self,
            on_done=self._on_drawn_again,
            on_error=self._on_not_drawn,
            lane=Lane.WRITE,
        )

    def _on_drawn_again(self, paper: Printed) -> None:
        self._paper = replace(paper, title=self._paper.title)
        self._view.show_pdf(paper.pdf)
        self._offer_ways_out(offered=True)

    def _on_not_drawn(self, error: Exception) -> None:
        self._purpose.choose(self._paper.purpose)
        self._offer_ways_out(offered=True)
        self.context.fail(error)

    def _offer_ways_out(self, *, offered: bool) -> None:
        for button in (self._print, self._save, self._other, self._language):
            button.setEnabled(offered)

    @Slot()
    def show_other_size(self) -> None:
        """Show the paper in large print, or in the usual one again."""
        if self._others is not None and self._others.size is not None:
            self._others.size()

    @Slot()
    def show_other_language(self) -> None:
        """Show the paper in the other language, for whom it is given to."""
        if self._others is not None and self._others.language is not None:
            self._others.language()

    @Slot()
    def print_it(self) -> None:
        """Send the paper to the printer; without one say so and keep it here."""
        if not self._print.isEnabled():
            return
        try:
            print_pdf(self._paper.pdf, self._paper.title)
        except OfficeError as error:
            self.context.fail(error)
            return
        self.context.say(_("Sent to the printer."))

    @Slot()
    def save_it(self) -> None:
        """Ask where the PDF goes."""
        if not self._save.isEnabled():
            return
        dialog = ask_for_place(self, self._paper.title)
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()

    @Slot(str)
    def _on_dialog_file_selected(self, name: str) -> None:
        write_pdf(name, self._paper.pdf, self.context.say)
