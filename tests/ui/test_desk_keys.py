"""The keys of the desk, on the page Today and on any other page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from models.values import VisitState
from tests.factories_reception import walk_in
from ui.widgets.hangul_text_edit import HangulTextEdit

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
TODAY, RECEPTION, CALENDAR = 1, 2, 3


@pytest.fixture(params=[TODAY, RECEPTION, CALENDAR], ids=["today", "line", "calendar"])
def at(request, desk):
    """A desk where two people wait, on one of the pages."""
    for name in ("김하늘", "박보람"):
        desk.services.reception.check_in.run(desk.actor, walk_in(name))
        desk.clock.tick(minutes=1)
    desk.go(request.param)
    desk.settle()
    return desk


def states(desk):
    """The states of the line, as the office keeps them."""
    rows = desk.services.reception.waiting_list.run(desk.actor).rows
    return {row.number: row.state for row in rows}


def test_f4_calls_the_first(at):
    at.press(KEY.Key_F4)
    assert states(at)[1] is VisitState.CALLED
    assert "was called to" in at.toast


def test_shift_f4_calls_the_same_person_again(at):
    at.press(KEY.Key_F4)
    at.press(KEY.Key_F4, SHIFT)
    (called,) = [
        row
        for row in at.services.reception.waiting_list.run(at.actor).rows
        if row.state is VisitState.CALLED
    ]
    assert called.calls == 2


def test_f6_begins_with_the_one_called(at):
    at.press(KEY.Key_F4)
    at.press(KEY.Key_F6)
    assert states(at)[1] is VisitState.IN_COUNSELLING


def test_shift_f6_holds_and_f6_goes_on(at):
    at.press(KEY.Key_F4)
    at.press(KEY.Key_F6)
    at.press(KEY.Key_F6, SHIFT)
    held = states(at)[1]
    at.press(KEY.Key_F6)
    assert (held, states(at)[1]) == (VisitState.ON_HOLD, VisitState.IN_COUNSELLING)


def test_f7_notes_that_nobody_came_and_shift_f7_sends_to_the_end(at):
    at.press(KEY.Key_F4)
    at.press(KEY.Key_F7)
    absent = states(at)[1]
    at.press(KEY.Key_F7, SHIFT)
    rows = at.services.reception.waiting_list.run(at.actor).rows
    waiting = [row.number for row in rows if row.state is VisitState.WAITING]
    assert absent is VisitState.ABSENT
    assert waiting == [2, 1]


def test_f8_finishes_and_asks_what_came_of_it(at):
    at.press(KEY.Key_F4)
    at.press(KEY.Key_F6)
    at.press(KEY.Key_F8)
    assert states(at)[1] is VisitState.TO_RECORD
    assert at.panel.panel_id == "outcome"
    assert QApplication.focusWidget() is at.find(HangulTextEdit, "outcomeText")
    at.keys.hangul("바로 안내했습니다")
    at.press(KEY.Key_Return, CTRL)
    assert states(at)[1] is VisitState.CLOSED
    assert at.panel is None


def test_an_outcome_left_with_esc_stays_in_the_list_of_things_to_do(at):
    at.press(KEY.Key_F4)
    at.press(KEY.Key_F6)
    at.press(KEY.Key_F8)
    at.press(KEY.Key_Escape)
    assert states(at)[1] is VisitState.TO_RECORD


def test_ctrl_z_takes_the_call_back(at):
    at.press(KEY.Key_F4)
    at.press(KEY.Key_Z, CTRL)
    assert states(at) == {1: VisitState.WAITING, 2: VisitState.WAITING}
    assert at.toast == "Taken back."


def test_ctrl_z_twice_takes_two_steps_back(at):
    at.press(KEY.Key_F4)
    at.press(KEY.Key_F6)
    at.press(KEY.Key_Z, CTRL)
    once = states(at)[1]
    at.press(KEY.Key_Z, CTRL)
    assert (once, states(at)[1]) == (VisitState.CALLED, VisitState.WAITING)


def redo_action(at):
    return at.main.actions_by_id["edit.redo"]


def test_ctrl_y_makes_the_steps_again_that_ctrl_z_took_back(at):
    at.press(KEY.Key_F4)
    at.press(KEY.Key_F6)
    after = states(at)
    at.press(KEY.Key_Z, CTRL)
    at.press(KEY.Key_Z, CTRL)
    at.press(KEY.Key_Y, CTRL)
    once = states(at)[1]
    at.press(KEY.Key_Y, CTRL)
    assert (once, states(at)) == (VisitState.CALLED, after)
    assert at.toast.startswith("Made again.")
    at.press(KEY.Key_Z, CTRL)
    assert states(at)[1] is VisitState.CALLED


def test_ctrl_y_is_offered_only_while_there_is_something_to_make_again(at):
    seen = [redo_action(at).isEnabled()]
    at.press(KEY.Key_F4)
    seen.append(redo_action(at).isEnabled())
    at.press(KEY.Key_Z, CTRL)
    seen.append(redo_action(at).isEnabled())
    at.press(KEY.Key_Y, CTRL)
    seen.append(redo_action(at).isEnabled())
    assert seen == [False, False, True, False]


def test_a_new_step_ends_what_ctrl_y_could_make_again(at):
    at.press(KEY.Key_F4)
    at.press(KEY.Key_Z, CTRL)
    at.press(KEY.Key_F4)
    after = states(at)
    at.press(KEY.Key_Y, CTRL)
    assert (redo_action(at).isEnabled(), states(at)) == (False, after)


def test_f2_opens_the_form_on_every_page(at):
    at.press(KEY.Key_F2)
    assert at.panel.panel_id == "check_in"


def test_f4_while_the_form_is_open_calls_and_keeps_the_form(at):
    at.press(KEY.Key_F2)
    at.keys.hangul("최")
    at.press(KEY.Key_F4)
    assert states(at)[1] is VisitState.CALLED
    assert at.panel.panel_id == "check_in"
    assert at.keys.focus.text() == "최"


def test_ctrl_z_with_nothing_done_says_so(desk):
    desk.press(KEY.Key_Z, CTRL)
    assert desk.toast


def test_f4_with_nobody_there_says_so(desk):
    desk.press(KEY.Key_F4)
    assert desk.toast == "Nobody is waiting."


def test_f6_with_two_called_asks_which(desk):
    for name in ("김하늘", "박보람"):
        desk.services.reception.check_in.run(desk.actor, walk_in(name))
    desk.settle()
    desk.press(KEY.Key_F6)
    desk.press(KEY.Key_F8)
    assert "Choose the visit" in desk.toast


@pytest.fixture
def one_held(desk):
    """A visit on hold, another in counselling, a third that was called."""
    reception, actor = desk.services.reception, desk.actor
    visits = [
        reception.check_in.run(actor, walk_in(name)).visit_id
        for name in ("김하늘", "박보람", "최가람")
    ]
    for visit in visits:
        reception.call_next.run(actor, "상담실 1")
        if visit != visits[-1]:
            reception.start.run(actor, visit, None)
        if visit == visits[0]:
            reception.hold.run(actor, visit)
    desk.settle()
    return desk


def row_of(desk, state):
    """The row of the table where somebody in this state stands."""
    shown = desk.find(object, "waitingTable")._model.rows
    return [row.state for row in shown].index(state)


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (KEY.Key_F8, Qt.KeyboardModifier.NoModifier),
        (KEY.Key_F7, Qt.KeyboardModifier.NoModifier),
        (KEY.Key_F7, SHIFT),
        (KEY.Key_F6, SHIFT),
        (KEY.Key_F4, SHIFT),
    ],
)
def test_a_key_never_acts_on_somebody_who_is_not_highlighted(one_held, key, modifier):
    before = states(one_held)
    one_held.choose("waitingTable", row_of(one_held, VisitState.ON_HOLD))
    one_held.press(key, modifier)
    assert states(one_held) == before
    assert "A1 is on hold. Choose the visit" in one_held.toast
    assert one_held.panel is None


def test_the_only_possible_one_is_meant_while_nobody_is_highlighted(one_held):
    one_held.choose("waitingTable", -1)
    one_held.press(KEY.Key_F8)
    assert states(one_held)[2] is VisitState.TO_RECORD


def test_enter_opens_a_visit_masked_and_ctrl_e_shows_the_name(desk):
    desk.services.reception.check_in.run(
        desk.actor, walk_in("김하늘", phone="010-5550-1234")
    )
    desk.settle()
    desk.choose("waitingTable", 0)
    desk.press(KEY.Key_Return)
    masked = desk.text_of("visitWho")
    desk.press(KEY.Key_E, CTRL)
    assert "김하늘" not in masked
    assert "김하늘" in desk.text_of("visitWho")


def test_a_shown_name_is_masked_again_after_its_time(desk):
    desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    desk.settle()
    desk.choose("waitingTable", 0)
    desk.press(KEY.Key_Return)
    desk.press(KEY.Key_E, CTRL)
    desk.panel._reveal._timer.timeout.emit()
    assert "김하늘" not in desk.text_of("visitWho")


def test_the_current_row_stays_when_the_line_changes(desk):
    for name in ("김하늘", "박보람", "최가람"):
        desk.services.reception.check_in.run(desk.actor, walk_in(name))
    desk.settle()
    desk.choose("waitingTable", 2)
    before = desk.find(object, "waitingTable").current_row().visit_id
    desk.press(KEY.Key_F4)
    desk.services.reception.check_in.run(desk.actor, walk_in("이나래"))
    desk.settle()
    table = desk.find(object, "waitingTable")
    assert table.current_row() is not None
    assert before in {row.visit_id for row in table._model.rows}


def test_the_undo_button_of_the_toast_takes_the_step_back(desk):
    desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    desk.settle()
    desk.press(KEY.Key_F4)
    desk.click("toastUndo")
    assert states(desk)[1] is VisitState.WAITING


def test_the_highlight_goes_to_who_was_called(desk):
    for name in ("김하늘", "박보람", "최다온"):
        desk.services.reception.check_in.run(desk.actor, walk_in(name))
        desk.clock.tick(minutes=1)
    desk.settle()
    desk.press(KEY.Key_F4)
    desk.press(KEY.Key_F6)
    first = desk.main.page._waiting.chosen
    desk.press(KEY.Key_F4)
    second = desk.main.page._waiting.chosen
    desk.press(KEY.Key_F4)
    third = desk.main.page._waiting.chosen
    table = desk.main.page._line.table
    assert len({first.visit_id, second.visit_id, third.visit_id}) == 3
    assert third.state is VisitState.CALLED
    assert table.current_row().visit_id == third.visit_id
    desk.press(KEY.Key_F6)
    assert desk.main.page._waiting.chosen.state is VisitState.IN_COUNSELLING


def test_ctrl_z_in_a_field_nobody_has_written_in_takes_the_step_back(desk):
    desk.services.reception.check_in.run(desk.actor, walk_in("김하늘"))
    desk.settle()
    for key in (KEY.Key_F4, KEY.Key_F6, KEY.Key_F8):
        desk.press(key)
    field = desk.find(HangulTextEdit, "outcomeText")
    assert QApplication.focusWidget() is field
    desk.press(KEY.Key_Z, CTRL)
    assert desk.toast == "Taken back."
    field.insertPlainText("told")
    desk.press(KEY.Key_Z, CTRL)
    assert field.toPlainText() == ""
    assert desk.main.page._waiting.rows[0].state is VisitState.IN_COUNSELLING
