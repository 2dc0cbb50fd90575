"""The briefing page: what a pack is for at the left, its real pages at the right."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from models.errors import OfficeError
from services.briefing.freeze import FrozenPack
from services.briefing.values import PackForm
from services.core.texts import gettext as _
from services.core.texts import ngettext
from ui.context import PageContext
from ui.page import Page
from ui.pages.briefing.view_model import BriefingModel, Subject, day_of
from ui.printing import print_pdf
from ui.save_pdf import ask_for_place, write_pdf
from ui.tables.columns import Column
from ui.tables.rows_model import RowsModel
from ui.tables.rows_view import RowsView
from ui.widgets.busy_button import BusyButton
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton
from ui.widgets.pdf_view import PdfView
from ui.widgets.side_by_side import SideBySide


class BriefingPage(Page):
    """Makes a pack, shows it as it will be printed, prints and saves it."""

    page_id = "briefing"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view_model = BriefingModel(context, self)
        self._subjects: RowsModel[Subject] = RowsModel(_columns(), _key, None, self)
        self._build_left()
        self._build_right()
        both = SideBySide(self)
        both.add(self._left, 6, least_chars=18)
        both.add(self._right, 5, least_chars=22)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(both)
        self.view_model.changed.connect(self._on_view_model_changed)
        self.view_model.pack_made.connect(self._on_view_model_pack_made)
        self.retranslate()

    def _build_left(self) -> None:
        self._left = Card("", self)
        self._table = RowsView(self._subjects, "", self._left)
        self._table.setObjectName("briefingSubjects")
        self._table.opened.connect(self._on_table_opened)
        self._empty = EmptyState(self)
        self._table.use_empty_state(self._empty)
        self._large = QCheckBox(self)
        self._large.setObjectName("briefingLarge")
        self._names = QCheckBox(self)
        self._names.setObjectName("briefingNames")
        self._make = BusyButton("", "F5", self)
        self._make.setObjectName("briefingMake")
        self._make.make_primary()
        self._make.clicked.connect(self.make)
        self._left.body.addWidget(self._table, 1)
        self._left.body.addWidget(self._large)
        self._left.body.addWidget(self._names)
        self._left.body.addWidget(self._make)

    def _build_right(self) -> None:
        self._right = Card("", self)
        self._missing = QLabel(self)
        self._missing.setObjectName("briefingMissing")
        self._missing.setWordWrap(True)
        self._view = PdfView(self)
        self._build_zoom()
        self._print = KeyButton("", "Ctrl+Shift+P", self)
        self._print.setObjectName("briefingPrint")
        self._print.clicked.connect(self.print_it)
        self._save = KeyButton("", "Ctrl+S", self)
        self._save.setObjectName("briefingSave")
        self._save.clicked.connect(self.save_it)
        buttons = QHBoxLayout()
        buttons.addWidget(self._print)
        buttons.addWidget(self._save)
        self._right.body.addWidget(self._missing)
        self._right.body.addWidget(self._view, 1)
        self._right.body.addLayout(self._sizes)
        self._right.body.addWidget(self._hint)
        self._right.body.addLayout(buttons)

    def _build_zoom(self) -> None:
        self._view.moved.connect(self._on_view_moved)
        self._where = QLabel(self)
        self._where.setObjectName("briefingWhere")
        self._zooms: dict[str, KeyButton] = {}
        self._sizes = QHBoxLayout()
        self._sizes.addWidget(self._where, 1)
        for name, do in (
            ("smaller", self._view.smaller),
            ("larger", self._view.larger),
            ("fit", self._view.fit_width),
        ):
            button = self._zooms[name] = KeyButton("", "", self)
            button.setObjectName(f"briefing-{name}")
            button.clicked.connect(do)
            self._sizes.addWidget(button)
        self._hint = QLabel(self)
        self._hint.setProperty("role", "hint")
        self._hint.setWordWrap(True)

    # -- the page's promises -------------------------------------------------------

    @override
    def title(self) -> str:
        return _("Briefing")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "refresh": self.make,
            "print.now": self.print_it,
            "print.preview": self.make,
            "item.save": self.save_it,
        }

    @override
    def shown(self, payload: object) -> None:
        self.view_model.reload()
        self._table.setFocus()

    @override
    def drop_rows(self) -> None:
        self.view_model.forget()
        self._subjects.clear()
        self._view.clear()
        self._on_view_moved()

    @override
    def retranslate(self) -> None:
        self._left.set_title(_("What for"))
        self._table.set_name(_("What a pack can be made for"))
        self._empty.show_words(_("Nothing lies ahead."))
        self._large.setText(_("Large print"))
        self._names.setText(_("Full names (the host's own copy)"))
        self._make.set_title(_("Make the pack"))
        self._print.set_title(_("Print now"))
        self._save.set_title(_("Save as PDF"))
        self._view.setAccessibleName(_("The pack as it will be printed"))
        self._zooms["smaller"].set_title(_("Smaller"))
        self._zooms["larger"].set_title(_("Larger"))
        self._zooms["fit"].set_title(_("Fit width"))
        self._hint.setText(
            _(
                "In the preview: PgUp PgDn Home End turn pages, "
                "Ctrl with + and - zooms, Ctrl+0 fits the width."
            )
        )
        self._on_view_moved()
        self._subjects.retranslate()
        self._on_view_model_changed()

    @Slot()
    def _on_view_model_changed(self) -> None:
        self._empty.stand(self.view_model.reading)
        self._subjects.show(self.view_model.subjects)
        if self.view_model.is_making:
            self._make.show_busy(_("Making the pack …"))
        else:
            self._make.show_idle()
        pack = self.view_model.pack
        for button in (self._print, self._save):
            button.setEnabled(pack is not None)
        self._right.set_title(_head(pack))
        self._missing.setText(_missing(pack))

    @Slot()
    def _on_view_moved(self) -> None:
        count = self._view.page_count
        for button in self._zooms.values():
            button.setEnabled(count > 0)
        shown = _("{page} / {count} · {percent}%") if count else ""
        self._where.setText(
            shown.format(page=self._view.page, count=count, percent=self._view.percent)
        )

    @Slot(object)
    def _on_view_model_pack_made(self, pack: FrozenPack) -> None:
        self._view.show_pdf(pack.pdf)

    # -- hands ---------------------------------------------------------------------

    @Slot(object)
    def _on_table_opened(self, _subject: Subject) -> None:
        self.make()

    @Slot()
    def make(self) -> None:
        """Make the pack of the chosen subject."""
        subject = self._table.current_row()
        if subject is None:
            self.context.say(_("Choose what the pack is for."))
            return
        form = PackForm(
            large_print=self._large.isChecked(), names_shown=self._names.isChecked()
        )
        self.view_model.make(subject, form)

    @Slot()
    def print_it(self) -> None:
        """Print the pack shown; without a printer say so."""
        pack = self.view_model.pack
        if pack is None:
            return
        try:
            print_pdf(pack.pdf, _("Briefing"))
        except OfficeError as error:
            self.context.fail(error)
            return
        self.view_model.note_print()

    @Slot()
    def save_it(self) -> None:
        """Ask where the PDF goes."""
        if self.view_model.pack is None:
            return
        dialog = ask_for_place(self, self.view_model.paper_name)
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()

    @Slot(str)
    def _on_dialog_file_selected(self, name: str) -> None:
        pack = self.view_model.pack
        if pack is None:
            return
        write_pdf(name, pack.pdf, self.context.say)


def _head(pack: FrozenPack | None) -> str:
    if pack is None:
        return _("Preview")
    return ngettext(
        "Preview, {count} page", "Preview, {count} pages", pack.pages
    ).format(count=pack.pages)


def _missing(pack: FrozenPack | None) -> str:
    if pack is None:
        return _("Choose what the pack is for and press F5.")
    if not pack.missing:
        return _("✓ Nothing is missing.")
    return ngettext(
        "! {count} part is still to be written; the pages mark it.",
        "! {count} parts are still to be written; the pages mark them.",
        len(pack.missing),
    ).format(count=len(pack.missing))


def _columns() -> tuple[Column[Subject], ...]:
    return (
        Column(lambda: _("Day"), day_of, lambda s: s.day, width_chars=10, firm=True),
        Column(lambda: _("When"), lambda s: s.when, width_chars=8, firm=True),
        Column(lambda: _("What"), _title, width_chars=12, tip=_title),
    )


def _title(subject: Subject) -> str:
    return subject.title


def _key(subject: Subject) -> str:
    return f"{subject.kind} {subject.id}"
