"""The settings page: the office's own settings, kept, logged, in force at once."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QSpinBox
from sqlalchemy import select

from models.errors import StorageError
from models.trust import AccessEntry, Grant
from models.values import AccessAction, Permission
from services.core.settings import ALWAYS
from services.trust.office_settings import OfficeSettings
from services.trust.retention import DisposalCounts
from ui.pages.settings.office_card import OfficeCard
from ui.pages.settings.years_field import YearsField
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
FIRST_CHOICES = ("language-ko", "scale-0.9", "scheme-light")


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

    page.press(KEY.Key_S, CTRL)
    assert kept(page) == OfficeSettings("다른 시", "소통팀")
    assert page.find(HangulLineEdit, "officeAgency").text() == "다른 시"


def test_what_is_typed_comes_back_after_a_lock_until_it_is_saved(page):
    page.find(HangulLineEdit, "officeTeam").setFocus()
    page.keys.hangul("소통팀")
    page.find(QSpinBox, "officeAlertFrom").setFocus()
    page.find(QSpinBox, "officeAlertFrom").selectAll()
    page.keys.digits("44")
    page.find(YearsField, "officeVisitYears").setFocus()
    page.keys.digits("5")
    come_again(page)
    assert page.toast == "This is the draft you had not saved yet."
    assert page.find(HangulLineEdit, "officeTeam").text() == "소통팀"
    assert page.find(QSpinBox, "officeAlertFrom").value() == 44
    page.press(KEY.Key_S, CTRL)
    wanted = OfficeSettings(team="소통팀", alert_from=44, visit_years=5)
    assert kept(page) == wanted

    page.services.trust.save_settings.run(page.actor, OfficeSettings())
    come_again(page)
    assert page.find(HangulLineEdit, "officeTeam").text() == ""


def come_again(desk):
    """Lock, open again and go back to the settings."""
    desk.lock()
    desk.click("lockOpen")
    desk.settle()
    desk.press(KEY.Key_Comma, CTRL)
    desk.settle()


def test_a_text_that_cannot_be_stored_is_named_at_its_field_and_stays(page):
    team = page.find(HangulLineEdit, "officeTeam")
    team.setText("가" * 61)
    page.press(KEY.Key_S, CTRL)
    assert kept(page).team == ""
    assert team.text() == "가" * 61
    assert page.keys.focus is team


def test_a_group_is_tense_from_the_number_that_the_office_chose(page):
    page.find(QSpinBox, "officeCautionFrom").setValue(5)
    page.find(QSpinBox, "officeAlertFrom").setValue(8)
    page.press(KEY.Key_S, CTRL)
    page.press(KEY.Key_G, CTRL)
    told = []
    for come in (4, 5, 8):
        page.find(QSpinBox, "group-come").setValue(come)
        told.append(page.text_of("groupNotice").split(" · ")[0])
    assert told == [
        "Security will read: notice",
        "Security will read: caution",
        "Security will read: alert",
    ]


def test_an_alert_that_is_not_above_caution_is_said_at_its_field(page):
    alert = page.find(QSpinBox, "officeAlertFrom")
    alert.setValue(10)
    page.press(KEY.Key_S, CTRL)
    (row,) = (
        one for one in page.main.page.findChildren(FieldRow) if one.editor is alert
    )
    assert row.message() == "This must be more than for caution."
    assert alert.value() == 10
    assert page.keys.focus is alert
    assert kept(page) == OfficeSettings()


def test_years_are_chosen_by_typing_them_and_what_is_past_is_told(page):
    told = page.text_of("officePastKeeping")
    assert "Visits without a petition: none of 2022 or earlier" in told
    assert "Petitions: none of 2015 or earlier" in told
    page.find(YearsField, "officeVisitYears").setFocus()
    page.press(KEY.Key_1)
    page.find(YearsField, "officePetitionYears").setFocus()
    page.press(KEY.Key_End)
    page.press(KEY.Key_S, CTRL)
    assert (kept(page).visit_years, kept(page).petition_years) == (1, ALWAYS)
    assert sorted(logged(page)) == ["retention.petition_years", "retention.visit_years"]
    told = page.text_of("officePastKeeping")
    assert "Visits without a petition: none of 2024 or earlier" in told
    assert "Petitions: kept for good." in told

    page.button("officeSave").setFocus()
    page.press(KEY.Key_Z, CTRL)
    assert kept(page) == OfficeSettings()
    assert page.find(YearsField, "officeVisitYears").years() == 3


def test_a_number_of_years_is_typed_as_it_is_read(page):
    field = page.find(YearsField, "officeVisitYears")
    field.setFocus()
    chosen = []
    for key in "1030925":
        page.keys.digits(key)
        chosen.append(field.years())
    assert chosen == [1, 10, 3, 30, 30, 30, 5]


def test_counts_that_cannot_be_read_do_not_say_that_there_are_none(page, monkeypatch):
    def stumble(*_args):
        raise StorageError

    monkeypatch.setattr(DisposalCounts, "run", stumble)
    page.press(KEY.Key_F5)
    told = page.text_of("officePastKeeping")
    assert "could not be counted" in told
    assert "none" not in told


def test_the_fields_begin_below_each_other_at_every_size_in_both_languages(page):
    for look in ("scale-1", "scale-1.5", "scale-0.9", "language-ko", "language-en"):
        page.click(f"setting-{look}")
        page.settle()
        rows = page.main.page.findChildren(OfficeCard)[0].findChildren(FieldRow)
        first = [page.button(f"setting-{name}") for name in FIRST_CHOICES]
        assert len(rows) == 7
        shown = [*(row.editor for row in rows), *first]
        begins = {one.mapTo(page.main, QPoint(0, 0)).x() for one in shown}
        assert len(begins) == 1, look


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
