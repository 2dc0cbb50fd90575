"""People and accounts in the settings: added, changed, suspended, each with a password."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from tests.ui.conftest import LOGIN, PASSWORD
from ui.drawers.choice import ChoiceField
from ui.widgets.hangul_line_edit import HangulLineEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
FIRST, OWN = "처음 준 비밀번호", "나만 아는 비밀번호"


@pytest.fixture
def working(real_desk):
    """The team leader in the settings of a real office."""
    with real_desk.qtbot.waitSignal(real_desk.frame.opened, timeout=30_000):
        real_desk.find(QWidget, "lockPassword").insert(PASSWORD)
        real_desk.click("lockOpen")
    real_desk.settle()
    real_desk.press(KEY.Key_Comma, CTRL)
    return real_desk


def type_in(desk, name, text):
    field = desk.find(HangulLineEdit, name)
    field.setFocus()
    field.selectAll()
    field.insert(text)


def add_clerk(desk):
    desk.press(KEY.Key_N, CTRL)
    type_in(desk, "newStaff-name", "김접수")
    type_in(desk, "newStaff-login", "kim")
    type_in(desk, "newStaff-department", "시민소통실")
    type_in(desk, "newStaff-password", FIRST)
    type_in(desk, "newStaff-again", FIRST)
    desk.press(KEY.Key_Return, CTRL)


def open_clerk(desk):
    desk.find(QWidget, "staffTable").setFocus()
    desk.choose("staffTable", 0)
    desk.press(KEY.Key_Return)
    return desk.panel


def take(desk, key, **texts):
    """Choose a step of the open person, fill it in and do it."""
    desk.find(ChoiceField, "stepChoice").choose_key(key)
    for name, text in texts.items():
        type_in(desk, f"colleague-{name}", text)
    desk.press(KEY.Key_Return, CTRL)


def sign_in_as(desk, login, password):
    desk.lock()
    desk.find(QComboBox, "lockLogin").setCurrentText(login)
    type_in(desk, "lockPassword", password)
    desk.press(KEY.Key_Return)
    desk.settle()


def test_a_new_person_signs_in_with_a_password_of_their_own(working):
    add_clerk(working)
    assert working.panel is None
    new, leader = working.rows("staffTable")
    assert new[:2] == ("김접수", "kim")
    assert (new[-2], leader[-2]) == ("-", "26 Nov 2026")
    sign_in_as(working, "kim", FIRST)
    assert working.frame.desk is None
    assert "new password" in working.text_of("lockMessage")
    type_in(working, "lockOwn", OWN)
    type_in(working, "lockAgain", "어긋난 비밀번호")
    working.press(KEY.Key_Return)
    assert "not the same" in working.text_of("lockMessage")
    type_in(working, "lockAgain", OWN)
    working.press(KEY.Key_Return)
    working.settle()
    assert working.actor.staff_id == next(
        row.id
        for row in working.services.trust.staff_list.run(working.actor)
        if row.login == "kim"
    )


def test_two_passwords_that_differ_add_nobody_and_what_was_typed_stays(working):
    working.press(KEY.Key_N, CTRL)
    type_in(working, "newStaff-name", "김접수")
    type_in(working, "newStaff-login", "kim")
    type_in(working, "newStaff-password", FIRST)
    type_in(working, "newStaff-again", OWN)
    working.press(KEY.Key_Return, CTRL)
    assert "not the same" in working.message_of("newStaff-again")
    assert working.find(HangulLineEdit, "newStaff-login").text() == "kim"
    assert len(working.services.trust.staff_list.run(working.actor)) == 1


def test_a_draft_of_a_new_person_keeps_no_password(working):
    working.press(KEY.Key_N, CTRL)
    type_in(working, "newStaff-password", FIRST)
    field = working.find(HangulLineEdit, "newStaff-name")
    field.setFocus()
    working.keys.hangul("김접수")
    working.press(KEY.Key_Escape)
    draft = working.services.trust.load_draft.run(working.actor, "new_staff")
    assert draft is not None
    assert draft.fields["newStaff-name"] == "김접수"
    assert FIRST not in draft.fields.values()


def test_a_suspended_person_is_gone_from_the_sign_in_until_let_in_again(working):
    add_clerk(working)
    open_clerk(working)
    take(working, "suspend")
    assert "suspended" in working.rows("staffTable")[0][-1]
    take(working, "resume")
    take(working, "password", password=FIRST, again=FIRST)
    assert "first password" in working.rows("staffTable")[0][-1]


def test_a_change_of_the_details_is_shown_and_can_be_taken_back(working):
    add_clerk(working)
    open_clerk(working)
    take(working, "change", name="김상담", telephone="031-000-0000")
    assert working.rows("staffTable")[0][0] == "김상담"
    working.press(KEY.Key_Escape)
    working.find(QWidget, "staffTable").setFocus()
    working.press(KEY.Key_Z, CTRL)
    assert working.rows("staffTable")[0][0] == "김접수"


def test_ones_own_password_is_changed_by_key(working):
    working.press(KEY.Key_O, CTRL)
    type_in(working, "ownPassword-old", "틀린 비밀번호")
    type_in(working, "ownPassword-password", OWN)
    type_in(working, "ownPassword-again", OWN)
    working.press(KEY.Key_Return, CTRL)
    assert "not your password" in working.message_of("ownPassword-old")
    type_in(working, "ownPassword-old", PASSWORD)
    working.press(KEY.Key_Return, CTRL)
    assert working.panel is None
    sign_in_as(working, LOGIN, OWN)
    assert working.frame.desk is not None


def test_tab_goes_through_the_fields_as_they_stand(working):
    working.press(KEY.Key_N, CTRL)
    seen = []
    for _field in range(5):
        seen.append(working.keys.focus.objectName())
        working.press(KEY.Key_Tab)
    names = ("name", "login", "title", "department", "telephone")
    assert seen == [f"newStaff-{name}" for name in names]
    working.press(KEY.Key_Escape)
    add_clerk(working)
    open_clerk(working)
    assert working.keys.focus.objectName() == "stepChoice"
    working.press(KEY.Key_Tab)
    assert working.keys.focus.objectName() == "colleague-name"
