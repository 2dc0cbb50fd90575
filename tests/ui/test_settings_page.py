"""The settings page: the office's own settings, kept, logged, in force at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox
from sqlalchemy import select

from models.trust import AccessEntry, Grant
from models.values import AccessAction, Permission
from services.trust.office_settings import OfficeSettings
from ui.widgets.hangul_line_edit import HangulLineEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(desk):
    """The settings page in front."""
    desk.press(KEY.Key_Comma, CTRL)
    return desk


def kept(desk) -> OfficeSettings:
    settings: OfficeSettings = desk.services.trust.read_settings.run(desk.actor)
    return settings


def logged(desk) -> list[str]:
    found = select(AccessEntry.note).where(
        AccessEntry.action == AccessAction.CHANGE,
        AccessEntry.subject_kind == "setting",
    )
    with desk.services.office.units.read(desk.actor, Permission.LOG_READ) as reading:
        return list(reading.session.scalars(found))


def test_what_is_saved_is_kept_logged_and_can_be_taken_back(page):
    page.find(HangulLineEdit, "officeAgency").setFocus()
    page.keys.hangul("새벽시")
    page.press(KEY.Key_S, CTRL)
    assert page.toast.startswith("The office's settings are saved.")
    assert kept(page).agency == "새벽시"
    assert logged(page) == ["office.agency"]

    page.button("officeSave").setFocus()  # a field has an undo of its own
    page.press(KEY.Key_Z, CTRL)
    assert kept(page).agency == ""
    assert page.find(HangulLineEdit, "officeAgency").text() == ""
    assert logged(page) == ["office.agency", "office.agency"]


def test_the_minutes_until_the_lock_are_in_force_at_once(page):
    minutes = page.find(QSpinBox, "officeLockMinutes")
    assert (minutes.value(), minutes.maximum()) == (10, 10)
    minutes.setValue(3)
    page.press(KEY.Key_S, CTRL)
    assert kept(page).lock_minutes == 3
    assert page.main.lock_minutes == 3
    assert page.frame._idle._length_s == 180


def test_what_is_being_typed_stays_when_settings_arrive(page):
    page.find(HangulLineEdit, "officeTeam").setFocus()
    page.keys.hangul("소통팀")
    trust = page.services.trust
    trust.save_settings.run(page.actor, OfficeSettings(agency="다른 시"))
    page.settle()
    assert page.find(HangulLineEdit, "officeTeam").text() == "소통팀"


def test_a_text_that_cannot_be_stored_is_named_at_its_field_and_stays(page):
    team = page.find(HangulLineEdit, "officeTeam")
    team.setText("가" * 61)
    page.press(KEY.Key_S, CTRL)
    assert kept(page).team == ""
    assert team.text() == "가" * 61
    assert page.keys.focus is team


def test_saving_nothing_new_says_so_and_logs_nothing(page):
    page.press(KEY.Key_S, CTRL)
    assert page.toast == "Nothing was changed."
    assert logged(page) == []


def test_who_may_not_change_the_office_is_told_and_nothing_is_kept(page):
    units = page.services.office.units
    with units.begin(page.actor, Permission.STAFF_MANAGE) as work:
        grant = work.session.scalars(
            select(Grant).where(Grant.permission == Permission.SETTINGS_OFFICE)
        ).first()
        grant.revoked_at = work.now
    page.find(HangulLineEdit, "officeAgency").setText("새벽시")
    page.press(KEY.Key_S, CTRL)
    assert kept(page).agency == ""
    assert page.find(HangulLineEdit, "officeAgency").text() == "새벽시"
    assert "may" in page.toast or "allowed" in page.toast
