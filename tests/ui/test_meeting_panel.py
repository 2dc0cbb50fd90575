"""What the mayor reads before a meeting: written, refused, drafted, in the window."""

import pytest
from PySide6.QtCore import Qt

from tests import factories_meetings as make
from tests.ui.hangul import compose
from ui.drawers.meeting import FIELDS
from ui.widgets.hangul_text_edit import HangulTextEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(desk):
    """A meeting of today's session, its panel open."""
    units = desk.services.office.units
    make.seed(units, desk.actor, range(2026, 2028))
    desk.meeting_id = make.placed(units, desk.actor, rule_day=make.TODAY)
    open_panel(desk)
    return desk


def open_panel(desk) -> None:
    desk.main.open_drawer("meeting", desk.meeting_id)
    desk.settle()
    assert desk.panel.panel_id == "meeting"


def field(desk, name):
    return desk.find(HangulTextEdit, f"meeting-{name}")


def write(desk, name: str, text: str) -> None:
    field(desk, name).setFocus()
    desk.keys.hangul(text)


def kept(desk):
    return desk.services.meetings.open.run(desk.actor, desk.meeting_id).texts


def test_what_is_written_is_kept_by_ctrl_enter_and_read_again(opened):
    write(opened, "gist", "보도를 고쳐 달라고 함")
    write(opened, "opinion", "내년 예산에 넣음")
    opened.press(KEY.Key_Return, CTRL)
    assert opened.toast == "Saved for the briefing."
    assert opened.panel is None
    assert kept(opened).gist == "보도를 고쳐 달라고 함"
    open_panel(opened)
    assert field(opened, "opinion").text() == "내년 예산에 넣음"


def test_a_half_composed_syllable_belongs_to_what_is_kept(opened):
    field(opened, "gist").setFocus()
    opened.keys.hangul("보")
    compose(field(opened, "gist"), "도")
    opened.press(KEY.Key_S, CTRL)
    assert kept(opened).gist == "보도"


def test_tab_goes_through_every_field_as_it_stands_on_the_screen(opened):
    field(opened, FIELDS[0]).setFocus()
    seen = []
    for _field in FIELDS:
        seen.append(opened.frame.focusWidget().objectName())
        opened.press(KEY.Key_Tab)
    assert seen == [f"meeting-{name}" for name in FIELDS]


def test_a_resident_number_is_refused_at_its_field_and_stays_there(opened):
    write(opened, "gist", "번호 900101-1234568 입니다")
    opened.press(KEY.Key_Return, CTRL)
    assert opened.message_of("meeting-gist")
    assert "900101" in field(opened, "gist").text()
    assert kept(opened).gist == ""


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(opened):
    write(opened, "gist", "늦게 씀")
    verb = opened.services.meetings.write
    form = opened.services.meetings.open.run(opened.actor, opened.meeting_id)
    texts = type(form.texts)(**dict.fromkeys(FIELDS, "") | {"gist": "먼저 씀"})
    verb.run(opened.actor, form.meeting_id, texts, form.base)
    opened.press(KEY.Key_Return, CTRL)
    assert opened.panel.panel_id == "meeting"
    assert field(opened, "gist").text() == "늦게 씀"
    assert kept(opened).gist == "먼저 씀"


def test_closing_keeps_a_draft(opened):
    write(opened, "record", "받아 적는 중")
    opened.press(KEY.Key_Escape)
    assert kept(opened).record == ""
    open_panel(opened)
    assert field(opened, "record").text() == "받아 적는 중"


def test_it_is_undone_by_ctrl_z(opened):
    write(opened, "gist", "보도")
    opened.press(KEY.Key_Return, CTRL)
    opened.press(KEY.Key_Z, CTRL)
    assert kept(opened).gist == ""
