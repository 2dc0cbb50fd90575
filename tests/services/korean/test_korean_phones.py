"""Phone numbers: compared, grouped, masked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.korean import phones
from services.korean.phones import PhoneMask

STYLES = st.sampled_from(PhoneMask)
PHONE_LIKE = st.text("0123456789-+ ()*") | st.text(st.characters())
MOBILE = st.from_regex(r"010[0-9]{8}", fullmatch=True)


@pytest.mark.parametrize(
    ("typed", "plain", "grouped"),
    [
        ("01000001234", "01000001234", "010-0000-1234"),
        ("010 0000-1234", "01000001234", "010-0000-1234"),
        ("０１０－００００－１２３４", "01000001234", "010-0000-1234"),
        ("+82 10-0000-1234", "01000001234", "010-0000-1234"),
        ("+82 (0)10-0000-1234", "01000001234", "010-0000-1234"),
        ("0082 2 123 4567", "021234567", "02-123-4567"),
        ("821000001234", "01000001234", "010-0000-1234"),
        ("0212345678", "0212345678", "02-1234-5678"),
        ("0319000000", "0319000000", "031-900-0000"),
        ("050412345678", "050412345678", "0504-1234-5678"),
        ("15881234", "15881234", "1588-1234"),
        ("9001234", "9001234", "900-1234"),
        ("1234", "1234", "1234"),
        ("+82", "", ""),
        ("없음", "", ""),
    ],
)
def test_a_number_is_compared_and_printed_in_one_form(typed, plain, grouped):
    assert phones.digits(typed) == plain
    assert phones.format_phone(typed) == grouped


@pytest.mark.parametrize(
    ("typed", "middle", "last"),
    [
        ("010-0000-1234", "010-****-1234", "010-0000-****"),
        ("02-123-4567", "02-***-4567", "02-123-****"),
        ("1588-1234", "****-1234", "1588-****"),
        ("1234", "****-1234", "****-****"),
        ("12", "**", "**"),
        ("", "", ""),
        ("12345678901234", "**********-1234", "1234567890-****"),
    ],
)
def test_one_block_is_hidden(typed, middle, last):
    assert phones.mask_phone(typed, PhoneMask.MIDDLE) == middle
    assert phones.mask_phone(typed, PhoneMask.LAST) == last


def test_the_last_four_digits_are_a_search_key():
    assert phones.last_four("010-0000-1234") == "1234"
    assert phones.last_four("12") == "12"


@given(PHONE_LIKE)
def test_digits_survive_grouping(text):
    assert phones.digits(phones.format_phone(text)) == phones.digits(text)


@given(PHONE_LIKE, STYLES)
def test_masking_twice_changes_nothing(text, style):
    once = phones.mask_phone(text, style)
    assert phones.mask_phone(once, style) == once


@given(PHONE_LIKE, STYLES)
def test_something_is_hidden_wherever_there_are_digits(text, style):
    masked = phones.mask_phone(text, style)
    assert ("*" in masked) == bool(masked)
    assert bool(masked) or not phones.digits(text)


@given(MOBILE, STYLES)
def test_each_hidden_digit_is_one_star(phone, style):
    shown = phones.mask_phone(phone, style).replace("-", "")
    assert len(shown) == len(phone)
    assert shown.count("*") == 4
    assert all(a in (b, "*") for a, b in zip(shown, phone, strict=True))


@pytest.mark.parametrize(
    "text", ["010-1234-5678", "+82 10 1234 5678", "(02) 123.4567", "５６７８", "12"]
)
def test_a_number_or_a_part_of_one_is_a_number(text):
    assert phones.is_number(text)


@pytest.mark.parametrize(
    "text",
    ["", "-", "abc", "M12345678", "880101-*******", "010-1234-5678 집", "1" * 16],
)
def test_what_is_masked_or_has_letters_is_no_number(text):
    assert not phones.is_number(text)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("01012345678", True),
        ("021234567", True),
        ("0312345678", True),
        ("15881234", True),
        ("5678", True),
        ("12", False),
        ("1234567", False),
        ("0101234567890", False),
    ],
)
def test_a_whole_number_can_be_dialled_or_is_its_last_four_digits(text, whole):
    assert phones.is_whole(text) is whole
