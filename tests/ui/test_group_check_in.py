"""Groups: counts, representatives, what the law calls them, and security."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QSpinBox, QWidget

from ui.drawers.choice import ChoiceField
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def form(desk):
    """The group form, opened with its key."""
    desk.press(KEY.Key_G, CTRL)
    assert desk.panel.panel_id == "group_check_in"
    return desk


def count(desk, name, value):
    desk.find(QSpinBox, f"group-{name}").setValue(value)


def fill(desk):
    desk.find(HangulLineEdit, "groupName").setFocus()
    desk.keys.hangul("푸른마을 주민 모임")
    count(desk, "come", 12)
    count(desk, "admitted", 3)
    desk.find(HangulLineEdit, "representative1Name").setFocus()
    desk.keys.hangul("박보람")
    desk.find(QCheckBox, "representative1Mandate").setChecked(True)


def test_the_law_follows_the_counts(form):
    few = form.text_of("groupLaw")
    count(form, "households", 5)
    count(form, "signatures", 5)
    many = form.text_of("groupLaw")
    count(form, "households", 4)
    assert few.startswith("Not a multi-party")
    assert many.startswith("By law a multi-party")
    assert form.text_of("groupLaw") == few


def test_a_group_is_checked_in_and_security_is_offered(form):
    fill(form)
    form.press(KEY.Key_Return, CTRL)
    assert form.panel.panel_id == "security"
    assert len(form.line) == 1
    assert form.line[0][0] in form.toast
    assert "박보람" not in "".join(
        label.text() for label in form.panel.findChildren(QLabel)
    )


def test_security_is_told_and_gets_its_sheet(form):
    fill(form)
    form.press(KEY.Key_Return, CTRL)
    form.press(KEY.Key_Return, CTRL)
    assert form.panel.panel_id == "paper"


def test_a_group_without_a_name_is_refused_there(form):
    count(form, "come", 3)
    form.press(KEY.Key_Return, CTRL)
    assert form.message_of("groupName")
    assert form.line == []


def test_more_let_in_than_came_is_refused_there(form):
    fill(form)
    count(form, "admitted", 20)
    form.press(KEY.Key_Return, CTRL)
    assert form.message_of("group-admitted")
    assert form.find(QWidget, "groupName").text() == "푸른마을 주민 모임"


def test_what_is_missing_is_said_and_saved_all_the_same(form):
    fill(form)
    form.find(QCheckBox, "representative1Mandate").setChecked(False)
    form.press(KEY.Key_Return, CTRL)
    assert "Still missing" in form.toast
    assert len(form.line) == 1


def test_the_notice_to_security_is_seen_while_typing_and_names_nobody(form):
    fill(form)
    count(form, "room_limit", 8)
    form.find(HangulLineEdit, "groupPlace").setFocus()
    form.keys.hangul("로비")
    notice = form.text_of("groupNotice")
    assert "12 people, 3 let in" in notice
    assert "9 people wait outside: 로비" in notice
    assert "Room takes 8 people" in notice
    assert "박보람" not in notice
    assert "푸른마을" not in notice


def test_what_is_missing_follows_the_form(form):
    before = form.text_of("groupMissing")
    fill(form)
    after = form.text_of("groupMissing")
    assert "a representative" in before
    assert "a representative" not in after


def test_earlier_visits_stand_there_as_soon_as_the_name_does(form):
    fill(form)
    form.press(KEY.Key_Return, CTRL)
    form.press(KEY.Key_Escape)
    form.press(KEY.Key_G, CTRL)
    assert not form.find(QLabel, "groupEarlier").isVisible()
    form.find(HangulLineEdit, "groupName").setFocus()
    form.keys.hangul("푸른마을 주민 모임")
    form.settle()
    assert "12 people" in form.text_of("groupEarlier")


def test_a_blank_list_is_printed_while_the_form_waits(form):
    fill(form)
    form.find(ChoiceField, "groupMood").setFocus()
    form.press(KEY.Key_2)
    chosen = form.find(ChoiceField, "groupMood").chosen_key()
    form.press(KEY.Key_P, CTRL)
    assert form.panel.panel_id == "paper"
    form.press(KEY.Key_Escape)
    form.press(KEY.Key_G, CTRL)
    form.settle()
    assert form.find(HangulLineEdit, "groupName").text() == "푸른마을 주민 모임"
    assert form.find(QSpinBox, "group-come").value() == 12
    assert form.find(ChoiceField, "groupMood").chosen_key() == chosen


def begins(form) -> dict[int, set[int]]:
    """Return where fields begin, by where their labels begin."""
    found: dict[int, set[int]] = {}
    for row in form.panel.findChildren(FieldRow):
        label = row.mapTo(form.panel, QPoint()).x()
        field = row.editor.mapTo(form.panel, QPoint()).x()
        found.setdefault(label, set()).add(field)
    return found


@pytest.mark.parametrize("width", [1366, 1920])
def test_fields_below_each_other_begin_in_one_line(form, width):
    form.frame.resize(width, 768)
    form.settle()
    columns = begins(form)
    assert len(columns) <= 2
    assert [fields for fields in columns.values() if len(fields) > 1] == []
