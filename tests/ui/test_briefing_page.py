"""The briefing page: a pack is made, shown as printed, saved, printed or not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QFileDialog

from tests import factories_meetings as make
from ui.widgets.pdf_view import PdfView

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(desk):
    """A seeded office with one meeting in today's session, the page in front."""
    units = desk.services.office.units
    make.seed(units, desk.actor, range(2026, 2028))
    make.placed(units, desk.actor, rule_day=make.TODAY)
    desk.go(8)
    return desk


@pytest.fixture
def made(page):
    """The page with the pack of today's session."""
    rows = page.rows("briefingSubjects")
    at = next(n for n, row in enumerate(rows) if row[2] == "Tongtong Day")
    page.choose("briefingSubjects", at)
    page.press(KEY.Key_F5)
    return page


def pack(desk):
    return desk.main.page.view_model.pack


def save_to(desk, path):
    desk.press(KEY.Key_S, CTRL)
    dialog = desk.main.page.findChild(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.done(0)
    dialog.deleteLater()


def test_the_session_ahead_can_be_chosen(page):
    assert "Tongtong Day" in {row[2] for row in page.rows("briefingSubjects")}


def test_a_pack_is_shown_page_by_page_and_can_be_read_out(made):
    view = made.find(PdfView, "pdfView")
    assert len(view._labels) == pack(made).pages
    spoken = view._labels[0].accessibleDescription()
    assert len(spoken) > 40
    assert view._labels[0].accessibleName() == "Page 1"


def test_what_is_missing_is_said(made):
    assert made.text_of("briefingMissing")[0] in "✓!"


def test_the_saved_file_is_the_pack(made, tmp_path):
    save_to(made, tmp_path / "pack.pdf")
    assert (tmp_path / "pack.pdf").read_bytes() == pack(made).pdf
    assert made.toast == "Saved as PDF."


def test_a_place_that_takes_no_file_is_said(made, tmp_path):
    save_to(made, tmp_path / "nowhere" / "pack.pdf")
    assert "could not be written" in made.toast


def test_without_a_printer_it_says_so(made, monkeypatch):
    monkeypatch.setattr(QPrinterInfo, "defaultPrinter", QPrinterInfo)
    made.press(KEY.Key_P, CTRL_SHIFT)
    assert "printer" in made.toast.lower()
    assert "Sent" not in made.toast


def test_before_a_pack_is_made_there_is_nothing_to_print(page):
    assert not page.button("briefingPrint").isEnabled()
    assert not page.button("briefingSave").isEnabled()


def test_the_pages_are_gone_when_the_rows_are_dropped(made):
    made.main.page.drop_rows()
    assert pack(made) is None
    assert made.find(PdfView, "pdfView")._labels == []
