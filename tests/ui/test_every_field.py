"""Every text field of every panel: what may not be kept is said there, and stays.

Panels and fields are found by walking the window; nothing new is left out.
"""

import unicodedata
from datetime import date, time
from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from models.outreach import Dong
from models.values import Matter, MeetingState, Permission, Profile
from services.meetings.end_meeting import Ending
from services.sync.decide import Choice, Decision
from services.trust.accounts import StaffForm
from tests import factories_meetings as make
from tests.factories_reception import group, walk_in
from tests.factories_sync import clashed_title
from ui.drawers.choice import ChoiceField
from ui.drawers.reason import ReasonAsked
from ui.drawers.request import RequestAsked
from ui.drawers.request_steps import FreeSlot
from ui.drawers.step_form import StepForm
from ui.drawers.write_value import ValueAsked
from ui.widgets.day_edit import DayEdit
from ui.widgets.digits_edit import DigitsEdit
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.hangul_text_edit import HangulTextEdit
from ui.widgets.time_edit import TimeEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
NUMBER = "900101-1234567"  # made up: well-formed, nobody's
WITH_FIELDS = {
    "check_in",
    "group_check_in",
    "outcome",
    "security",
    "dong_visit",
    "booking",
    "meeting",
    "session",
    "visit",
    "group",
    "petition",
    "enrol",
    "request",
    "new_staff",
    "colleague",
    "own_password",
    "reason",
    "write_value",
}
BAD = (f"번호 {NUMBER}", "가\u202e나", "가" * 20_001)
SEARCHES = {"paletteSearch"}
ON_SETTINGS = {"officeAgency", "officeTeam"}


@pytest.fixture
def office(desk):
    """A desk with a calendar, a request, somebody in the line and a group."""
    units = desk.services.office.units
    make.seed(units, desk.actor, range(2026, 2028))
    desk.meeting = make.placed(units, desk.actor, rule_day=make.TODAY)
    with units.begin(desk.actor, Permission.OUTREACH_WRITE) as work:
        work.add(Dong(code10="9900000001", name="성사1동", valid_from=date(2018, 7, 1)))
    desk.services.reception.check_in.run(desk.actor, walk_in("최가람"))
    desk.settle()
    return desk


def payload_of(desk, name):
    """Return what a panel is about; made only for the panel that needs it."""
    services, actor = desk.services, desk.actor
    makers = {
        "outcome": lambda: services.reception.waiting_list.run(actor).rows[0],
        "visit": lambda: services.reception.waiting_list.run(actor).rows[0],
        "group": lambda: group_row(services, actor),
        "request": lambda: RequestAsked(
            services.selection.pool.run(actor)[0],
            FreeSlot(make.TONGTONG, make.NEXT, time(14, 45)),
        ),
        "petition": lambda: (
            services.reception.check_in.run(
                actor, walk_in("박나래", Matter.GRIEVANCE)
            ).petition_id
        ),
        "security": lambda: services.reception.check_in_group.run(actor, group()),
        "dong_visit": lambda: services.outreach.dongs.run(actor, None)[0],
        "booking": lambda: make.NEXT,
        "meeting": lambda: desk.meeting,
        "session": lambda: session_to_decide(services, actor),
        "reason": lambda: calling_off(desk),
        "recover": lambda: "history_differs",
        "write_value": lambda: third_text(services, actor),
        "colleague": lambda: colleague(services, actor),
        "history": lambda: (
            ("visit", services.reception.waiting_list.run(actor).rows[0].visit_id),
        ),
    }
    return makers[name]() if name in makers else None


def third_text(services, actor):
    clashed_title(services, actor)
    (card,) = services.sync.inbox.run(actor)
    (field,) = card.fields
    decision = Decision(card.seq, field.name, Choice.WRITE, mark=field.mark)
    return ValueAsked("", str(field.mine), str(field.theirs), decision)


def calling_off(desk):
    def run(reason):
        ending = Ending(desk.meeting, MeetingState.CANCELLED, reason)
        desk.services.meetings.end.run(desk.actor, ending)

    return ReasonAsked("Call off", "", run, "Called off.")


def group_row(services, actor):
    services.reception.check_in_group.run(actor, group())
    rows = services.reception.waiting_list.run(actor).rows
    return next(row for row in rows if row.group_id is not None)


def steps_of(panel):
    """Go through the steps that a panel offers; a plain form has just one."""
    forms = panel.findChildren(StepForm)
    if not forms:
        yield fields_of(panel)
        return
    choice = forms[0].findChild(ChoiceField, "stepChoice")
    for at in range(choice.count()):
        choice.setCurrentIndex(at)
        yield [field for field in fields_of(panel) if field.isVisible()]


def colleague(services, actor):
    form = StaffForm("kim", "김접수", Profile.FRONT_DESK)
    added = services.trust.add_colleague.run(actor, form, "첫 비밀번호 22")
    rows = services.trust.staff_list.run(actor)
    return next(row for row in rows if row.id == added)


