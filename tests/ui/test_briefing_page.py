"""The briefing page: a pack is made, shown as printed, saved, printed or not."""

import pytest
from PySide6.QtCore import QDir, QStandardPaths, Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QTableView

from tests import factories_meetings as make
from ui.widgets.pdf_view import PdfView

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation
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


def test_the_file_is_named_after_its_kind_and_day_among_the_users_documents(made):
    made.press(KEY.Key_S, CTRL)
    dialog = made.main.page.findChild(QFileDialog)
    (proposed,) = dialog.selectedFiles()
    name = f"Briefing {make.TODAY.isoformat()} Tongtong Day.pdf"
    assert proposed.endswith(f"/{name}")
    assert dialog.directory() in (
        QDir(QStandardPaths.writableLocation(DOCUMENTS)),
        QDir.home(),
    )
    dialog.done(0)
    dialog.deleteLater()


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


def width_of(view) -> int:
    return int(view._labels[0].width())


def test_the_preview_is_as_wide_as_its_room_and_follows_it(made):
    view = made.find(PdfView, "pdfView")
    before = width_of(view)
    assert view.viewport().width() - before < 60
    made.frame.resize(1100, 768)
    made.settle()
    assert width_of(view) < before
    assert view.viewport().width() - width_of(view) < 60


def test_ctrl_plus_minus_and_nought_zoom_in_the_preview_and_not_the_window(made):
    view = made.find(PdfView, "pdfView")
    view.setFocus()
    letters = made.frame.font().pointSizeF()
    fitted = width_of(view)
    for _step in range(2):
        made.press(KEY.Key_Equal, CTRL)
    larger = width_of(view)
    made.press(KEY.Key_Minus, CTRL)
    smaller = width_of(view)
    assert fitted < smaller < larger
    assert f"{view.percent}%" in made.text_of("briefingWhere")
    made.press(KEY.Key_0, CTRL)
    assert width_of(view) == fitted
    assert made.frame.font().pointSizeF() == letters
    assert made.find(PdfView, "pdfView") is view


def test_the_same_keys_make_the_text_larger_while_the_list_has_the_focus(made):
    made.find(QTableView, "briefingSubjects").setFocus()
    scale = made.frame.looks.theme.scale
    made.press(KEY.Key_Equal, CTRL)
    assert made.frame.looks.theme.scale > scale
    made.press(KEY.Key_0, CTRL)


def test_pages_are_turned_by_their_keys_and_drawn_when_they_come_into_sight(made):
    view = made.find(PdfView, "pdfView")
    view.setFocus()
    last = view.page_count
    assert last > 2
    assert view._labels[-1].pixmap().isNull()
    pages_seen = []
    for key in (KEY.Key_PageDown, KEY.Key_PageDown, KEY.Key_PageUp, KEY.Key_End):
        made.press(key)
        pages_seen.append(view.page)
    assert pages_seen == [2, 3, 2, last]
    assert not view._labels[-1].pixmap().isNull()
    assert made.text_of("briefingWhere").startswith(f"{last} / {last}")
    made.press(KEY.Key_Home)
    assert view.page == 1


def test_the_buttons_zoom_too(made):
    view = made.find(PdfView, "pdfView")
    fitted = width_of(view)
    made.click("briefing-larger")
    assert width_of(view) > fitted
    made.click("briefing-fit")
    assert width_of(view) == fitted
