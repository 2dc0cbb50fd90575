"""A group in the building: counted again, its mandates seen, reported, gone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSpinBox
from sqlalchemy import select

from models.trust import AccessEntry
from models.values import AccessAction, Permission
from services.briefing import pages
from services.reception.group_values import RepresentativeForm
from tests.factories_reception import group
from tests.ui.test_steps_of_a_visit import choose_step, offered
from ui.drawers.choice import ChoiceField
from ui.drawers.reveal import RevealButton
from ui.theme import Scheme, Theme
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_text_edit import HangulTextEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SPEAKERS = (
    RepresentativeForm("박보람", "01055501234", mandate_seen=True),
    RepresentativeForm("최가람", "01055505678"),
)


@pytest.fixture
def opened(desk):
    """A group at the desk, its panel open by Enter."""
    form = group(representatives=SPEAKERS, room_limit=5)
    desk.services.reception.check_in_group.run(desk.actor, form)
    desk.settle()
    desk.choose("waitingTable", 0)
    desk.press(KEY.Key_Return)
    assert desk.panel.panel_id == "group"
    return desk


def text(desk) -> str:
    return str(desk.text_of("groupText"))


def test_what_is_missing_is_said_until_it_is_brought(opened):
    assert "representative 2" in opened.text_of("groupMissing")
    choose_step(opened, "Mandate of representative 2 seen")
    opened.press(KEY.Key_Return, CTRL)
    assert "representative 2" not in opened.text_of("groupMissing")
    assert "Mandate of representative 2 seen" not in offered(opened)


def test_names_are_masked(opened):
    assert "박보람" not in text(opened)
    assert "박*람" in opened.text_of("groupSpeakers")


def test_the_original_of_the_list_is_noted_when_it_comes_and_taken_back(opened):
    assert "the original of the signature list" in opened.text_of("groupMissing")
    choose_step(opened, "Signature list handed in")
    opened.find(ChoiceField, "groupStep-signature_list").setFocus()
    opened.press(KEY.Key_1)
    opened.press(KEY.Key_Return, CTRL)
    assert "Signature list: original received" in text(opened)
    assert "the original of" not in opened.text_of("groupMissing")
    assert "7 households, 9 signed" in text(opened)
    opened.press(KEY.Key_Z, CTRL)
    opened.press(KEY.Key_F5)
    assert "Signature list: none" in text(opened)


def test_the_law_is_computed_from_the_counts(opened):
    assert "By law a multi-party petition: 7 households, 9 signed" in text(opened)


def test_heads_are_counted_again_and_all_counts_stay(opened):
    opened.find(QSpinBox, "groupStep-come").setValue(20)
    opened.press(KEY.Key_Return, CTRL)
    assert "12 here, 3 let in" in text(opened)
    assert "20 here, 3 let in" in text(opened)


def test_no_more_are_let_in_than_the_room_takes(opened):
    opened.find(QSpinBox, "groupStep-admitted").setValue(6)
    opened.press(KEY.Key_Return, CTRL)
    assert opened.message_of("groupStep-admitted")
    assert "6 let in" not in text(opened)


def test_a_report_needs_its_text_and_is_counted(opened):
    choose_step(opened, "Write the situation report")
    opened.press(KEY.Key_Return, CTRL)
    assert opened.message_of("groupStep-summary") == "This field is needed."
    opened.find(HangulTextEdit, "groupStep-summary").setFocus()
    opened.keys.hangul("로비에서 구호를 외침")
    opened.press(KEY.Key_Return, CTRL)
    assert "Reports written: 1" in text(opened)


def test_a_group_that_has_gone_comes_back_by_undo(opened):
    choose_step(opened, "The group has gone")
    opened.press(KEY.Key_Return, CTRL)
    assert "the group has gone" in text(opened)
    opened.press(KEY.Key_Z, CTRL)
    opened.press(KEY.Key_F5)
    assert "the group has gone" not in text(opened)


def test_security_is_told_again_from_the_open_group(opened):
    opened.press(KEY.Key_F12)
    assert opened.panel.panel_id == "security"
    opened.press(KEY.Key_Return, CTRL)
    assert opened.panel.panel_id == "paper"


def test_the_notice_to_security_says_what_the_room_takes_and_names_nobody(opened):
    opened.press(KEY.Key_F12)
    opened.press(KEY.Key_Return, CTRL)
    told = " ".join(pages.text(opened.panel._paper.pdf, 1).split())
    assert "Room takes 5 people" in told
    assert "박보람" not in told
    assert "소음" not in told


def test_a_blank_signature_list_is_shown_for_printing(opened):
    opened.press(KEY.Key_P, CTRL)
    assert opened.panel.panel_id == "paper"
    assert opened.panel.title() == "Joint-signature list"


def test_earlier_visits_of_the_same_group_are_shown(desk):
    desk.clock.tick(days=-14)
    desk.services.reception.check_in_group.run(desk.actor, group())
    desk.clock.tick(days=14)
    desk.services.reception.check_in_group.run(desk.actor, group())
    desk.settle()
    mine = [
        at
        for at, row in enumerate(desk.main.page_by_id("today")._line._rows.rows)
        if not row.is_left_over
    ]
    desk.choose("waitingTable", mine[0])
    desk.press(KEY.Key_Return)
    assert "Earlier visits of this group" in text(desk)
    assert "12 people" in text(desk)


def revealed(desk) -> int:
    with desk.services.office.units.read(desk.actor, Permission.VISIT_READ) as reading:
        actions = reading.session.scalars(select(AccessEntry.action)).all()
    return list(actions).count(AccessAction.REVEAL)


def test_who_came_is_held_against_what_the_room_takes(opened):
    assert "12 here, 3 let in, 9 outside" in text(opened)
    assert "Room takes 5 people" in text(opened)


def test_representatives_are_shown_plain_for_a_while_and_each_is_logged(opened):
    assert "박*람" in opened.text_of("groupSpeakers")
    opened.press(KEY.Key_E, CTRL)
    assert "박보람  01055501234" in opened.text_of("groupSpeakers")
    assert "최가람" in opened.text_of("groupSpeakers")
    assert revealed(opened) == 2
    opened.find(RevealButton, "groupReveal").over.emit()
    assert "박보람" not in opened.text_of("groupSpeakers")


def whole(widget) -> bool:
    """Return whether nothing of a part of the panel is scrolled away."""
    return bool(widget.visibleRegion().boundingRect() == widget.rect())


def test_heading_and_next_step_are_in_sight_together_in_large_text(
    qapp, open_window, folder
):
    theme = Theme(Scheme.LIGHT, 1.5)
    theme.apply(qapp)
    qapp.setProperty("testTheme", "other")
    desk = open_window(folder, theme)
    desk.begin()
    form = group(representatives=SPEAKERS, demands=("야간 공사 소음 중지",))
    desk.services.reception.check_in_group.run(desk.actor, form)
    desk.settle()
    desk.choose("waitingTable", 0)
    desk.press(KEY.Key_Return)
    fields = [row for row in desk.panel.findChildren(FieldRow) if row.isVisible()]
    parts = [desk.find(QLabel, "groupWho"), *fields]
    desk.qtbot.waitUntil(lambda: all(whole(part) for part in parts))
