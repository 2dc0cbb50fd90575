"""A petition from the desk to its end, by the keyboard; and the list of what is due."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView
from sqlalchemy import select

from models.trust import AccessEntry
from models.values import (
    AccessAction,
    Matter,
    Permission,
    PetitionEnding,
    PetitionState,
    Purpose,
)
from services.briefing import pages
from services.core.clock import today
from tests.factories_reception import walk_in
from tests.ui.test_steps_of_a_visit import choose_step, offered, write
from ui.drawers.choice import ChoiceField
from ui.drawers.petition_steps import TERM_DAYS
from ui.widgets.day_edit import DayEdit
from ui.widgets.hangul_text_edit import HangulTextEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(desk):
    """A grievance, its panel open."""
    made = desk.services.reception.check_in.run(
        desk.actor, walk_in("김하늘", Matter.GRIEVANCE, title="보도 파손")
    )
    desk.main.open_drawer("petition", made.petition_id)
    desk.settle()
    desk.petition_id = made.petition_id
    return desk


def detail(desk):
    return desk.services.petitions.details.run(desk.actor, desk.petition_id)


def take(desk) -> None:
    desk.press(KEY.Key_Return, CTRL)


def test_the_legal_day_is_said_with_the_working_days_left(opened):
    assert "working days left" in opened.text_of("petitionDay")
    assert opened.find(QLabel, "petitionDay").property("role") == "heading"
    assert "Legal period: 7 days" in opened.text_of("petitionText")
    assert "김하늘" not in opened.text_of("petitionWho")


def test_the_term_that_is_offered_counts_from_the_day_of_the_office(opened, clock):
    day = today(clock) + timedelta(days=TERM_DAYS)
    assert opened.find(DayEdit, "petitionStep-answer_by").day() == day


def test_a_department_is_given(opened):
    choose_step(opened, "Give to a department")
    take(opened)
    assert opened.message_of("petitionStep-department") == "This field is needed."
    write(opened, "petitionStep-department", "도로과")
    take(opened)
    assert detail(opened).due.department == "도로과"
    assert "Department: 도로과" in opened.text_of("petitionText")
    opened.press(KEY.Key_Z, CTRL)
    assert detail(opened).due.department == ""


def test_a_supplement_stops_the_clock_until_it_comes(opened):
    choose_step(opened, "Ask for a supplement")
    write(opened, "petitionStep-reason", "도면이 없음")
    take(opened)
    assert detail(opened).due.state is PetitionState.SUPPLEMENT
    assert "stands still" in opened.text_of("petitionDay")
    assert "Not counted from" in opened.text_of("petitionText")
    choose_step(opened, "The supplement came")
    take(opened)
    assert detail(opened).due.state is PetitionState.RECEIVED


def test_a_term_that_has_passed_is_refused_at_its_field(opened):
    choose_step(opened, "Ask for a supplement")
    opened.find(DayEdit, "petitionStep-answer_by").setText("2026. 1. 2.")
    write(opened, "petitionStep-reason", "도면이 없음")
    take(opened)
    assert opened.message_of("petitionStep-answer_by")
    assert detail(opened).due.state is PetitionState.RECEIVED


def test_an_extension_needs_a_reason_and_is_then_told(opened):
    choose_step(opened, "Extend the period")
    take(opened)
    assert opened.message_of("petitionStep-reason") == "This field is needed."
    write(opened, "petitionStep-reason", "현장 조사")
    take(opened)
    assert "! not told yet" in opened.text_of("petitionText")
    choose_step(opened, "Extension was told")
    take(opened)
    assert detail(opened).extensions[0].told_at is not None


def test_a_transfer_is_noted_and_then_sent(opened):
    choose_step(opened, "Wrong department: transfer")
    write(opened, "petitionStep-department", "공원과")
    take(opened)
    assert "! not sent yet" in opened.text_of("petitionText")
    choose_step(opened, "Sent to 공원과")
    take(opened)
    assert detail(opened).due.department == "공원과"


def test_an_answer_and_the_end(opened):
    choose_step(opened, "Answer")
    opened.find(HangulTextEdit, "petitionStep-outcome").setFocus()
    opened.keys.hangul("이번 주에 고칩니다")
    take(opened)
    assert detail(opened).due.state is PetitionState.ANSWERED
    assert offered(opened) == ["End"]
    take(opened)
    assert detail(opened).ending is PetitionEnding.DONE
    assert offered(opened) == []


def test_a_withdrawn_petition_takes_a_reason(opened):
    choose_step(opened, "End")
    opened.find(ChoiceField, "petitionStep-ending").choose(PetitionEnding.WITHDRAWN)
    take(opened)
    assert detail(opened).ending is PetitionEnding.OPEN
    write(opened, "petitionStep-reason", "스스로 거둠")
    take(opened)
    assert detail(opened).ending is PetitionEnding.WITHDRAWN


def test_the_text_is_corrected(opened):
    choose_step(opened, "Correct the text")
    write(opened, "petitionStep-title", " 보수")
    take(opened)
    assert detail(opened).due.title == "보도 파손 보수"


def test_the_name_is_shown_for_a_while_and_that_is_logged(opened):
    opened.press(KEY.Key_E, CTRL)
    assert "김하늘" in opened.text_of("petitionWho")
    with opened.services.office.units.read(
        opened.actor, Permission.PETITION_READ
    ) as reading:
        actions = reading.session.scalars(select(AccessEntry.action)).all()
    assert AccessAction.REVEAL in actions


def test_what_is_due_is_listed_and_opened(opened):
    opened.press(KEY.Key_Escape)
    opened.clock.tick(days=14)
    opened.press(KEY.Key_D, CTRL_SHIFT)
    assert opened.panel.panel_id == "due"
    assert any("late" in cell for row in opened.rows("dueTable") for cell in row)
    opened.find(QTableView, "dueTable").setFocus()
    opened.choose("dueTable", 0)
    opened.press(KEY.Key_Return)
    assert opened.panel.panel_id == "petition"
    assert "late" in opened.text_of("petitionDay")
    assert opened.find(QLabel, "petitionDay").property("role") == "error"


def test_an_empty_list_says_that_nothing_is_due(desk):
    desk.press(KEY.Key_D, CTRL_SHIFT)
    assert desk.rows("dueTable") == []


def test_an_answer_that_was_begun_is_there_again_until_it_is_given(opened):
    choose_step(opened, "Answer")
    opened.find(HangulTextEdit, "petitionStep-outcome").setFocus()
    opened.keys.hangul("이번 주에")
    opened.press(KEY.Key_Escape)
    opened.main.open_drawer("petition", opened.petition_id)
    opened.settle()
    choose_step(opened, "Answer")
    assert opened.find(HangulTextEdit, "petitionStep-outcome").text() == "이번 주에"
    take(opened)
    assert detail(opened).outcome == "이번 주에"
    opened.press(KEY.Key_Escape)
    drafts = opened.services.trust.draft_list.run(opened.actor)
    assert list(drafts) == []


def test_the_slip_is_shown_in_large_print_and_in_the_usual_one_again(opened):
    opened.press(KEY.Key_F12)
    usual = opened.panel._paper.pdf
    opened.press(KEY.Key_M, CTRL)
    assert opened.panel.panel_id == "paper"
    assert opened.panel._paper.pdf != usual
    opened.press(KEY.Key_M, CTRL)
    assert opened.panel._paper.pages == 1


def slip(desk) -> str:
    return str(pages.text(desk.panel._paper.pdf, 1))


def test_the_slip_is_korean_unless_the_citizen_reads_english(opened):
    opened.press(KEY.Key_F12)
    korean = slip(opened)
    opened.press(KEY.Key_2, CTRL)
    english = slip(opened)
    opened.press(KEY.Key_M, CTRL)
    large = slip(opened)
    assert ("접수증" in korean, "접수증" in english) == (True, False)
    assert ("Receipt slip" in english, "Receipt slip" in large) == (True, True)
    assert opened.panel.title().startswith("Receipt slip")
    opened.press(KEY.Key_M, CTRL)
    opened.press(KEY.Key_2, CTRL)
    assert slip(opened) == korean


def test_the_next_citizen_s_slip_is_korean_again(opened):
    opened.press(KEY.Key_F12)
    opened.press(KEY.Key_2, CTRL)
    opened.press(KEY.Key_Escape)
    opened.main.open_drawer("petition", opened.petition_id)
    opened.settle()
    opened.press(KEY.Key_F12)
    assert "접수증" in slip(opened)
    assert opened.panel.title().startswith("Receipt slip")


def test_a_print_has_the_purpose_of_the_case_and_another_by_one_key(opened):
    opened.press(KEY.Key_F12)
    choice = opened.find(ChoiceField, "paperPurpose")
    assert choice.chosen(Purpose) is Purpose.CASE
    usual = opened.panel._paper.pdf
    choice.setFocus()
    opened.press(KEY.Key_4)
    assert opened.panel._paper.purpose is Purpose.RECORDS_REQUEST
    assert opened.panel._paper.pdf != usual
    units = opened.services.office.units
    with units.read(opened.actor, Permission.LOG_READ) as reading:
        logged = reading.session.scalars(
            select(AccessEntry.purpose)
            .where(AccessEntry.action == AccessAction.PRINT)
            .order_by(AccessEntry.line)
        ).all()
    assert logged[-2:] == [Purpose.CASE, Purpose.RECORDS_REQUEST]
