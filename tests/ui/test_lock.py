"""Locking drops the desk and everything read; the password brings it back."""

import gc
import json

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QWidget

from services.core.config import OfficeFolder
from services.trust.founding import FirstAccount, found
from tests.factories_reception import walk_in
from tests.ui.conftest import LOGIN, PASSWORD, flush
from tests.ui.pages_objects import texts_alive
from ui import idle
from ui.main_window import MainWindow

KEY = Qt.Key
NAME, MASKED = "김하늘", "김*늘"
TITLE = "골목길 가로등 고장"


@pytest.fixture
def working(real_desk):
    """A real office at work: somebody waits."""
    with real_desk.qtbot.waitSignal(real_desk.frame.opened, timeout=30_000):
        real_desk.find(QWidget, "lockPassword").insert(PASSWORD)
        real_desk.click("lockOpen")
    real_desk.settle()
    form = walk_in(NAME, title=TITLE)
    real_desk.services.reception.check_in.run(real_desk.actor, form)
    real_desk.settle()
    return real_desk


def everything_said():
    return "\n".join(texts_alive())


def test_the_right_password_opens_the_desk(working):
    assert working.main.page_id == "today"
    assert TITLE in everything_said() or MASKED in everything_said()


def test_the_sign_in_offers_the_accounts_of_the_desk(real_desk):
    logins = real_desk.find(QComboBox, "lockLogin")
    assert [logins.itemText(at) for at in range(logins.count())] == [LOGIN]
    assert QApplication.focusWidget() is real_desk.find(QWidget, "lockPassword")


def test_a_wrong_password_says_so_and_clears_the_field(real_desk):
    real_desk.sign_in("다른 비밀번호 12")
    assert real_desk.frame.desk is None
    assert real_desk.find(QWidget, "lockPassword").text() == ""
    assert "password" in real_desk.text_of("lockMessage").lower()
    assert real_desk.button("lockOpen").isEnabled()
    assert QApplication.focusWidget() is real_desk.find(QWidget, "lockPassword")


def test_an_empty_password_is_not_tried(real_desk):
    real_desk.sign_in("")
    assert real_desk.text_of("lockMessage") == "Type your password, then press Enter."


def test_the_right_password_after_a_wrong_one_opens(real_desk):
    real_desk.sign_in("다른 비밀번호 12")
    real_desk.clock.tick(minutes=10)
    real_desk.sign_in(PASSWORD)
    assert real_desk.frame.desk is not None


def test_locking_leaves_nothing_of_what_was_read(working):
    working.go(2)
    working.choose("waitingTable", 0)
    working.press(KEY.Key_Return)
    said = everything_said()
    assert TITLE in said
    working.lock()
    flush()
    said = everything_said()
    assert NAME not in said
    assert MASKED not in said
    assert TITLE not in said
    assert working.frame.desk is None


def test_locking_frees_the_desk(working):
    working.lock()
    flush()
    assert not [w for w in QApplication.allWidgets() if isinstance(w, MainWindow)]


def test_locking_forgets_the_rows_that_view_models_held(working):
    working.lock()
    flush()
    alive = [
        one
        for one in gc.get_objects()
        if isinstance(one, QObject)
        and shiboken6.isValid(one)
        and "view_model" in type(one).__module__
    ]
    assert alive == []


def test_locking_empties_the_clipboard(working):
    QGuiApplication.clipboard().setText(NAME)
    working.lock()
    assert QGuiApplication.clipboard().text() == ""


def test_unlocking_comes_back_to_the_same_page(working):
    working.go(3)
    working.lock()
    login = working.find(QComboBox, "lockLogin").currentText()
    assert login == LOGIN
    working.sign_in(PASSWORD)
    assert working.main.page_id == "calendar"


def test_a_wrong_password_after_a_lock_opens_nothing(working):
    working.lock()
    working.sign_in("다른 비밀번호 12")
    assert working.frame.desk is None


def test_a_lock_closes_the_file(working):
    opened = working.frame._opened
    working.lock()
    assert opened.services.office.readers.pool.checkedin() == 0
    assert opened.services.office.writers.pool.checkedin() == 0


