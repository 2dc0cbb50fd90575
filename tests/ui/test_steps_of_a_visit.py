"""What can be done with a visit from its panel, by the keyboard."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTextEdit

from models.values import Matter, VisitState
from services.closing.end_visits import StillWaiting
from services.reception.waiting_values import WaitingRow
from tests.factories_reception import walk_in
from ui.drawers.choice import ChoiceField
from ui.widgets.hangul_line_edit import HangulLineEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(desk):
    """A visit that waits, its panel open by Enter."""
    desk.services.reception.check_in.run(
        desk.actor, walk_in("김하늘", Matter.GRIEVANCE)
    )
    desk.settle()
    desk.choose("waitingTable", 0)
    desk.press(KEY.Key_Return)
    desk.settle()
    assert desk.panel.panel_id == "visit"
    return desk


def offered(desk) -> list[str]:
    choice = desk.find(ChoiceField, "stepChoice")
    return [choice.itemText(at).split("  ")[1] for at in range(choice.count())]


def choose_step(desk, word: str) -> None:
    """Choose a step by the digit that stands before it."""
    desk.find(ChoiceField, "stepChoice").setFocus()
    desk.keys.digits(str(offered(desk).index(word) + 1))


def write(desk, field: str, text: str) -> None:
    desk.find(HangulLineEdit, field).setFocus()
    desk.keys.hangul(text)


def state(desk) -> VisitState:
    row: WaitingRow
    (row,) = desk.services.reception.waiting_list.run(desk.actor).rows
    return row.state


def test_a_visit_is_handed_over_and_taken_back(opened):
    choose_step(opened, "Hand over")
    write(opened, "visitStep-place", "건설과")
    opened.press(KEY.Key_Return, CTRL)
    assert state(opened) is VisitState.HANDED_OVER
    assert "was handed over" in opened.toast
    opened.press(KEY.Key_Z, CTRL)
    assert state(opened) is VisitState.WAITING


def test_without_a_place_the_field_says_so_and_nothing_is_done(opened):
    choose_step(opened, "Hand over")
    write(opened, "visitStep-reason", "현장 확인")
    opened.press(KEY.Key_Return, CTRL)
    assert opened.message_of("visitStep-place") == "This field is needed."
    assert opened.find(HangulLineEdit, "visitStep-reason").text() == "현장 확인"
    assert state(opened) is VisitState.WAITING


def test_priority_takes_a_reason(opened):
    choose_step(opened, "Give priority")
    opened.press(KEY.Key_Return, CTRL)
    assert opened.message_of("visitStep-reason") == "This field is needed."
    write(opened, "visitStep-reason", "거동이 불편함")
    opened.press(KEY.Key_Return, CTRL)
    (row,) = opened.services.reception.waiting_list.run(opened.actor).rows
    assert row.priority


@pytest.mark.parametrize(
    ("word", "after"),
    [
        ("Has left", VisitState.LEFT),
        ("Keep the place for the next day", VisitState.CARRIED_OVER),
    ],
)
def test_other_ends_take_no_reason(opened, word, after):
    choose_step(opened, word)
    opened.press(KEY.Key_Return, CTRL)
    assert state(opened) is after


def test_only_what_may_follow_is_offered(opened):
    choose_step(opened, "Has left")
    opened.press(KEY.Key_Return, CTRL)
    assert offered(opened) == ["Wait again, at the old place"]


def test_the_petition_is_opened_with_its_key(opened):
    opened.press(KEY.Key_O, CTRL)
    assert opened.panel.panel_id == "petition"


def close_the_day(desk) -> None:
    closing = desk.services.closing.end_visits
    closing.run(desk.actor, StillWaiting.KEEP_PLACE)


def test_what_the_closing_did_is_told_in_words(opened):
    close_the_day(opened)
    opened.settle()
    opened.choose("waitingTable", 0)
    opened.press(KEY.Key_Escape)
    opened.press(KEY.Key_Return)
    said = told(opened)
    assert "closing of the day" in said
    assert "end_of_day" not in said
    opened.press(KEY.Key_Escape)
    opened.press(KEY.Key_Z, CTRL)
    opened.press(KEY.Key_Return)
    assert "closing of the day" not in told(opened)


def test_the_history_of_a_visit_names_people_and_no_ids(opened):
    opened.press(KEY.Key_Escape)
    opened.press(KEY.Key_F4)
    opened.press(KEY.Key_H, CTRL)
    lines = opened.find(QTextEdit, "historyLines").toPlainText()
    assert opened.actor.staff_id not in lines
    assert re.search("[0-9a-f]{8}-[0-9a-f]{4}", lines) is None


def told(desk) -> str:
    return "\n".join(label.text() for label in desk.panel.findChildren(QLabel))
