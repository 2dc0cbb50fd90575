"""From the desk to the mayor's slot by the keyboard: asked, decided, placed, printed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QTableView

from models.values import Matter, PackKind, Purpose, RequestState
from services.briefing.make_pack import PackOrder
from services.briefing.pages import text
from services.meetings.agenda import View
from tests import factories_meetings as make
from tests.factories_reception import walk_in
from tests.ui.test_steps_of_a_visit import choose_step, offered, write

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def asked(desk):
    """Somebody who asked for the mayor at the desk; the calendar is in front."""
    make.seed(desk.services.office.units, desk.actor, range(2026, 2029))
    form = walk_in("김하늘", Matter.DIRECT, title="놀이터 그늘막")
    desk.services.reception.check_in.run(desk.actor, form)
    desk.settle()
    desk.go(3)
    desk.choose("poolTable", 0)
    return desk


def row(desk):
    (found,) = desk.services.selection.pool.run(desk.actor)
    return found


def open_request(desk):
    desk.find(QTableView, "poolTable").setFocus()
    desk.press(KEY.Key_Return)
    assert desk.panel.panel_id == "request"


def take(desk):
    desk.press(KEY.Key_Return, CTRL)


def test_a_request_of_the_desk_comes_into_a_slot_and_onto_the_sheet(asked):
    open_request(asked)
    choose_step(asked, "The mayor meets")
    take(asked)
    assert row(asked).state is RequestState.SELECTED
    choose_step(asked, "Into the slot at 14:00")
    take(asked)
    assert row(asked).state is RequestState.SCHEDULED
    assert any("놀이터 그늘막" in " ".join(one) for one in asked.rows("slotTable"))
    assert "놀이터 그늘막" in printed_session(asked)


def printed_session(desk) -> str:
    agenda = desk.services.meetings.agenda.run(desk.actor, View.DAY, make.TODAY)
    day = agenda.sessions[0]
    order = PackOrder(PackKind.SESSION, day.session_id, Purpose.MEETING)
    pack = desk.services.briefing.make_pack.run(desk.actor, order)
    return "".join(text(pack.pdf, page) for page in range(1, pack.pages + 1))


def test_ctrl_enter_on_one_that_nobody_decided_on_asks_who_meets(asked):
    take(asked)
    assert asked.panel.panel_id == "request"
    assert row(asked).state is RequestState.RECEIVED


def test_a_decision_is_taken_back(asked):
    open_request(asked)
    choose_step(asked, "The mayor meets")
    take(asked)
    asked.press(KEY.Key_Z, CTRL)
    assert row(asked).state is RequestState.RECEIVED


def test_somebody_else_meets_for_a_reason_and_the_applicant_is_told(asked):
    open_request(asked)
    choose_step(asked, "Somebody else meets")
    hosts = asked.find(QComboBox, "requestStep-host_id")
    assert hosts.count() > 0
    take(asked)
    assert asked.message_of("requestStep-reason") == "This field is needed."
    write(asked, "requestStep-reason", "소관 전결")
    take(asked)
    assert row(asked).state is RequestState.SUBSTITUTED
    assert row(asked).host_en == hosts.itemText(0)
    assert hosts.itemText(0) in asked.text_of("requestText")
    choose_step(asked, "The applicant was told of the decision")
    take(asked)
    assert asked.message_of("requestStep-channel") == "This field is needed."
    write(asked, "requestStep-channel", "전화")
    take(asked)
    assert row(asked).decision_told


def test_a_written_answer_takes_a_reason_and_no_slot(asked):
    open_request(asked)
    choose_step(asked, "A written answer instead")
    write(asked, "requestStep-reason", "면담 불필요")
    take(asked)
    assert row(asked).state is RequestState.DEPARTMENT
    assert not any(word.startswith("Into the slot") for word in offered(asked))


def test_a_hour_that_is_taken_asks_for_its_reason_at_the_field(asked):
    make.book(
        asked.services.office.units,
        asked.actor,
        make.booking(make.TODAY, "14:00", "14:15"),
    )
    asked.settle()
    assert asked.rows("slotTable")[0][1:3] == ("(taken)", "간부회의")
    asked.choose("slotTable", 0)
    open_request(asked)
    choose_step(asked, "The mayor meets")
    take(asked)
    choose_step(asked, "Into the slot at 14:00")
    take(asked)
    assert asked.message_of("requestStep-overlap_reason")
    assert row(asked).state is RequestState.SELECTED
    write(asked, "requestStep-overlap_reason", "앞 일정이 옮겨짐")
    take(asked)
    assert row(asked).state is RequestState.SCHEDULED


def test_unless_a_taken_hour_is_chosen_the_first_free_slot_is_offered(asked):
    make.book(
        asked.services.office.units,
        asked.actor,
        make.booking(make.TODAY, "13:30", "14:15"),
    )
    asked.settle()
    open_request(asked)
    choose_step(asked, "The mayor meets")
    take(asked)
    choose_step(asked, "Into the slot at 14:15")
    take(asked)
    assert row(asked).state is RequestState.SCHEDULED
