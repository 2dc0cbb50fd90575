"""The calendar page: views by key, the session's slots, placing a request."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListView, QTableView, QWidget

from models.errors import DoubleBooking
from services.core.events import EventBus
from services.core.undo import UndoStack
from services.core.unit_of_work import UnitOfWork
from services.korean.dates import date_text
from services.meetings.agenda import View
from tests import factories_meetings as make
from ui.error_texts import words
from ui.pages.calendar.blocks import Block
from ui.pages.calendar.month_grid import MonthGrid, cell_of
from ui.pages.calendar.week_grid import WeekGrid

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(desk):
    """A seeded calendar with one selected request, in front."""
    units = desk.services.office.units
    make.seed(units, desk.actor, range(2026, 2028))
    request = make.request(units, desk.actor)
    make.select(units, desk.actor, request)
    desk.go(3)
    return desk


def view_of(desk):
    return desk.main.page.view_model.view


def test_ctrl_1_2_3_show_day_week_and_month(page):
    shown = []
    for key in (KEY.Key_1, KEY.Key_2, KEY.Key_3):
        page.press(key, CTRL)
        shown.append(view_of(page))
    assert shown == [View.DAY, View.WEEK, View.MONTH]


def test_one_day_is_named_as_one_day(page):
    page.press(KEY.Key_1, CTRL)
    said = [label.text() for label in page.main.page.findChildren(QLabel)]
    assert date_text(make.TODAY, "en") in said


def test_a_month_shows_times_and_whole_titles_and_says_how_many_more(page):
    units = page.services.office.units
    for hour in (9, 10, 11, 13, 15, 16):
        at = make.booking(make.TODAY, f"{hour:02}:00", f"{hour:02}:30")
        make.book(units, page.actor, at)
    page.press(KEY.Key_3, CTRL)
    month = page.find(MonthGrid, "calendarMonth")
    day = month.contents_of(make.TODAY)
    assert month.isVisible()
    assert day.shown
    assert day.more > 0
    assert month.tip_at(month.rect_of(day.shown[0]).center()).count("\n") > day.more
    page.press(KEY.Key_End)
    last = month.rows.row_at(month.currentIndex())
    assert last in month.contents_of(last.day).shown


@given(st.integers(0, 9), st.integers(-2, 8), st.integers(0, 9))
def test_a_day_shows_no_more_than_it_holds_and_always_what_is_chosen(count, lines, at):
    blocks = tuple(
        Block(str(n), make.TODAY, n, n + 1, "", "", "quiet") for n in range(count)
    )
    current = blocks[at] if at < count else None
    cell = cell_of(make.TODAY, blocks, current, lines)
    assert len(cell.shown) + cell.more == count
    assert len(cell.shown) + (cell.more > 0) <= max(lines, 2)
    assert current is None or current in cell.shown


def test_the_heads_of_a_week_are_all_whole_or_all_short(page):
    grid = page.find(WeekGrid, "calendarGrid")
    monday = make.TODAY - timedelta(days=make.TODAY.weekday())
    days = tuple(monday + timedelta(days=at) for at in range(5))
    grid.show_days(days, {}, make.TODAY)
    seen = set()
    for width in range(300, 1400, 10):
        grid.resize(width, 300)
        shapes = {len(grid.head_of(day)) > len("26 Thu") for day in days}
        assert len(shapes) == 1
        seen |= shapes
    assert seen == {True, False}


def test_ctrl_m_shows_the_same_as_a_table(page):
    grid, table = page.find(QListView, "calendarGrid"), "calendarList"
    page.press(KEY.Key_M, CTRL)
    as_table = page.find(QTableView, table).isVisible(), grid.isVisible()
    rows = page.rows(table)
    page.press(KEY.Key_M, CTRL)
    assert as_table == (True, False)
    assert len(rows) == grid.model().rowCount() > 0
    assert grid.isVisible()


def test_the_session_of_the_week_shows_its_free_slots(page):
    slots = page.rows("slotTable")
    assert len(slots) >= 3
    assert all("(free)" in " ".join(row) for row in slots)


def test_ctrl_enter_gives_the_chosen_request_a_slot(page):
    assert len(page.rows("poolTable")) == 1
    page.choose("poolTable", 0)
    page.press(KEY.Key_Return, CTRL)
    assert page.toast == "Placed in the session."
    assert page.rows("poolTable") == []
    assert sum("(free)" not in " ".join(row) for row in page.rows("slotTable")) == 1


def test_nothing_chosen_is_said(page):
    page.find(QTableView, "poolTable").setCurrentIndex(
        page.find(QTableView, "poolTable").model().index(-1, 0)
    )
    page.press(KEY.Key_Return, CTRL)
    assert "Choose" in page.toast


def unheard(desk) -> UnitOfWork:
    """Return a way into the same office file that this window hears nothing of."""
    office = desk.services.office
    return UnitOfWork(
        office.readers, office.writers, office.clock, EventBus(), UndoStack()
    )


def free_slots(desk) -> int:
    return sum("(free)" in " ".join(row) for row in desk.rows("slotTable"))


def test_a_taken_hour_is_refused_in_words(page):
    """Somebody else booked the mayor in the very moment before."""
    free = free_slots(page)
    assert free >= 3
    make.book(unheard(page), page.actor, make.booking(make.TODAY, "14:00", "17:00"))
    page.choose("poolTable", 0)
    assert free_slots(page) == free
    page.press(KEY.Key_Return, CTRL)
    assert page.toast == words(DoubleBooking()).sentence
    assert len(page.rows("poolTable")) == 1
    placed = page.services.meetings.slots_of.run(
        page.actor, make.TONGTONG, make.TODAY
    ).slots
    assert [(slot.title, slot.elsewhere) for slot in placed] == [("간부회의", True)]


def test_the_next_week_and_back_to_today(page):
    before = page.main.page.view_model.day
    page.click("calendarNext")
    after = page.main.page.view_model.day
    page.press(KEY.Key_T, CTRL)
    assert (after - before).days == 7
    assert page.main.page.view_model.day == before


def test_months_turn_by_one_from_a_long_month(page):
    page.press(KEY.Key_3, CTRL)
    months = []
    for _turn in range(3):
        page.click("calendarNext")
        months.append(page.main.page.view_model.day.month)
    assert months == [12, 1, 2]


def test_arrow_keys_walk_the_entries_and_each_is_spoken(page):
    grid = page.find(QListView, "calendarGrid")
    grid.setFocus()
    page.press(KEY.Key_Home)
    spoken = grid.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken


def test_the_rows_are_gone_after_the_lock(page):
    models = [page.find(QWidget, name).model() for name in ("slotTable", "poolTable")]
    page.main.page.drop_rows()
    assert [model.rowCount() for model in models] == [0, 0]
