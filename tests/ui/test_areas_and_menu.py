"""Ctrl+Tab from area to area, and the menu at F10."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QTableView

from tests import factories_meetings as make

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(desk):
    """Page Today of a seeded office, the focus in the waiting line."""
    make.seed(desk.services.office.units, desk.actor, range(2026, 2028))
    desk.come_to_front()
    desk.go(1)
    return desk


def focus() -> str:
    widget = QApplication.focusWidget()
    return str(widget.objectName()) if widget else ""


def menu(desk):
    shown = desk.main.findChild(QMenu, "mainMenu")
    assert shown.isVisible()
    return shown


def close_menu(desk) -> None:
    """Press Esc for the group that is open, and again for the menu."""
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Escape)
    desk.qtbot.waitUntil(lambda: desk.main.findChild(QMenu, "mainMenu") is None)


def test_ctrl_tab_goes_round_the_areas_and_back(page):
    start = focus()
    seen = []
    for _area in range(4):
        page.press(KEY.Key_Tab, CTRL)
        seen.append(focus())
    assert (start, seen[-1]) == ("waitingTable", "waitingTable")
    assert seen[:3] == ["todaySlots", "nav-today", "menuButton"]
    page.press(KEY.Key_Backtab, CTRL_SHIFT)
    assert focus() == "menuButton"


def test_in_a_panel_ctrl_tab_goes_between_the_fields_and_the_buttons(page):
    page.open_check_in()
    page.press(KEY.Key_Tab, CTRL)
    assert focus() == "checkInSavePrint"
    page.press(KEY.Key_Tab, CTRL)
    assert focus() == "checkInName"


def test_ctrl_tab_reaches_the_preview_of_a_pack(page):
    page.go(8)
    assert focus() == "briefingSubjects"
    page.choose("briefingSubjects", 0)
    page.press(KEY.Key_F5)
    page.press(KEY.Key_Tab, CTRL)
    assert focus() == "pdfView"


def test_f10_shows_what_works_now_with_its_keys(page):
    page.press(KEY.Key_F10)
    parts = [action.menu() for action in menu(page).actions()]
    titles = [part.title() for part in parts]
    assert titles == ["At the desk", "Pages", "On this page", "Everywhere"]
    desk = {one.text(): one.shortcut().toString() for one in parts[0].actions()}
    assert desk["New check-in"] == "F2"
    grey = [one for part in parts for one in part.actions() if not one.isEnabled()]
    assert [one.text() for one in grey] == ["Redo"]
    assert grey[0].shortcut().toString() == "Ctrl+Y"
    close_menu(page)


def test_a_command_is_chosen_in_the_menu_by_arrows_and_enter(page):
    page.press(KEY.Key_F10)
    page.press(KEY.Key_Down)
    page.press(KEY.Key_Return)
    page.settle()
    assert page.panel.panel_id == "check_in"


def test_the_menu_is_opened_by_its_button_and_leaves_nothing_behind(page):
    page.click("menuButton")
    menu(page)
    close_menu(page)
    assert page.find(QTableView, "waitingTable").isVisible()
