"""The waiting board: numbers and rooms, never a name; it outlives a lock."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.factories_reception import walk_in
from tests.ui.conftest import flush
from tests.ui.pages_objects import texts_of
from ui.board_window import BoardWindow

KEY = Qt.Key
NAME, MASKED = "김하늘", "김*늘"


def boards():
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, BoardWindow)]


def said(board):
    widgets = [board, *board.findChildren(QWidget)]
    return "\n".join(text for widget in widgets for text in texts_of(widget))


@pytest.fixture
def board(desk):
    """A desk with a person who waits, and its board."""
    desk.services.reception.check_in.run(desk.actor, walk_in(NAME))
    desk.settle()
    desk.press(KEY.Key_F11)
    (window,) = boards()
    desk.come_to_front()
    return window


def test_f11_shows_the_board_and_f11_again_closes_it(desk, board):
    assert board.isVisible()
    desk.press(KEY.Key_F11)
    flush()
    assert boards() == []


def test_the_board_shows_numbers(desk, board):
    desk.press(KEY.Key_F4)
    called = desk.line[0][0]
    assert board.findChild(QLabel, "boardCalled").text() == called


def test_the_board_names_nobody(desk, board):
    desk.press(KEY.Key_F4)
    assert NAME not in said(board)
    assert MASKED not in said(board)
    assert "도로" not in said(board)


def test_esc_on_the_board_closes_it(desk, board):
    QTest.keyClick(board, KEY.Key_Escape)
    flush()
    assert boards() == []


def test_a_new_call_is_marked_for_a_while(desk, board):
    desk.press(KEY.Key_F4)
    called = board.findChild(QLabel, "boardCalled")
    assert "background" in called.styleSheet()
    board._flash.timeout.emit()
    assert "background" not in called.styleSheet()


def test_the_board_outlives_a_lock_and_shows_the_last_numbers(desk, board):
    desk.press(KEY.Key_F4)
    called = desk.line[0][0]
    desk.lock()
    flush()
    (left,) = boards()
    assert left.isVisible()
    assert left.findChild(QLabel, "boardCalled").text() == called


def test_the_board_follows_the_line_again_after_the_lock(desk, board):
    desk.lock()
    flush()
    with desk.qtbot.waitSignal(desk.frame.opened, timeout=20_000):
        desk.click("lockOpen")
    desk.settle()
    desk.press(KEY.Key_F4)
    (left,) = boards()
    assert left.findChild(QLabel, "boardCalled").text() == desk.line[0][0]
    desk.press(KEY.Key_F11)
    flush()
    assert boards() == []


def test_closing_the_window_closes_the_board(desk, board):
    desk.close()
    flush()
    assert boards() == []


def test_the_screen_of_the_board_is_chosen_with_a_key(desk, board):
    desk.press(KEY.Key_F11, Qt.KeyboardModifier.ShiftModifier)
    assert desk.toast == "There is no other screen."
    assert board.isVisible()


def test_without_a_board_the_key_says_how_to_turn_it_on(desk):
    desk.press(KEY.Key_F11, Qt.KeyboardModifier.ShiftModifier)
    assert desk.toast == "The board is off: F11 turns it on."
