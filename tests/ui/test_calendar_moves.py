"""Moving and calling off meetings with the keyboard alone, in a real window."""

from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QPlainTextEdit, QTableView

from models.values import MeetingState
from services.meetings.agenda import View
from tests import factories_meetings as make
from tests.ui.hangul import type_hangul
from ui.drawers.reason import ReasonPanel
from ui.widgets.hangul_line_edit import HangulLineEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(desk):
    """The week with one meeting of the mayor at 10:00 on its Thursday, chosen."""
    units = desk.services.office.units
    make.seed(units, desk.actor, range(2026, 2028))
    desk.booked = make.book(units, desk.actor, make.booking(make.TODAY))
    desk.go(3)
    choose(desk)
    return desk


def choose(desk) -> None:
    grid = desk.find(QListView, "calendarGrid")
    desk.settle()
    grid.setFocus()
    desk.press(KEY.Key_Home)
    while desk.main.page._blocks.row_at(grid.currentIndex()).key != desk.booked:
        desk.press(KEY.Key_Down)


def booked(desk, day=make.TODAY):
    """Return the meeting where the month of that day still has it."""
    agenda = desk.services.meetings.agenda.run(desk.actor, View.MONTH, day)
    return [m for m in agenda.meetings if m.id == desk.booked]


def stands(desk, day=make.TODAY):
    (found,) = booked(desk, day)
    return found.day, found.starts_at, found.ends_at


@pytest.mark.parametrize(
    ("key", "modifier", "expected"),
    [
        (KEY.Key_Up, CTRL, (make.TODAY, time(9, 50), time(10, 50))),
        (KEY.Key_Down, CTRL, (make.TODAY, time(10, 10), time(11, 10))),
        (KEY.Key_Left, CTRL, (date(2026, 11, 25), time(10), time(11))),
        (KEY.Key_Right, CTRL, (date(2026, 11, 27), time(10), time(11))),
        (KEY.Key_Down, SHIFT, (make.TODAY, time(10), time(11, 10))),
        (KEY.Key_Up, SHIFT, (make.TODAY, time(10), time(10, 50))),
    ],
)
def test_a_key_moves_the_chosen_meeting_and_ctrl_z_brings_it_back(
    page, key, modifier, expected
):
    before = stands(page)
    page.press(key, modifier)
    assert stands(page) == expected
    assert page.toast.startswith("Moved to ")
    page.press(KEY.Key_Z, CTRL)
    assert stands(page) == before


def test_it_stays_chosen_and_skips_the_weekend(page):
    page.press(KEY.Key_Right, CTRL)
    page.press(KEY.Key_Right, CTRL)
    assert stands(page)[0] == date(2026, 11, 30)
    assert date(2026, 11, 30) in page.main.page._grid.days


def test_a_meeting_never_gets_shorter_than_a_step(page):
    for _ in range(7):
        page.press(KEY.Key_Up, SHIFT)
    assert stands(page)[2] == time(10, 10)
    assert "shorter" in page.toast


def test_ctrl_x_and_ctrl_v_move_to_the_day_that_is_shown(page):
    page.press(KEY.Key_X, CTRL)
    assert "Ctrl+V" in page.toast
    page.click("calendarNext")
    assert page.main.page.view_model.day == date(2026, 12, 3)
    page.find(QListView, "calendarGrid").clearSelection()
    page.press(KEY.Key_V, CTRL)
    assert stands(page, date(2026, 12, 3)) == (
        page.main.page._chosen_day(),
        time(10),
        time(11),
    )
    assert stands(page, date(2026, 12, 3))[0] > make.TODAY


def test_esc_leaves_it_where_it_is(page):
    before = stands(page)
    page.press(KEY.Key_X, CTRL)
    page.press(KEY.Key_Escape)
    page.press(KEY.Key_V, CTRL)
    assert "Ctrl+X" in page.toast
    assert stands(page) == before


def test_a_taken_place_is_had_for_a_reason_only(page):
    units = page.services.office.units
    make.book(units, page.actor, make.booking(make.TODAY, "09:30", "10:00"))
    choose(page)
    before = stands(page)
    page.press(KEY.Key_Up, CTRL)
    panel = page.panel
    assert isinstance(panel, ReasonPanel)
    assert stands(page) == before
    page.press(KEY.Key_Return, CTRL)
    assert page.panel is panel  # nothing without a reason
    type_hangul(page.find(HangulLineEdit, "reasonText"), "시장 지시")
    page.press(KEY.Key_Return, CTRL)
    assert stands(page)[1] == time(9, 50)
    page.press(KEY.Key_Z, CTRL)
    assert stands(page) == before


def test_del_calls_off_with_a_reason_and_can_be_undone(page):
    page.press(KEY.Key_Delete)
    assert isinstance(page.panel, ReasonPanel)
    type_hangul(page.find(HangulLineEdit, "reasonText"), "출장")
    page.press(KEY.Key_Return, CTRL)
    assert page.toast == "Called off."
    assert not booked(page)
    page.press(KEY.Key_Z, CTRL)
    assert [m.state for m in booked(page)] == [MeetingState.CONFIRMED]


def test_with_nothing_chosen_each_key_says_what_to_do(page):
    grid = page.find(QListView, "calendarGrid")
    grid.setCurrentIndex(grid.model().index(-1, 0))
    for key, modifier in (
        (KEY.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (KEY.Key_X, CTRL),
        (KEY.Key_Left, CTRL),
        (KEY.Key_Down, SHIFT),
    ):
        page.press(key, modifier)
        assert page.toast == "Choose a meeting first."


def test_the_keys_of_a_text_field_stay_its_own(page):
    """Ctrl+X and Del inside a panel's field move no meeting."""
    before = stands(page)
    page.press(KEY.Key_Return)
    text = page.find(QPlainTextEdit, "meeting-gist")
    text.setFocus()
    type_hangul(text, "요지")
    text.selectAll()
    page.press(KEY.Key_X, CTRL)
    page.press(KEY.Key_V, CTRL)
    assert text.toPlainText() == "요지"
    assert stands(page) == before


def test_the_meeting_of_a_slot_moves_within_its_session(page):
    units = page.services.office.units
    request = make.request(units, page.actor)
    make.select(units, page.actor, request)
    page.settle()
    page.choose("poolTable", 0)
    page.press(KEY.Key_Return, CTRL)
    view = page.find(QTableView, "slotTable")
    view.setFocus()
    page.choose("slotTable", 0)
    page.press(KEY.Key_Down, CTRL)
    assert page.toast.startswith("Moved to ")
    page.press(KEY.Key_Left, CTRL)
    assert not page.toast.startswith("Moved to ")  # not out of its session
