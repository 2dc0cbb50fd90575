"""The sync page of a desk that stands alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from models.sync import Conflict
from models.values import Permission
from tests.factories_reception import walk_in

KEY = Qt.Key


@pytest.fixture
def page(desk):
    """The sync page in front."""
    desk.go(0)
    return desk


def test_a_desk_that_is_not_enrolled_says_so(page):
    assert "not enrolled" in page.text_of("syncStanding")


def test_with_nothing_to_decide_nothing_can_be_decided(page):
    assert not page.button("syncKeep").isEnabled()
    assert not page.button("syncTake").isEnabled()


def test_a_round_of_a_desk_alone_ends_quietly(page):
    page.press(KEY.Key_F5)
    assert page.faults == []
    assert not page.main.page.view_model.is_running
    assert not page.button("syncStop").isEnabled()


def test_the_keys_of_decisions_do_nothing_when_there_is_none(page):
    page.press(KEY.Key_1, Qt.KeyboardModifier.ControlModifier)
    page.press(KEY.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert page.faults == []


def test_what_waits_to_be_sent_is_counted(page):
    before = page.text_of("syncStanding")
    page.services.reception.check_in.run(page.actor, walk_in("김하늘"))
    page.settle()
    assert page.text_of("syncStanding") != before


@pytest.fixture
def clash(page):
    """A title that two desks wrote differently, as a round has brought it."""
    made = page.services.reception.check_in.run(
        page.actor, walk_in("김하늘", title="가로등이 꺼짐")
    )
    units = page.services.office.units
    with units.begin(page.actor, Permission.SYNC_RUN) as work:
        work.session.add(
            Conflict(
                seq=7,
                field="title",
                tbl="visit",
                row_id=made.visit_id,
                mine='"가로등 두 개가 꺼짐"',
                before='"가로등"',
                theirs='"가로등이 꺼짐"',
                theirs_seq=6,
                user_id=page.actor.staff_id,
                desk_id=2,
                at=1_795_000_000_000,
            )
        )
    page.go(1)
    page.go(0)
    return page


def title_of(desk) -> str:
    (row,) = desk.services.reception.waiting_list.run(desk.actor).rows
    return str(row.title)


def test_a_clash_is_told_in_words_with_what_stood_before(clash):
    ((about, mine, before, theirs),) = clash.rows("syncInbox")
    assert about == "Visit A1 · title"
    assert (mine, before, theirs) == ("가로등 두 개가 꺼짐", "가로등", "가로등이 꺼짐")


def test_the_other_value_is_taken_with_its_key(clash):
    clash.press(KEY.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert title_of(clash) == "가로등 두 개가 꺼짐"
    assert clash.rows("syncInbox") == []


def test_what_stands_is_kept_with_its_key(clash):
    clash.press(KEY.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert title_of(clash) == "가로등이 꺼짐"
    assert clash.rows("syncInbox") == []


def press_in_the_list(desk, *keys) -> None:
    """Go to the list of clashes with Tab and press keys there."""
    desk.come_to_front()
    for _widget in range(20):
        if desk.keys.focus.objectName() == "syncInbox":
            break
        desk.press(KEY.Key_Tab)
    assert desk.keys.focus.objectName() == "syncInbox"
    for key in keys:
        desk.press(key)


def test_an_arrow_chooses_and_enter_decides(clash):
    press_in_the_list(clash, KEY.Key_Down, KEY.Key_Left)
    ((_about, mine, _before, theirs),) = clash.rows("syncInbox")
    assert (mine, theirs) == ("▶ 가로등 두 개가 꺼짐", "가로등이 꺼짐")
    assert title_of(clash) == "가로등이 꺼짐"
    clash.press(KEY.Key_Return)
    assert title_of(clash) == "가로등 두 개가 꺼짐"
    assert clash.rows("syncInbox") == []


def test_enter_decides_nothing_before_something_is_chosen(clash):
    press_in_the_list(clash, KEY.Key_Down, KEY.Key_Return)
    assert len(clash.rows("syncInbox")) == 1
    clash.press(KEY.Key_Right)
    clash.press(KEY.Key_Return)
    assert title_of(clash) == "가로등이 꺼짐"
    assert clash.rows("syncInbox") == []


def test_escape_leaves_it_for_later(clash):
    press_in_the_list(clash, KEY.Key_Down, KEY.Key_Left, KEY.Key_Escape)
    ((_about, mine, _before, _theirs),) = clash.rows("syncInbox")
    assert mine == "가로등 두 개가 꺼짐"


def test_what_differs_is_marked_and_said_whose_it_is(clash):
    mine = clash.find(QTextEdit, "syncMine")
    assert mine.toPlainText() == "가로등 두 개가 꺼짐"
    cursor = QTextCursor(mine.document())
    cursor.setPosition(2)
    assert cursor.charFormat().fontUnderline()
    cursor.setPosition(len("가로등 두 개가 꺼짐"))
    assert not cursor.charFormat().fontUnderline()
    assert "Not taken" in clash.text_of("syncMineWhose")


CTRL = Qt.KeyboardModifier.ControlModifier


def history_of(desk) -> str:
    desk.press(KEY.Key_H, CTRL)
    assert desk.panel.panel_id == "history"
    return str(desk.find(QTextEdit, "historyLines").toPlainText())


def test_the_loser_of_a_clash_is_told_in_the_history_of_its_record(clash):
    told = history_of(clash)
    assert "not taken: another desk had changed it meanwhile (to be decided)" in told
    assert "title: not taken 가로등 두 개가 꺼짐, stood 가로등이 꺼짐" in told
    assert "Visit: made (not yet sent)" in told


def test_the_history_of_a_visit_opens_over_its_panel_masked(clash):
    row = clash.services.reception.waiting_list.run(clash.actor).rows[0]
    clash.main.open_drawer("visit", row)
    clash.settle()
    told = history_of(clash)
    assert "Person: made" in told
    assert "하늘" not in told
    clash.press(KEY.Key_E, CTRL)
    assert clash.faults == []


def test_without_a_record_the_history_asks_for_one(page):
    page.press(KEY.Key_H, CTRL)
    assert page.panel is None
    assert page.toast == "Choose a record first."
