"""Tables and lists by keyboard alone; an update takes nothing from the person."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QContextMenuEvent, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from services.korean.choseong import matches
from tests.ui.accessibility import unnamed
from tests.ui.tables.rows import Guest, guests, model_of
from ui.tables.rows_list import RowsList
from ui.tables.rows_view import RowsView

NAMES = ("김하나", "이두리", "박세나", "김네모")
FOCUS_FRAME = 2  # pixels, in every colour scheme


@pytest.fixture(params=[RowsView, RowsList])
def view(request, qtbot):
    model = model_of(*NAMES)
    widget = request.param(model, "Guests")
    model.setParent(widget)
    qtbot.addWidget(widget)
    widget.resize(500, 300)
    widget.show()
    qtbot.waitExposed(widget)
    widget.setFocus()
    return widget


@pytest.fixture(params=[RowsView, RowsList])
def framed(request, qtbot):
    """A view in the colours of the house and another widget, in one window."""
    window, model = QWidget(), model_of(*NAMES)
    widget, other = request.param(model, "Guests"), QPushButton("…")
    model.setParent(widget)
    room = QVBoxLayout(window)
    room.addWidget(widget)
    room.addWidget(other)
    qtbot.addWidget(window)
    window.resize(500, 300)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield widget, other
    window.hide()


@pytest.fixture
def table(qtbot):
    model = model_of(*NAMES)
    widget = RowsView(model, "Guests")
    model.setParent(widget)
    qtbot.addWidget(widget)
    widget.resize(500, 300)
    widget.show()
    return widget


def test_the_frame_of_the_focus_is_laid_around_the_rows(framed, qtbot):
    view, other = framed
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    before = view.viewport().geometry()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view.resize(view.width(), view.height() - 10)
    after = view.viewport().geometry()
    assert after.topLeft() == before.topLeft()
    assert before.left() >= FOCUS_FRAME


def test_enter_opens_the_current_row(view, qtbot):
    view.select_key(2)
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [Guest(2, "이두리")]


def test_a_double_click_opens_the_row(view, qtbot):
    place = view.visualRect(view.model().index(1, 0)).center()
    with qtbot.waitSignal(view.opened) as opened:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args == [Guest(2, "이두리")]


def test_ctrl_enter_is_left_to_the_page(view, qtbot):
    view.select_key(2)
    with qtbot.assertNotEmitted(view.opened):
        QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_end_and_home_go_to_the_last_and_first_row(view):
    view.select_key(2)
    QTest.keyClick(view, Qt.Key.Key_End)
    last = view.current_row()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert (last.number, view.current_row().number) == (4, 1)


def test_the_current_row_is_told_when_it_changes(view, qtbot):
    with qtbot.waitSignal(view.current_changed) as told:
        view.select_key(3)
    assert told.args == [Guest(3, "박세나")]


def test_new_contents_of_the_current_row_are_told(view, qtbot):
    view.select_key(1)
    called = Guest(1, "김하나", "called")
    with qtbot.waitSignal(view.current_changed) as told:
        view.model().show([called, *guests(*NAMES)[1:]])
    assert told.args == [called]


def test_the_current_row_survives_an_update_in_another_order(view):
    view.select_key(2)
    view.model().show([Guest(9, "새 사람"), *reversed(guests(*NAMES))])
    assert view.current_row() == Guest(2, "이두리")
    assert [index.row() for index in view.selectionModel().selectedRows()] == [3]


def test_when_every_row_goes_nothing_is_current(view, qtbot):
    view.select_key(2)
    view.model().clear()
    assert view.current_row() is None


@pytest.mark.parametrize("keys", ["qt", "q"])
def test_initials_typed_on_either_keyboard_find_the_row(view, keys):
    view.use_type_ahead(matches, lambda row: row.name)
    view.select_key(1)
    QTest.keyClicks(view, keys)
    assert view.current_row() == Guest(3, "박세나")


def test_the_same_initial_goes_on_to_the_next_after_the_current(view):
    view.use_type_ahead(matches, lambda row: row.name)
    view.select_key(1)
    QTest.keyClicks(view, "r")
    assert view.current_row() == Guest(4, "김네모")


def test_a_list_has_no_input_method(view):
    view.select_key(1)
    assert not view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_the_menu_key_asks_for_the_menu_at_the_row(view, qtbot):
    view.select_key(2)
    asked = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0)
    )
    with qtbot.waitSignal(view.menu_requested) as told:
        QApplication.sendEvent(view.viewport(), asked)
    inside = view.viewport().mapFromGlobal(told.args[0])
    assert view.indexAt(inside).row() == 1


def test_the_empty_state_is_seen_while_there_is_nothing_else(view):
    empty = QLabel("Nobody is waiting.")
    view.use_empty_state(empty)
    with_rows = empty.isVisible()
    view.model().clear()
    assert (with_rows, empty.isVisible()) == (False, True)
    assert empty.geometry() == view.viewport().rect()


def test_a_screen_reader_finds_a_name_and_the_rows(view):
    node = QAccessible.queryAccessibleInterface(view)
    assert node.text(QAccessible.Text.Name) == "Guests"
    assert unnamed(view) == []
    assert node.childCount() >= len(NAMES)


def test_widths_are_kept_in_characters_whatever_the_font(table):
    table.resize(2000, 200)
    table.set_widths((4, 9, 9))
    narrow = table.columnWidth(0)
    font = table.font()
    font.setPointSize(font.pointSize() * 2)
    table.setFont(font)
    assert table.widths() == (4, 9, 9)
    assert table.columnWidth(0) > narrow


def test_a_width_dragged_by_hand_is_told_and_kept(table, qtbot):
    wide = table.fontMetrics().horizontalAdvance("가") * 12
    with qtbot.waitSignal(table.widths_changed):
        table.horizontalHeader().resizeSection(0, wide)
    assert table.widths()[0] == 12


def test_widths_of_another_table_are_left_unused(table):
    before = table.widths()
    table.set_widths((5, 7))
    assert table.widths() == before


def test_rows_grow_with_the_font(table):
    low = table.rowHeight(0)
    font = table.font()
    font.setPointSize(font.pointSize() * 2)
    table.setFont(font)
    assert table.rowHeight(0) > low


def test_a_click_on_the_heading_sorts_and_the_current_row_stays(table):
    table.select_key(1)
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [row.name for row in table.model().rows] == sorted(NAMES)
    assert table.current_row() == Guest(1, "김하나")


def test_a_table_begins_in_the_order_of_its_list(table):
    assert [row.name for row in table.model().rows] == list(NAMES)


def test_a_state_is_painted_in_its_colours(table):
    ground, ink = QColor("#123456"), QColor("#fedcba")
    table.use_chips(lambda _state: (ground, ink))
    cell = table.visualRect(table.model().index(0, 2))
    picture = table.viewport().grab(cell).toImage()
    seen = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
    }
    assert ground.name() in seen


def test_a_column_is_as_wide_as_its_heading(table):
    table.resize(2000, 200)
    table.set_widths((1, 1, 1))
    bold = table.font()
    bold.setBold(True)
    for at in range(table.model().columnCount()):
        heading = table.model().headerData(at, Qt.Orientation.Horizontal)
        needed = QFontMetrics(bold).horizontalAdvance(heading)
        assert table.columnWidth(at) > needed
