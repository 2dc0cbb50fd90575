"""A telephone field keeps what it is given or says so; no other number becomes one."""

import pytest
from PySide6.QtCore import Qt

from models.values import Matter
from services.core.drafts import Typed
from tests.ui.test_every_field import paste
from ui.widgets.digits_edit import DigitsEdit
from ui.widgets.hangul_line_edit import HangulLineEdit

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def form(desk):
    """The check-in form with a name in it."""
    desk.open_check_in()
    desk.keys.hangul("김하늘")
    desk.find(DigitsEdit, "checkInPhone").setFocus()
    return desk


def waiting(desk):
    return desk.services.reception.waiting_list.run(desk.actor).rows


@pytest.mark.parametrize("typed", ["M12345678", "abc"])
def test_letters_are_not_swallowed_and_not_saved_as_a_telephone(form, typed):
    form.keys.digits(typed)
    assert form.find(DigitsEdit, "checkInPhone").text() == typed
    assert form.message_of("checkInPhone") == "Numbers only."
    form.press(KEY.Key_S, CTRL)
    assert form.panel is not None
    assert form.message_of("checkInPhone")
    assert waiting(form) == ()


@pytest.mark.parametrize("typed", ["12", "0101234"])
def test_half_a_number_is_said_with_its_count_and_may_be_saved(form, typed):
    form.keys.digits(typed)
    form.press(KEY.Key_Tab)
    told = form.message_of("checkInPhone")
    assert told == (f"A telephone number has 10 or 11 digits; this has {len(typed)}.")
    form.press(KEY.Key_S, CTRL)
    assert len(waiting(form)) == 1


@pytest.mark.parametrize("typed", ["5678", "010-5550-0421", "02-555-0421"])
def test_the_last_four_digits_and_whole_numbers_are_welcome(form, typed):
    form.keys.digits(typed)
    form.press(KEY.Key_Tab)
    assert form.message_of("checkInPhone") == ""


def test_a_masked_number_of_a_draft_is_no_telephone(desk):
    save, actor = desk.services.trust.save_draft, desk.actor
    kept: dict[str, Typed] = {
        "name": "김하늘",
        "phone": "880101-*******",
        "matter": Matter.COUNSEL.value,
    }
    save.run(actor, "check_in", kept)
    desk.open_check_in()
    assert desk.find(DigitsEdit, "checkInPhone").text() == "880101-*******"
    desk.press(KEY.Key_S, CTRL)
    assert desk.message_of("checkInPhone") == "This is not a telephone number."
    assert waiting(desk) == ()


@pytest.mark.parametrize("field", ["checkInName", "checkInTitle"])
def test_a_resident_number_with_blanks_between_is_one(form, field):
    paste(form, form.find(HangulLineEdit, field), "8 8 0 1 0 1 - 1 2 3 4 5 6 7")
    form.press(KEY.Key_S, CTRL)
    assert "Resident registration numbers" in form.message_of(field)
    assert waiting(form) == ()


def test_two_lines_that_become_one_name_are_said_at_the_field(form):
    name = form.find(HangulLineEdit, "checkInName")
    paste(form, name, "김하늘\t010-5550-0001\n박보람\t010-5550-0002\n")
    assert "Several lines were pasted" in form.message_of("checkInName")
    paste(form, name, "김하늘\n")
    assert form.message_of("checkInName") == ""