def test_a_draft_typed_in_the_moment_of_the_lock_comes_back(working):
    working.open_check_in()
    working.keys.hangul(NAME)
    working.lock()
    flush()
    assert NAME not in everything_said()
    working.sign_in(PASSWORD)
    working.open_check_in()
    assert working.find(QWidget, "checkInName").text() == NAME


def test_the_practice_office_locks_and_opens_without_a_password(desk):
    desk.go(3)
    desk.lock()
    assert desk.frame.desk is None
    with desk.qtbot.waitSignal(desk.frame.opened, timeout=20_000):
        desk.click("lockOpen")
    desk.settle()
    assert desk.main.page_id == "calendar"


# -- idle ----------------------------------------------------------------------------


@pytest.fixture
def time_passes(monkeypatch):
    """Move the two clocks of the idle watch."""
    now = [1000.0, 5000.0]
    monkeypatch.setattr(idle, "_clocks", lambda: tuple(now))

    def pass_(awake_s, wall_s=None):
        now[0] += awake_s
        now[1] += awake_s if wall_s is None else wall_s

    return pass_


def tick(window):
    window.frame._idle._timer.timeout.emit()


def test_ten_minutes_without_a_touch_lock_the_desk(time_passes, desk):
    time_passes(599)
    tick(desk)
    assert desk.frame.desk is not None
    time_passes(1)
    tick(desk)
    desk.settle()
    assert desk.frame.desk is None


def test_sleep_counts_as_not_being_there(time_passes, desk):
    time_passes(1, wall_s=700)
    tick(desk)
    desk.settle()
    assert desk.frame.desk is None


def test_a_clock_set_back_does_not_keep_the_desk_open(time_passes, desk):
    time_passes(601, wall_s=-7200)
    tick(desk)
    desk.settle()
    assert desk.frame.desk is None


def test_a_key_begins_the_count_anew(time_passes, desk):
    time_passes(550)
    event = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_Shift, Qt.KeyboardModifier(0))
    QApplication.sendEvent(desk.main, event)
    time_passes(550)
    tick(desk)
    assert desk.frame.desk is not None


def test_the_last_minute_is_announced_once(time_passes, desk):
    time_passes(541)
    tick(desk)
    assert "locks in one minute" in desk.toast
    assert "0:59" in desk.text_of("statusLeft")


def test_the_lock_says_what_to_press(desk):
    desk.lock()
    assert isinstance(QApplication.focusWidget(), QPushButton)


def test_a_locked_account_is_opened_with_the_recovery_code(
    open_window, tmp_path, clock
):
    folder = OfficeFolder(tmp_path / "locked")
    code = found(folder, clock, FirstAccount(LOGIN, "한팀장", PASSWORD)).recovery_code
    ring = json.loads(folder.keys.read_text(encoding="utf-8"))
    ring["wraps"][LOGIN]["failures"] = 5
    folder.keys.write_text(json.dumps(ring), encoding="utf-8")
    window = open_window(folder)
    window.frame.begin()
    window.come_to_front()
    window.sign_in(PASSWORD)
    assert "recovery code" in window.text_of("lockMessage")
    window.sign_in("ABCDE-" * 7 + "ABCDE")
    assert "not the recovery code" in window.text_of("lockMessage")
    window.sign_in(code.lower())
    assert window.frame.desk is None
    for name in ("lockOwn", "lockAgain"):
        window.find(QWidget, name).setFocus()
        window.find(QWidget, name).insert("되찾은 새 비밀번호")
    window.press(KEY.Key_Return)
    window.settle()
    assert window.frame.desk is not None
    window.lock()
    window.sign_in("되찾은 새 비밀번호")
    assert window.frame.desk is not None


def test_enter_on_the_one_button_opens_the_practice_office_again(desk):
    desk.lock()
    button = desk.button("lockOpen")
    assert QApplication.focusWidget() is button
    with desk.qtbot.waitSignal(desk.frame.opened, timeout=30_000):
        desk.keys.press(KEY.Key_Return)
    desk.settle()
