"""The frame around the pages: navigation, titles, which keys are on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from services.core.events import Origin, RecordsChanged

KEY = Qt.Key
PAGES = {
    1: "today",
    2: "reception",
    3: "calendar",
    5: "dong_visits",
    8: "briefing",
    9: "figures",
    0: "sync",
}


@pytest.mark.parametrize("digit", PAGES)
def test_alt_and_a_digit_go_to_the_page(desk, digit):
    desk.go(digit)
    assert desk.main.page_id == PAGES[digit]
    assert desk.main.page.title() in desk.frame.windowTitle()
    assert desk.find(QPushButton, f"nav-{PAGES[digit]}").isChecked()


def test_a_click_in_the_navigation_goes_there(desk):
    desk.click("nav-calendar")
    assert desk.main.page_id == "calendar"


def test_a_key_that_a_page_does_not_know_is_off(desk):
    off = not desk.main.actions_by_id["view.1"].isEnabled()
    desk.go(3)
    assert off
    assert desk.main.actions_by_id["view.1"].isEnabled()


def test_no_two_actions_share_a_key(desk):
    keys = [
        key.toString()
        for action in desk.main.actions_by_id.values()
        for key in action.shortcuts()
    ]
    assert len(keys) == len(set(keys))


def test_the_practice_office_says_that_nothing_is_real(desk):
    said = " ".join(
        label.text()
        for label in desk.main._banner.findChildren(object)
        if hasattr(label, "text")
    )
    assert "nothing here is real" in said


def test_esc_gives_the_focus_back_to_the_list(desk):
    desk.go(1)
    before = desk.keys.focus
    desk.press(KEY.Key_F2)
    desk.press(KEY.Key_Escape)
    assert desk.keys.focus is before


def test_what_was_saved_is_told_with_its_time(desk):
    desk.check_in("김하늘")
    assert "saved" in desk.text_of("statusLeft")


def test_who_works_here_is_told(desk):
    assert "최연습" in desk.text_of("statusLeft")


def test_closing_while_a_save_is_still_being_told_is_no_fault(open_window, folder):
    window = open_window(folder)
    window.begin()
    told = window.main.page.context.events.told
    window.frame.close()
    told.emit(RecordsChanged(frozenset({"visit"}), Origin.DESK))  # was on its way
    window.settle()
    assert window.faults == []
