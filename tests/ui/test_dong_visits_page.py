"""The dong visits page: the dongs in order, a visit planned with the keyboard."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from models.outreach import Dong
from models.values import Permission
from services.briefing import pages
from services.outreach.dongs import dong_id
from tests.factories_meetings import seed
from ui.drawers import line_form
from ui.widgets.day_edit import DayEdit
from ui.widgets.hangul_text_edit import HangulTextEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SINCE = date(2020, 1, 1)


@pytest.fixture
def page(desk):
    """Three invented dongs, the page in front."""
    units = desk.services.office.units
    with units.begin(desk.actor, Permission.OUTREACH_WRITE) as work:
        for code, name in (("1", "새벽10동"), ("2", "새벽2동"), ("3", "푸른동")):
            work.add(
                Dong(
                    id=dong_id(code, SINCE),
                    code10=code * 10,
                    name=name,
                    name_en="",
                    district="한빛구",
                    district_en="Hanbit-gu",
                    valid_from=SINCE,
                )
            )
    desk.go(5)
    return desk


def names(desk):
    return [row[1] for row in desk.rows("dongTable")]


def test_numbers_in_names_sort_by_size(page):
    assert names(page) == ["새벽2동", "새벽10동", "푸른동"]


def test_nothing_chosen_is_said(page):
    table = page.find(QWidget, "dongTable")
    table.setCurrentIndex(table.model().index(-1, 0))
    page.press(KEY.Key_N, CTRL)
    assert page.toast == "Choose a dong first."
    assert page.panel is None


def test_a_visit_is_planned_and_shown_in_the_list(page):
    page.choose("dongTable", 0)
    page.press(KEY.Key_Return)
    assert page.panel.panel_id == "dong_visit"
    page.find(QWidget, "dongVisit-place").setFocus()
    page.keys.hangul("주민센터 강당")
    page.press(KEY.Key_Return, CTRL)
    assert page.toast.startswith("The visit is planned.")
    assert page.panel is None
    assert page.rows("dongTable")[0][4] != "-"


def test_a_line_that_cannot_be_read_is_named_and_kept(page):
    page.choose("dongTable", 0)
    page.press(KEY.Key_N, CTRL)
    attendees = page.find(QWidget, "dongVisit-attendees")
    attendees.setFocus()
    page.keys.hangul("모르는 종류")
    page.press(KEY.Key_Return, CTRL)
    assert page.message_of("dongVisit-attendees").startswith("Line 1:")
    assert attendees.text() == "모르는 종류"
    assert page.keys.focus is attendees


def test_an_empty_list_says_where_dongs_come_from(desk):
    desk.go(5)
    assert desk.rows("dongTable") == []


def test_the_plan_of_the_coming_visit_is_opened_and_changed(page):
    page.choose("dongTable", 0)
    page.press(KEY.Key_Return)
    page.find(QWidget, "dongVisit-place").setFocus()
    page.keys.hangul("주민센터 강당")
    page.find(QWidget, "dongVisit-attendees").setFocus()
    page.keys.hangul("Residents | 통장 | 김하늘")
    page.press(KEY.Key_Return, CTRL)
    page.choose("dongTable", 0)
    page.press(KEY.Key_Return)
    assert page.find(QWidget, "dongVisit-place").text() == "주민센터 강당"
    assert (
        page.find(QWidget, "dongVisit-attendees").text() == "Residents | 통장 | 김하늘"
    )
    page.find(QWidget, "dongVisit-route").setFocus()
    page.keys.hangul("시청에서 걸어서")
    page.press(KEY.Key_Return, CTRL)
    (row,) = [
        one
        for one in page.services.outreach.dongs.run(page.actor, None)
        if one.next_visit_id is not None
    ]
    plan = page.services.outreach.open_visit.run(page.actor, row.next_visit_id).plan
    assert (plan.place, plan.route) == ("주민센터 강당", "시청에서 걸어서")
    assert [one.name for one in plan.attendees] == ["김하늘"]


def test_in_the_weeks_before_an_election_the_ground_is_asked_at_its_field(page):
    seed(page.services.office.units, page.actor, range(2026, 2029))
    page.choose("dongTable", 0)
    page.press(KEY.Key_N, CTRL)
    page.find(DayEdit, "dongVisitDay").setText("2028. 4. 3.")
    page.press(KEY.Key_Return, CTRL)
    assert page.message_of("dongVisit-election_ground") == "This field is needed."


def test_the_attendance_list_is_drawn_from_the_plan_with_titles_alone(page):
    page.choose("dongTable", 0)
    page.press(KEY.Key_Return)
    kind = next(iter(line_form.category_names().values()))
    attendees = page.find(HangulTextEdit, "dongVisit-attendees")
    attendees.setPlainText(f"{kind} | 통장협의회장 | 박보람")
    page.find(QWidget, "dongVisit-place").setFocus()
    page.keys.hangul("주민센터")
    page.press(KEY.Key_P, CTRL)
    assert page.panel.panel_id == "paper"
    told = " ".join(pages.text(page.panel._paper.pdf, 1).split())
    assert "통장협의회장" in told
    assert "주민센터" in told
    assert "박보람" not in told
