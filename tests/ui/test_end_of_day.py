"""The end of the day in the window: what is open is opened from the list by Enter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from models.values import Matter
from tests import factories_meetings as make
from tests.factories_reception import group, walk_in

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def day(desk):
    """A grievance nobody answers for, a group without a report."""
    reception = desk.services.reception
    made = reception.check_in.run(
        desk.actor, walk_in("김하늘", Matter.GRIEVANCE, title="보도 파손")
    )
    desk.petition_id, desk.receipt = made.petition_id, made.receipt
    came = reception.check_in_group.run(desk.actor, group())
    reception.dissolve.run(desk.actor, came.group_id)
    desk.settle()
    return desk


def open_row(desk, what: str, which: str = "") -> None:
    """Open the end of the day and press Enter on a row."""
    desk.press(KEY.Key_D, CTRL)
    rows = desk.rows("dayTable")
    at = next(n for n, row in enumerate(rows) if row[0] == what and which in row[1])
    desk.find(QTableView, "dayTable").setFocus()
    desk.choose("dayTable", at)
    desk.press(KEY.Key_Return)


def test_a_petition_is_opened_by_enter(day):
    open_row(day, "Petitions without a department", day.receipt)
    assert day.panel.panel_id == "petition"
    assert day.receipt in day.text_of("petitionText")


def test_a_visit_is_opened_by_enter(day):
    open_row(day, "Visits not ended", "보도 파손")
    assert day.panel.panel_id == "visit"


def test_a_group_without_a_report_is_opened_by_enter(day):
    open_row(day, "Group visits without a report", "푸른마을")
    assert day.panel.panel_id == "group"


def test_a_visit_that_waits_for_its_record_is_opened_where_it_is_recorded(day):
    visit = next(
        row
        for row in day.services.reception.waiting_list.run(day.actor).rows
        if row.group_id is None
    )
    day.services.reception.start.run(day.actor, visit.visit_id, "1")
    day.services.reception.finish.run(day.actor, visit.visit_id)
    day.settle()
    open_row(day, "Visits not recorded")
    assert day.panel.panel_id == "outcome"


def test_a_meeting_without_an_outcome_is_opened_by_enter(desk):
    units = desk.services.office.units
    make.seed(units, desk.actor, range(2026, 2028))
    make.placed(units, desk.actor, rule_day=make.TODAY)
    desk.clock.tick(hours=9)
    open_row(desk, "Meetings without an outcome")
    assert desk.panel.panel_id == "meeting"


def test_no_name_of_a_citizen_stands_in_the_list(day):
    day.press(KEY.Key_D, CTRL)
    shown = " ".join(cell for row in day.rows("dayTable") for cell in row)
    assert "보도 파손" in shown
    assert "김하늘" not in shown


def test_a_clear_day_says_so(desk):
    desk.press(KEY.Key_D, CTRL)
    assert desk.rows("dayTable") == []
    assert desk.panel.panel_id == "end_of_day"


def test_what_is_only_counted_says_that_there_is_nothing_to_open(day):
    day.open_check_in()
    day.keys.hangul("최가람")
    day.settle()
    day.press(KEY.Key_Escape)
    open_row(day, "Drafts not saved")
    assert "nothing to open" in day.toast
    assert day.panel.panel_id == "end_of_day"
