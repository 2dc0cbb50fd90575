"""What stands in a form is there again: after Esc, after a lock, never after a save."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox

from tests.ui.test_every_field import (
    fields_of,
    office,  # noqa: F401 - a fixture
    open_panel,
    paste,
    text_of,
)
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.hangul_text_edit import HangulTextEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
KEPT = ("group_check_in", "booking", "outcome", "dong_visit", "meeting", "visit")
NUMBER = "900101-1234567"  # made up: well-formed, nobody's


@pytest.fixture
def desk_with_work(office):  # noqa: F811 - the fixture of that name
    return office


def wanted(field):
    return "010-5550-0421" if "Phone" in field.objectName() else "초안 글"


@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize("leave", ["esc", "lock"])
def test_what_was_typed_comes_back(desk_with_work, name, leave):
    desk = desk_with_work
    for field in fields_of(open_panel(desk, name)):
        paste(desk, field, wanted(field))
    if leave == "lock":
        desk.lock()
        desk.click("lockOpen")
    else:
        desk.press(KEY.Key_Escape)
    assert desk.panel is None
    again = open_panel(desk, name)
    shown = [f for f in fields_of(again) if f.isVisible()]
    assert [text_of(f) for f in shown] == [wanted(f) for f in shown]


def test_counts_and_ticks_of_a_group_come_back_too_and_a_save_ends_the_draft(
    desk_with_work,
):
    desk = desk_with_work
    open_panel(desk, "group_check_in")
    desk.find(QSpinBox, "group-come").setValue(12)
    desk.find(QCheckBox, "groupMeet").click()
    paste(desk, desk.find(HangulLineEdit, "groupName"), "푸른마을 주민 모임")
    desk.press(KEY.Key_Escape)
    open_panel(desk, "group_check_in")
    assert desk.find(QSpinBox, "group-come").value() == 12
    assert desk.find(QCheckBox, "groupMeet").isChecked()
    desk.press(KEY.Key_Return, CTRL)
    assert desk.panel.panel_id == "security"
    open_panel(desk, "group_check_in")
    assert desk.find(HangulLineEdit, "groupName").text() == ""


def test_a_draft_holds_no_resident_number(desk_with_work):
    desk = desk_with_work
    open_panel(desk, "booking")
    paste(desk, desk.find(HangulLineEdit, "bookingTitle"), f"면담 {NUMBER}")
    desk.press(KEY.Key_Escape)
    open_panel(desk, "booking")
    title = desk.find(HangulLineEdit, "bookingTitle").text()
    assert title == "면담 900101-*******"


def test_what_somebody_else_stored_meanwhile_stands_below_the_draft(desk_with_work):
    desk = desk_with_work
    open_panel(desk, "meeting")
    paste(desk, desk.find(HangulTextEdit, "meeting-gist"), "내 글")
    paste(desk, desk.find(HangulTextEdit, "meeting-plan"), "내 계획")
    desk.press(KEY.Key_Escape)
    meetings = desk.services.meetings
    form = meetings.open.run(desk.actor, desk.meeting)
    theirs = replace(form.texts, gist="남의 글", remarks="남의 말")
    meetings.write.run(desk.actor, desk.meeting, theirs, form.base)

    open_panel(desk, "meeting")
    desk.press(KEY.Key_Return, CTRL)

    saved = meetings.open.run(desk.actor, desk.meeting).texts
    assert saved.gist == "내 글\n남의 글"
    assert (saved.plan, saved.remarks) == ("내 계획", "남의 말")


@pytest.mark.parametrize("panel", ["booking", "dong_visit"])
def test_day_and_times_of_a_draft_come_back(desk_with_work, panel):
    desk = desk_with_work
    prefix = {"booking": "booking", "dong_visit": "dongVisit"}[panel]
    typed = {"Day": "2026. 12. 5.(Sat)", "Starts": "09:30", "Ends": "10:15"}
    open_panel(desk, panel)
    for name, text in typed.items():
        paste(desk, desk.find(HangulLineEdit, prefix + name), text)
    desk.press(KEY.Key_Escape)
    open_panel(desk, panel)
    found = {name: desk.find(HangulLineEdit, prefix + name).text() for name in typed}
    assert found == typed


def test_kind_host_and_room_of_a_draft_come_back(desk_with_work):
    desk = desk_with_work
    names = ("bookingKind", "bookingHost", "bookingRoom")
    open_panel(desk, "booking")
    for name in names:
        combo = desk.find(QComboBox, name)
        assert combo.count() > 1
        combo.setFocus()
        desk.press(KEY.Key_Down)
    picked = [desk.find(QComboBox, name).currentText() for name in names]
    desk.press(KEY.Key_Escape)
    open_panel(desk, "booking")
    assert [desk.find(QComboBox, name).currentText() for name in names] == picked
    assert desk.find(QComboBox, "bookingHost").currentIndex() == 1


def test_a_day_stored_meanwhile_is_told_below_the_day_of_the_draft(desk_with_work):
    desk = desk_with_work
    open_panel(desk, "dong_visit")
    desk.press(KEY.Key_Return, CTRL)  # planned: from now on it is an edit
    open_panel(desk, "dong_visit")
    paste(desk, desk.find(HangulLineEdit, "dongVisitDay"), "2026. 12. 5.(Sat)")
    desk.press(KEY.Key_Escape)
    outreach, actor = desk.services.outreach, desk.actor
    dongs = outreach.dongs.run(actor, date(2026, 11, 30))
    (visit_id,) = (row.next_visit_id for row in dongs if row.next_visit_id)
    form = outreach.open_visit.run(actor, visit_id)
    theirs = replace(form.plan, day=date(2026, 12, 8))
    outreach.change_visit.run(actor, visit_id, theirs, form.base)

    open_panel(desk, "dong_visit")

    day = desk.find(HangulLineEdit, "dongVisitDay")
    assert day.text() == "2026. 12. 5.(Sat)"
    assert "2026. 12. 8.(Tue)" in day.accessibleDescription()
