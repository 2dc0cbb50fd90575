"""The sync page of a desk that stands alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from models.reception import Visit
from models.sync import Parked
from models.values import Permission
from services.sync.changes import Change, ChangeKind
from tests.factories_reception import walk_in
from tests.factories_sync import clashed_title
from ui.tables.rows_view import RowsView
from ui.widgets.hangul_line_edit import HangulLineEdit

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
    assert "not enrolled yet" in page.toast
    assert "server" not in page.toast


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
    clashed_title(page.services, page.actor)
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
    told = clash.text_of("syncTheirsWhose")
    assert told.startswith("Stands now: 최연습, ")
    assert f"desk {clash.services.today.standing.run(clash.actor).label}" in told


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


def write(desk, text: str) -> None:
    """Open the panel for a third text, and type one in the place of what stands."""
    desk.press(KEY.Key_5, CTRL)
    assert desk.panel.panel_id == "write_value"
    assert desk.keys.focus.objectName() == "writeText"
    assert desk.keys.focus.text() == "가로등이 꺼짐"
    desk.press(KEY.Key_A, CTRL)
    desk.keys.digits(text)


def test_a_third_text_is_written_by_key_and_stands(clash):
    write(clash, "LED 2")
    clash.press(KEY.Key_Return, CTRL)
    assert title_of(clash) == "LED 2"
    assert clash.rows("syncInbox") == []
    assert clash.panel is None
    assert clash.toast == "Decided: Visit A1 · title."


def test_an_empty_third_text_is_asked_for_again(clash):
    write(clash, " ")
    clash.press(KEY.Key_Return, CTRL)
    assert clash.panel.panel_id == "write_value"
    assert title_of(clash) == "가로등이 꺼짐"


def changed_by_somebody(desk) -> None:
    """Change the title under the hand of whoever decides, as a round in the back."""
    with desk.services.office.units.begin(
        desk.actor, Permission.VISIT_CHECK_IN
    ) as work:
        work.get(Visit, title_row(desk)).title = "가로등 고침"


def title_row(desk):
    return desk.services.reception.waiting_list.run(desk.actor).rows[0].visit_id


def test_what_was_changed_meanwhile_is_not_overwritten_and_the_typed_text_stays(clash):
    write(clash, "LED 2")
    changed_by_somebody(clash)
    clash.press(KEY.Key_Return, CTRL)
    assert title_of(clash) == "가로등 고침"
    assert clash.panel.panel_id == "write_value"
    assert clash.find(HangulLineEdit, "writeText").text() == "LED 2"
    assert clash.toast.startswith("Somebody else has changed this")
    clash.press(KEY.Key_Escape)
    ((_about, _mine, _before, theirs),) = clash.rows("syncInbox")
    assert theirs == "가로등 고침"


def test_a_third_text_is_a_draft_until_it_stands(clash):
    write(clash, "LED 2")
    clash.press(KEY.Key_Escape)
    assert clash.panel is None
    clash.press(KEY.Key_5, CTRL)
    clash.settle()
    assert clash.find(HangulLineEdit, "writeText").text() == "LED 2"


def set_aside(desk) -> str:
    """Let a change of a visit wait that has a state of a newer program."""
    made = desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    change = Change(
        seq=9,
        desk_id=2,
        dseq=1,
        table="visit",
        row_id=made.visit_id,
        kind=ChangeKind.SET,
        accepted={"state": "teleported"},
        rejected={},
        user=desk.actor.staff_id,
        at_ms=1_795_000_000_000,
    )
    with desk.services.office.units.begin(desk.actor, Permission.SYNC_RUN) as work:
        work.session.add(Parked(seq=9, reason="ValueError", raw=change.text()))
    desk.go(1)
    desk.go(0)
    return str(made.visit_id)


def test_with_nothing_waiting_there_is_no_list_of_it(page):
    assert not page.find(RowsView, "syncWaiting").isVisible()


def test_what_waits_is_named_with_its_reason_and_reached_by_key(page):
    set_aside(page)
    ((record, _since, _by, why, what_to_do),) = page.rows("syncWaiting")
    assert record == "Visit A1"
    assert "does not know" in why
    assert "Renew the program" in what_to_do
    page.come_to_front()
    names = []
    for _widget in range(25):
        page.press(KEY.Key_Tab)
        names.append(page.keys.focus.objectName())
    assert "syncWaiting" in names
    assert why in page.text_of("syncWaitingWhy")