def session_to_decide(services, actor):
    days = services.meetings.year_preview.run(actor, 2026)
    return next(day for day in days if day.needs_decision)


def open_panel(desk, name):
    desk.main.open_drawer(name, payload_of(desk, name))
    desk.settle()
    assert desk.panel.isVisible(), name  # also in the place of another one
    return desk.panel


def fields_of(panel):
    return [
        field
        for field in panel.findChildren(QWidget)
        if isinstance(field, QLineEdit | QPlainTextEdit)
        and not isinstance(field.parent(), QAbstractSpinBox)
    ]


def text_of(field):
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def paste(desk, field, text):
    """Put a text into a field as a person does, in place of what stands there."""
    if not text or not field.isVisible():
        field.set_text_when_idle(text)
        return
    field.setFocus()
    field.selectAll()
    QGuiApplication.clipboard().setText(text)
    desk.press(KEY.Key_V, CTRL)


def shown_at(panel, field):
    rows = [row for row in panel.findChildren(FieldRow) if row.editor is field]
    return rows[0].message() if rows else ""


def test_every_panel_is_known_to_have_text_fields_or_none(office):
    names = office.main._contents.drawers
    found = set()
    for name in set(names) - {"paper"}:  # shows a sheet, takes nothing
        panel = open_panel(office, name)
        if fields_of(panel):
            found.add(name)
            for field in fields_of(panel):
                assert isinstance(field, HangulLineEdit | HangulTextEdit), field
                assert field.objectName()
    assert found == WITH_FIELDS


def test_the_pages_take_no_text_beside_searches_and_settings(office):
    for page_id in office.main._contents.pages:
        office.main.go_to(page_id, None)
        office.settle()
        names = {field.objectName() for field in fields_of(office.main.page)}
        allowed = SEARCHES | ON_SETTINGS if page_id == "settings" else SEARCHES
        assert names <= allowed, page_id


@pytest.mark.parametrize("name", sorted(ON_SETTINGS))
@pytest.mark.parametrize("bad", BAD, ids=["number", "unseen", "long"])
def test_a_setting_that_may_not_be_kept_is_refused_at_its_field(office, name, bad):
    office.main.go_to("settings", None)
    office.settle()
    field = office.find(HangulLineEdit, name)
    paste(office, field, bad)
    typed = text_of(field)
    office.press(KEY.Key_S, CTRL)
    assert text_of(field) == typed
    assert shown_at(office.main.page, field)


@pytest.mark.parametrize("name", sorted(WITH_FIELDS))
def test_what_may_not_be_kept_is_said_at_the_field_and_stays(office, name):
    panel = open_panel(office, name)
    for fields in steps_of(panel):
        for field, bad in product(fields, BAD):
            if isinstance(field, DigitsEdit) and bad != BAD[0]:
                continue  # keeps digits alone, see the next test
            if field.objectName().endswith(("-password", "-again", "-old")):
                continue  # any text is a password; kept only as a wrap
            refuses(office, panel, field, bad)


def refuses(office, panel, field, bad):
    before = text_of(field)
    paste(office, field, bad)
    typed = text_of(field)
    office.press(KEY.Key_Return, CTRL)
    assert office.panel is panel, field.objectName()
    assert text_of(field) == typed
    assert shown_at(panel, field), field.objectName()
    paste(office, field, before)


def test_a_number_field_keeps_the_digits_and_says_what_else_was_typed(office):
    panel = open_panel(office, "check_in")
    field = office.find(DigitsEdit, "checkInPhone")
    paste(office, field, "０１０-5550-0421번")
    assert text_of(field) == "010-5550-0421"
    assert shown_at(panel, field)


def test_a_pasted_table_stands_in_one_line_side_by_side(office):
    open_panel(office, "check_in")
    field = office.find(HangulLineEdit, "checkInTitle")
    paste(office, field, "도로\t파손\r\n은빛길 3\n")
    assert text_of(field) == "도로 파손 은빛길 3 "


def test_syllables_in_parts_and_formulas_and_other_scripts_are_texts(office):
    open_panel(office, "check_in")
    name = office.find(HangulLineEdit, "checkInName")
    paste(office, name, unicodedata.normalize("NFD", "김하늘"))
    paste(office, office.find(HangulLineEdit, "checkInTitle"), "=SUM(A1:A9)")
    paste(office, office.find(HangulTextEdit, "checkInNote"), "محمد علي 'ok'")
    office.press(KEY.Key_S, CTRL)
    assert office.panel is None
    row = office.services.reception.waiting_list.run(office.actor).rows[-1]
    assert row.title == "=SUM(A1:A9)"
    found = office.services.reception.find_people.run(office.actor, "김하늘")
    assert len(found) == 1


def test_an_end_before_its_beginning_is_said_at_its_field(office):
    panel = open_panel(office, "dong_visit")
    office.find(DayEdit, "dongVisitDay").setText("2026. 12. 1.")
    ends = office.find(TimeEdit, "dongVisitEnds")
    ends.setText("00:00")
    office.press(KEY.Key_Return, CTRL)
    assert shown_at(panel, ends)
