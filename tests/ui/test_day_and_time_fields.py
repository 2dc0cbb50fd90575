"""A day and a time are what was typed, or are said to be none; never another one."""

from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCalendarWidget
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meetings import Meeting
from models.values import Matter
from tests.factories_reception import walk_in
from tests.ui.test_every_field import (
    office,  # noqa: F401 - a fixture
    open_panel,
    paste,
)
from tests.ui.test_steps_of_a_visit import choose_step, write
from ui.widgets.hangul_line_edit import HangulLineEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
TITLE = "도로 점검"
FRIDAY, FIFTH = date(2026, 12, 4), date(2026, 12, 5)
NO_DAY, NO_TIME = "This is not a date", "This is not a time"


@pytest.fixture
def desk(office):  # noqa: F811 - the fixture of that name
    return office


@pytest.fixture
def booking(desk):
    open_panel(desk, "booking")
    paste(desk, field(desk, "bookingTitle"), TITLE)
    return desk


def field(desk, name):
    return desk.find(HangulLineEdit, name)


def calendars(desk):
    return desk.frame.findChildren(QCalendarWidget)


def type_over(desk, name, text):
    """Go to a field and type a text in the place of what stands there."""
    field(desk, name).setFocus()
    desk.press(KEY.Key_A, CTRL)
    desk.keys.digits(text)


def booked(desk):
    """Return what stands in the calendar under the title of these tests."""
    with Session(desk.services.office.readers) as session:
        found = session.scalars(select(Meeting).where(Meeting.title == TITLE))
        return [(one.day, one.starts_at, one.ends_at) for one in found]


@pytest.mark.parametrize(
    "typed", ["2026. 12. 5", "2026.12.5", "20261205", "12.5", "12/5", "2026-12-05"]
)
def test_the_day_that_was_typed_is_the_day_that_is_booked(booking, typed):
    type_over(booking, "bookingDay", typed)
    booking.press(KEY.Key_Return, CTRL)
    assert booking.panel is None
    assert [day for day, _from, _to in booked(booking)] == [FIFTH]


@pytest.mark.parametrize(
    "typed", ["2026. 12", "2026. 2. 30.", "12", "20261", "13/1", "12.5.7.9"]
)
def test_half_a_day_or_none_is_said_at_the_field_and_stays(booking, typed):
    type_over(booking, "bookingDay", typed)
    booking.press(KEY.Key_Tab)
    assert NO_DAY in booking.message_of("bookingDay")
    assert field(booking, "bookingDay").text() == typed
    booking.press(KEY.Key_Return, CTRL)
    assert booking.panel is not None
    assert NO_DAY in booking.message_of("bookingDay")
    assert field(booking, "bookingDay").text() == typed
    assert booked(booking) == []


def test_an_emptied_day_is_asked_for(booking):
    type_over(booking, "bookingDay", " ")
    booking.press(KEY.Key_Return, CTRL)
    assert booking.message_of("bookingDay") == "This field is needed."


def test_the_weekday_is_shown_once_the_field_is_left_and_the_complaint_goes(booking):
    type_over(booking, "bookingDay", "12/")
    booking.press(KEY.Key_Tab)
    type_over(booking, "bookingDay", "12/5")
    booking.press(KEY.Key_Tab)
    assert field(booking, "bookingDay").text() == "2026. 12. 5.(Sat)"
    assert booking.message_of("bookingDay") == ""


def test_up_and_down_go_by_days_and_the_next_year_is_found(booking):
    type_over(booking, "bookingDay", "20261231")
    booking.press(KEY.Key_Up)
    assert field(booking, "bookingDay").text() == "2027. 1. 1.(Fri)"
    booking.press(KEY.Key_Down)
    booking.press(KEY.Key_Down)
    assert field(booking, "bookingDay").text() == "2026. 12. 30.(Wed)"
    type_over(booking, "bookingDay", "1.5")
    booking.press(KEY.Key_Tab)
    assert field(booking, "bookingDay").text() == "2027. 1. 5.(Tue)"


def test_alt_and_down_opens_the_calendar_and_enter_takes_its_day(booking):
    type_over(booking, "bookingDay", "12/5")
    booking.press(KEY.Key_Down, ALT)
    assert [one.isVisible() for one in calendars(booking)] == [True]
    booking.keys.press(KEY.Key_Right)
    booking.keys.press(KEY.Key_Return)
    booking.settle()
    assert field(booking, "bookingDay").text() == "2026. 12. 6.(Sun)"
    assert field(booking, "bookingDay").hasFocus()
    assert not any(one.isVisible() for one in calendars(booking))


@pytest.mark.parametrize(
    ("typed", "meant"), [("930", time(9, 30)), ("9:30", time(9, 30)), ("10", time(10))]
)
def test_the_time_that_was_typed_is_the_time_that_is_booked(booking, typed, meant):
    type_over(booking, "bookingDay", "12/4")
    type_over(booking, "bookingStarts", typed)
    type_over(booking, "bookingEnds", "11.00")
    booking.press(KEY.Key_Return, CTRL)
    assert booking.panel is None
    assert booked(booking) == [(FRIDAY, meant, time(11))]


@pytest.mark.parametrize("typed", ["9:3", "25:00", "2460", ":"])
def test_no_time_is_said_at_the_field_and_stays(booking, typed):
    type_over(booking, "bookingStarts", typed)
    booking.press(KEY.Key_Return, CTRL)
    assert NO_TIME in booking.message_of("bookingStarts")
    assert field(booking, "bookingStarts").text() == typed


def test_up_goes_by_five_minutes(booking):
    type_over(booking, "bookingStarts", "1355")
    booking.press(KEY.Key_Up)
    assert field(booking, "bookingStarts").text() == "14:00"


def test_the_day_of_a_dong_visit_is_the_one_that_was_typed(desk):
    open_panel(desk, "dong_visit")
    type_over(desk, "dongVisitDay", "12.5")
    type_over(desk, "dongVisitStarts", "930")
    desk.press(KEY.Key_Return, CTRL)
    (row,) = desk.services.outreach.dongs.run(desk.actor, None)
    assert row.next_visit == FIFTH
    plan = desk.services.outreach.open_visit.run(desk.actor, row.next_visit_id).plan
    assert plan.starts_at == time(9, 30)


def test_half_a_day_of_a_dong_visit_is_said(desk):
    open_panel(desk, "dong_visit")
    type_over(desk, "dongVisitDay", "12.")
    desk.press(KEY.Key_Return, CTRL)
    assert NO_DAY in desk.message_of("dongVisitDay")


def test_half_a_term_for_a_supplement_is_said_and_the_clock_runs_on(desk):
    made = desk.services.reception.check_in.run(
        desk.actor, walk_in("김하늘", Matter.GRIEVANCE, title="보도 파손")
    )
    desk.main.open_drawer("petition", made.petition_id)
    desk.settle()
    choose_step(desk, "Ask for a supplement")
    write(desk, "petitionStep-reason", "도면이 없음")
    type_over(desk, "petitionStep-answer_by", "12.")
    desk.press(KEY.Key_Return, CTRL)
    assert NO_DAY in desk.message_of("petitionStep-answer_by")
    type_over(desk, "petitionStep-answer_by", "12/8")
    desk.press(KEY.Key_Return, CTRL)
    (stop,) = desk.services.petitions.details.run(desk.actor, made.petition_id).stops
    assert stop.answer_by == date(2026, 12, 8)
