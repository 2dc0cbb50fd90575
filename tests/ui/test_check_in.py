"""Checking people in with the keyboard, in the real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QListView, QTableView
from sqlalchemy import select

from models.petitions import Petition
from models.selection import MeetingRequest
from models.values import Matter, Permission, PetitionKind
from services.korean.document_guard import text_faults
from tests.factories_reception import walk_in
from tests.ui.hangul import compose
from ui.drawers.check_in import CheckInPanel
from ui.drawers.choice import ChoiceField
from ui.drawers.match_list import MatchList
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.hangul_text_edit import HangulTextEdit

KEY = Qt.Key
RESIDENT = "900101-1234568"
FIELDS = {
    "checkInName": "name",
    "checkInTitle": "title",
    "checkInNote": "note",
    "checkInPriorityReason": "priority_reason",
}


def name_field(desk):
    return desk.find(HangulLineEdit, "checkInName")


def plain_line(desk):
    """The people of today as the office keeps them, the names masked."""
    return desk.services.reception.waiting_list.run(desk.actor).rows


def test_a_new_person_is_checked_in_with_34_keys_at_most(desk):
    desk.open_check_in()
    desk.keys.hangul("김하늘")
    desk.keys.press(KEY.Key_Tab)
    desk.keys.digits("5678")
    desk.settle()
    desk.keys.press(KEY.Key_Tab)
    while desk.keys.focus.objectName() != "checkInMatter":
        desk.keys.press(KEY.Key_Tab)
    desk.keys.digits("3")
    desk.keys.press(KEY.Key_Return)
    desk.keys.digits("2")
    desk.keys.press(KEY.Key_Return)
    desk.keys.hangul("가로등")
    desk.keys.ctrl(KEY.Key_S)
    desk.settle()
    assert desk.keys.pressed <= 34
    assert desk.panel is None
    assert len(desk.line) == 1
    assert desk.line[0][0] in desk.toast


def test_a_known_person_is_checked_in_with_22_keys_at_most(desk):
    desk.clock.tick(days=-7)
    before = desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    desk.clock.tick(days=7)
    desk.settle()
    desk.open_check_in()
    desk.keys.hangul("김하늘")
    desk.settle()
    desk.keys.press(KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    desk.keys.press(KEY.Key_Return)
    desk.keys.digits("3")
    desk.keys.ctrl(KEY.Key_S)
    desk.settle()
    assert desk.keys.pressed <= 22
    assert {row.person_id for row in plain_line(desk)} == {before.person_id}
    assert sum(row.wait_minutes == 0 for row in plain_line(desk)) == 1


def test_somebody_who_waits_already_gets_no_second_number(desk):
    desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    desk.settle()
    desk.open_check_in()
    desk.keys.hangul("김하늘")
    desk.settle()
    desk.keys.press(KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    desk.keys.press(KEY.Key_Return)
    desk.keys.ctrl(KEY.Key_S)
    desk.settle()
    assert "has number" in desk.toast
    assert len(desk.line) == 1


def test_the_line_takes_the_focus_back_after_a_check_in(desk):
    desk.check_in("김하늘")
    assert isinstance(QApplication.focusWidget(), QTableView)
    assert QApplication.focusWidget().objectName() == "waitingTable"


def test_a_syllable_under_way_is_saved_whole(desk):
    desk.open_check_in()
    desk.keys.hangul("김하")
    compose(name_field(desk), "늘")
    desk.keys.ctrl(KEY.Key_Return)
    desk.settle()
    saved = plain_line(desk)[0]
    found = desk.services.reception.find_people.run(desk.actor, "김하늘")
    assert [match.person_id for match in found] == [saved.person_id]


def test_without_a_name_nothing_is_saved_and_the_field_says_so(desk):
    desk.open_check_in()
    desk.find(HangulTextEdit, "checkInNote").setFocus()
    desk.keys.hangul("가로등이 꺼졌습니다")
    desk.keys.ctrl(KEY.Key_S)
    desk.settle()
    assert desk.message_of("checkInName") == "This field is needed."
    assert desk.find(HangulTextEdit, "checkInNote").text() == "가로등이 꺼졌습니다"
    assert QApplication.focusWidget() is name_field(desk)
    assert desk.line == []


@pytest.mark.parametrize("field", FIELDS)
def test_a_resident_number_is_refused_at_its_field(desk, field):
    assert text_faults(RESIDENT, 200)
    desk.open_check_in()
    desk.keys.hangul("김하늘")
    if field == "checkInPriorityReason":
        box = desk.find(QCheckBox, "checkInPriority")
        box.setFocus()
        desk.keys.press(KEY.Key_Space)
    editor = desk.panel.findChild(object, field)
    editor.setFocus()
    desk.keys.digits(RESIDENT)
    desk.keys.ctrl(KEY.Key_S)
    desk.settle()
    assert "Resident registration numbers" in desk.message_of(field)
    assert RESIDENT in editor.text()
    assert desk.line == []


def test_a_resident_number_typed_as_a_telephone_number_is_refused_there(desk):
    desk.open_check_in()
    desk.keys.hangul("김하늘")
    phone = desk.find(HangulLineEdit, "checkInPhone")
    phone.setFocus()
    desk.keys.digits(RESIDENT)
    desk.keys.ctrl(KEY.Key_S)
    desk.settle()
    assert desk.message_of("checkInPhone")
    assert desk.line == []


def test_a_second_press_checks_in_once(desk):
    desk.open_check_in()
    desk.keys.hangul("김하늘")
    desk.keys.ctrl(KEY.Key_S)
    desk.keys.ctrl(KEY.Key_S)
    desk.settle()
    assert len(desk.line) == 1


def test_and_one_more_leaves_an_empty_form_in_the_name(desk):
    desk.open_check_in()
    desk.keys.hangul("김하늘")
    desk.click("checkInMore")
    assert isinstance(desk.panel, CheckInPanel)
    assert name_field(desk).text() == ""
    assert QApplication.focusWidget() is name_field(desk)
    assert len(desk.line) == 1


def test_ctrl_shift_enter_checks_in_and_begins_the_next(desk):
    desk.open_check_in()
    desk.keys.hangul("김하늘")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    desk.press(KEY.Key_Return, both)
    assert isinstance(desk.panel, CheckInPanel)
    assert len(desk.line) == 1


def test_a_person_without_a_name_is_a_visit(desk):
    desk.open_check_in()
    box = desk.find(QCheckBox, "checkInAnonymous")
    box.setFocus()
    desk.keys.press(KEY.Key_Space)
    desk.keys.ctrl(KEY.Key_S)
    desk.settle()
    assert desk.line[0][2] == "(no name)"


def test_the_slip_is_shown_after_check_in_and_print(desk):
    desk.open_check_in()
    desk.keys.hangul("김하늘")
    desk.find(ChoiceField, "checkInMatter").choose(Matter.GRIEVANCE)
    desk.keys.ctrl(KEY.Key_Return)
    desk.settle()
    assert desk.panel is not None
    assert desk.panel.panel_id == "paper"


def test_the_list_of_matches_masks_names_and_telephones(desk):
    form = walk_in("김하늘", phone="010-5550-1234")
    desk.services.reception.check_in.run(desk.actor, form)
    desk.settle()
    desk.open_check_in()
    desk.keys.hangul("김하늘")
    desk.settle()
    matches = desk.panel.findChild(MatchList)
    model = matches.findChild(object, "matchList").model()
    shown = model.index(0, 0).data()
    assert matches.isVisible()
    assert "김하늘" not in shown
    assert "5550" not in shown


# -- the draft -----------------------------------------------------------------------


def typed_draft(desk):
    desk.open_check_in()
    desk.keys.hangul("김하늘")
    note = desk.find(HangulTextEdit, "checkInNote")
    note.setFocus()
    desk.keys.hangul("가로등")


def shows_draft(desk):
    return (
        name_field(desk).text(),
        desk.find(HangulTextEdit, "checkInNote").text(),
    ) == ("김하늘", "가로등")


def test_esc_keeps_what_was_typed(desk):
    typed_draft(desk)
    desk.press(KEY.Key_Escape)
    assert desk.panel is None
    desk.open_check_in()
    assert shows_draft(desk)
    assert "draft" in desk.message_of("checkInName")


def test_a_draft_is_gone_once_it_is_saved(desk):
    typed_draft(desk)
    desk.keys.ctrl(KEY.Key_S)
    desk.settle()
    desk.open_check_in()
    assert name_field(desk).text() == ""


def test_a_draft_outlives_a_lock(desk, open_window, folder):
    typed_draft(desk)
    desk.lock()
    assert desk.frame.desk is None
    desk.close()
    again = open_window(folder)
    again.begin()
    again.open_check_in()
    assert shows_draft(again)


def test_a_draft_outlives_the_program_being_closed(desk, open_window, folder):
    typed_draft(desk)
    desk.close()
    again = open_window(folder)
    again.begin()
    again.open_check_in()
    assert shows_draft(again)


def test_a_draft_is_on_the_disk_while_the_form_is_still_open(desk, open_window, folder):
    """What was typed is there after the power went: nobody said goodbye."""
    typed_draft(desk)
    loaded = desk.services.trust.load_draft
    desk.qtbot.waitUntil(
        lambda: (
            (draft := loaded.run(desk.actor, "check_in")) is not None
            and draft.fields["note"] == "가로등"
        )
    )
    again = open_window(folder)
    again.begin()
    again.open_check_in()
    assert shows_draft(again)


def test_a_draft_of_a_half_composed_name_has_the_syllable(desk):
    desk.open_check_in()
    desk.keys.hangul("김하")
    compose(name_field(desk), "늘")
    desk.press(KEY.Key_Escape)
    desk.open_check_in()
    assert name_field(desk).text() == "김하늘"


def test_identity_numbers_never_reach_the_draft(desk):
    desk.open_check_in()
    desk.keys.hangul("김하늘")
    desk.find(HangulTextEdit, "checkInNote").setFocus()
    desk.keys.digits(RESIDENT)
    desk.press(KEY.Key_Escape)
    draft = desk.services.trust.load_draft.run(desk.actor, "check_in")
    assert RESIDENT not in str(draft.fields)


def test_a_save_waits_for_the_draft_that_is_being_read(desk):
    typed_draft(desk)
    desk.press(KEY.Key_Escape)
    desk.keys.press(KEY.Key_F2)
    desk.keys.ctrl(KEY.Key_S)  # before anything was read
    desk.settle()
    desk.settle()
    assert desk.panel is None
    assert len(desk.line) == 1


def test_the_slip_takes_no_place_from_what_was_opened_meanwhile(desk):
    desk.open_check_in()
    desk.keys.hangul("김하늘")
    desk.settle()
    desk.panel.finished.connect(lambda: desk.keys.ctrl(KEY.Key_G))
    desk.keys.ctrl(KEY.Key_Return)
    desk.qtbot.waitUntil(lambda: "F12" in desk.toast)
    assert desk.panel.panel_id == "group_check_in"


def test_the_slip_is_shown_once_nothing_else_is_open(desk):
    desk.open_check_in()
    desk.keys.hangul("김하늘")
    desk.keys.ctrl(KEY.Key_Return)
    desk.qtbot.waitUntil(
        lambda: desk.panel is not None and desk.panel.panel_id == "paper"
    )
    desk.press(KEY.Key_Escape)
    desk.choose("waitingTable", 0)
    desk.press(KEY.Key_F12)
    desk.qtbot.waitUntil(
        lambda: desk.panel is not None and desk.panel.panel_id == "paper"
    )


def test_a_name_typed_on_an_english_keyboard_is_offered_in_hangul(desk):
    desk.services.reception.check_in.run(desk.actor, walk_in("김철수"))
    desk.open_check_in()
    QTest.keyClicks(name_field(desk), "rlacjftn")
    desk.settle()
    offered = desk.find(QListView, "matchList").model()
    rows = [offered.index(at, 0).data() for at in range(offered.rowCount())]
    assert "김철수" in rows[0]
    assert any("김*수" in row for row in rows[1:])
    desk.press(KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    desk.press(KEY.Key_Return)
    assert name_field(desk).text() == "김철수"
    assert QApplication.focusWidget() is name_field(desk)


def test_page_today_tells_of_a_draft_until_it_is_saved(desk):
    def said():
        return " ".join(label.text() for label in desk.main.page.findChildren(QLabel))

    assert "draft" not in said()
    typed_draft(desk)
    desk.press(KEY.Key_Escape)
    assert "1 draft not saved" in said()
    desk.open_check_in()
    desk.press(KEY.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "draft not saved" not in said()


def test_a_direct_petition_says_what_it_is_by_law(desk):
    desk.open_check_in()
    desk.keys.hangul("김하늘")
    kind = desk.find(ChoiceField, "checkInKind")
    matter = desk.find(ChoiceField, "checkInMatter")
    matter.setFocus()
    desk.keys.digits("2")
    assert not kind.isVisible()
    desk.keys.digits("1")
    desk.keys.press(KEY.Key_Return)
    assert desk.keys.focus is kind
    desk.keys.digits("2")
    desk.keys.ctrl(KEY.Key_S)
    desk.settle()
    with desk.services.office.units.read(desk.actor, Permission.PETITION_READ) as read:
        (petition,) = read.session.scalars(select(Petition))
        (request,) = read.session.scalars(select(MeetingRequest))
        assert (petition.kind, petition.period) == (PetitionKind.GRIEVANCE, "7d")
        assert request.petition_id == petition.id
