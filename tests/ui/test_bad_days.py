"""Bad days at the window: a sentence says what to do, and what was typed stays."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from services.core.config import OfficeFolder
from tests.factories_reception import walk_in
from ui import printing
from ui.app import kept_theme, let_in
from ui.crash import CrashNet
from ui.theme import Scheme
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.window_state import WindowState

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
from pathlib import Path
from services.core.database import connect
held = connect(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), mode="rw")
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


def said(window):
    return window.text_of("lockMessage")


def begun(window, folder):
    """Start as the program does, and let it come to an end."""
    let_in(window.frame, folder, QLockFile(str(folder.path / "window.lock")))
    window.settle()


# -- at the door -------------------------------------------------------------------


def test_a_second_start_says_where_the_first_is(open_window, folder):
    first = QLockFile(str(folder.path / "window.lock"))
    first.setStaleLockTime(0)
    assert first.tryLock(0)
    window = open_window(folder)
    begun(window, folder)
    assert "open on this office already" in said(window)
    assert "Use the window that is open." in said(window)
    assert window.frame.desk is None
    first.unlock()


def test_a_folder_that_cannot_be_made_is_named(open_window, tmp_path):
    (tmp_path / "file").write_text("")
    folder = OfficeFolder(tmp_path / "file" / "office")
    window = open_window(folder)
    begun(window, folder)
    assert str(folder.path) in said(window)
    assert not window.button("lockOpen").isVisible()


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder nobody can write")
def test_a_folder_that_takes_no_file_says_so(open_window):
    folder = OfficeFolder(Path("/proc/self"))  # root, too, can make no file there
    window = open_window(folder)
    begun(window, folder)
    assert "does not take changes" in said(window)


@pytest.mark.parametrize(
    "kept",
    ["", "{", "[]", '{"scale": "wide", "scheme": "pink", "language": "xx"}', "\udcff"],
)
def test_places_and_looks_that_cannot_be_read_are_as_at_first(tmp_path, kept):
    file = tmp_path / "window.json"
    file.write_bytes(kept.encode(errors="surrogateescape"))
    state = WindowState(file)
    theme = kept_theme(state)
    assert (theme.scheme, theme.scale) == (Scheme.LIGHT, 1.0)
    assert state.one_of("language", ("ko", "en"), "ko") == "ko"


def test_half_a_key_file_is_told_before_a_password_is_asked(open_window, real_folder):
    real_folder.keys.write_bytes(real_folder.keys.read_bytes()[:100])
    window = open_window(real_folder)
    begun(window, real_folder)
    assert "keys.json" in said(window)
    assert "last backup" in said(window)


def test_a_damaged_office_is_told_after_the_password(open_window, real_folder):
    content = bytearray(real_folder.database.read_bytes())
    content[100:200] = bytes(100)
    real_folder.database.write_bytes(content)
    before = real_folder.database.read_bytes()
    window = open_window(real_folder)
    begun(window, real_folder)
    window.find(HangulLineEdit, "lockPassword").insert("아주 긴 비밀번호 9")
    window.click("lockOpen")
    assert "cannot be read" in said(window)
    assert real_folder.database.read_bytes() == before


# -- in the day --------------------------------------------------------------------


def typed(desk, name="김하늘"):
    """Type a name into a new check-in."""
    desk.open_check_in()
    field = desk.find(HangulLineEdit, "checkInName")
    desk.keys.hangul(name)
    return field


def test_an_office_that_another_program_holds_is_told_and_the_form_stays(desk):
    office = desk.services.office
    with office.writers.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    field = typed(desk)
    desk.settle()
    with subprocess.Popen(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-c", HOLDER, str(office.folder.database), office.key.hex()],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        other.stdout.readline()
        desk.press(KEY.Key_S, CTRL)
        assert "Another program keeps the office file locked." in desk.toast
        other.stdin.close()
    assert field.text() == "김하늘"
    desk.press(KEY.Key_S, CTRL)  # and now it goes through
    assert len(desk.line) == 1


def test_a_full_disk_is_told_and_the_form_stays(desk):
    office = desk.services.office
    field = typed(desk)
    desk.settle()
    with office.writers.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    for _ in range(200):  # until the last free page is used
        desk.press(KEY.Key_S, CTRL)
        if desk.panel is not None:
            break
        field = typed(desk)
    assert "no room left on the disk" in desk.toast
    assert field.text() == "김하늘"


def test_without_a_printer_the_paper_stays_and_can_be_saved(
    desk, tmp_path, monkeypatch, qtbot
):
    monkeypatch.setattr(printing.QPrinterInfo, "defaultPrinter", printing.QPrinterInfo)
    desk.main.open_drawer("end_of_day", None)
    desk.settle()
    desk.press(KEY.Key_Return, CTRL)
    assert desk.panel.panel_id == "paper"
    desk.click("paperPrint")
    assert "There is no printer." in desk.toast
    assert "Save it as PDF" in desk.toast
    desk.click("paperSave")
    (dialog,) = desk.frame.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "day.pdf"))
    dialog.close()
    assert (tmp_path / "day.pdf").read_bytes().startswith(b"%PDF")


def test_a_clock_set_back_keeps_the_line_in_the_order_of_its_numbers(desk):
    for name in ("김하늘", "나하늘"):
        desk.services.reception.check_in.run(desk.actor, walk_in(name))
        desk.clock.tick(hours=-1)
    desk.settle()
    assert [row[0] for row in desk.line] == ["A1", "A2"]


def test_a_clock_set_back_during_the_day_is_told_at_the_next_save(desk):
    check_in = desk.services.reception.check_in
    check_in.run(desk.actor, walk_in("김하늘"))
    desk.clock.tick(minutes=-1)  # a time server may do that
    check_in.run(desk.actor, walk_in("나하늘"))
    desk.settle()
    assert "clock is earlier" not in desk.toast
    desk.clock.tick(hours=-1)
    check_in.run(desk.actor, walk_in("다하늘"))
    desk.settle()
    assert "clock is earlier than the last entry" in desk.toast


def test_a_clock_set_back_over_night_is_told_at_the_sign_in(open_window, folder, desk):
    desk.frame.close()
    desk.clock.tick(days=-1)
    window = open_window(folder)
    window.begin()
    assert "clock is earlier than the last entry" in window.toast
    assert "Set the clock right" in window.toast


def test_a_fault_of_the_program_is_told_once_and_kept_without_names(
    desk, tmp_path, monkeypatch
):
    net = CrashNet(tmp_path / "logs")
    net.show_on(desk.frame)
    desk.frame.tasks.failed.disconnect(desk.note_fault)
    desk.frame.tasks.failed.connect(net.catch)

    def stumble(*_args):
        raise RuntimeError("김하늘 010-1234-5678")

    monkeypatch.setattr(type(desk.services.reception.check_in), "run", stumble)
    field = typed(desk)
    desk.press(KEY.Key_S, CTRL)
    (notice,) = desk.frame.findChildren(QMessageBox)
    assert "What was saved is safe." in notice.informativeText()
    kept = (tmp_path / "logs" / "fault.log").read_text("utf-8")
    assert "RuntimeError at test_bad_days.py" in kept
    assert "김하늘" not in kept
    assert field.text() == "김하늘"
    notice.close()
    net.close()


def test_a_log_folder_that_takes_no_file_stops_nothing(qapp, tmp_path):
    (tmp_path / "logs").write_text("a file stands there")
    net = CrashNet(tmp_path / "logs")
    net.catch(ValueError("x"))
    net.close()
