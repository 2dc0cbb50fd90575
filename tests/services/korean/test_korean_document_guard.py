"""Identity numbers and broken characters are found in every disguise.

All numbers are invented; none carries a valid check digit on purpose.
"""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.korean import document_guard as guard
from services.korean.document_guard import GuardedKind, TextFault

RESIDENT = st.from_regex(
    r"[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])-[1-8][0-9]{6}", fullmatch=True
)
AROUND = st.text("가나 다.,\n()")
GUARDED_LIKE = st.text("0123456789- M") | st.text()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("711231-1234567", "711231-*******"),
        ("번호 711231-1234567번", "번호 711231-*******번"),
        ("7112311234567", "711231-*******"),
        ("711231 - 2234567", "711231-*******"),
        ("7 1 1 2 3 1 - 1 2 3 4 5 6 7", "711231-*******"),
        ("번호 7 1 1 2 3 1 2 2 3 4 5 6 7 끝", "번호 711231-******* 끝"),
        ("71 12 31 - 1234567", "711231-*******"),
        ("711231–1234567", "711231-*******"),
        ("７１１２３１－１２３４５６７", "711231-*******"),
        ("711231-\u200b1234567", "711231-*******"),
        ("711231-\x001234567", "711231-*******"),
        ("000229-3234567", "000229-*******"),
        ("여권 M12345678", "여권 M********"),
        ("m123A4567", "m********"),
        ("면허 11-22-333333-44", "면허 11-**-******-**"),
        ("경기-22-333333-44", "경기-**-******-**"),
        ("711231-1234567 M12345678", "711231-******* M********"),
    ],
)
def test_identity_numbers_are_masked(text, masked):
    assert guard.drop_guarded(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "010-1234-5678",
        "2026-A-0037",
        "711331-1234567",
        "7 1 1 3 3 1 - 1 2 3 4 5 6 7",
        "7 1 1 2 3 1 1 2 3 4 5 6 7 8 9",
        "0 7 1 1 2 3 1 1 2 3 4 5 6 7",
        "710230-1234567",
        "711231-9234567",
        "711231-12345678",
        "1711231-1234567",
        "711231-*******",
        "XM12345678",
        "AM123456789",
        "31-22-333333-44",
        "접수 20261123 14:00",
        "금113,560원",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert guard.guarded_spans(text) == ()
    assert guard.drop_guarded(text) == text


def test_resident_and_foreigner_numbers_are_told_apart():
    text = "711231-1234567, 711231-5234567, M12345678"
    assert [(s.kind, s.start, s.end) for s in guard.resident_numbers(text)] == [
        (GuardedKind.RESIDENT_NUMBER, 0, 14),
        (GuardedKind.FOREIGNER_NUMBER, 16, 30),
    ]
    assert guard.guarded_spans(text)[-1].kind is GuardedKind.PASSPORT


def test_overlapping_finds_count_once():
    spans = guard.guarded_spans("11-71-123113-45 711231-12345678")
    assert [span.kind for span in spans] == [GuardedKind.DRIVER_LICENCE]


def test_every_fault_is_named_once_and_in_order():
    text = "\x00\ud800\x07\u202e711231-1234567 711231-5234567 M12345678 11-22-333333-44"
    assert guard.text_faults(text, 10) == tuple(TextFault)


def test_ordinary_text_has_no_fault():
    assert guard.text_faults("첫 줄\r\n둘째 줄\t끝 👍", 20) == ()
    assert guard.text_faults("", 0) == ()


def test_a_text_may_be_exactly_as_long_as_its_field():
    assert guard.text_faults("가" * 5, 5) == ()
    assert guard.text_faults("가" * 6, 5) == (TextFault.TOO_LONG,)


@given(AROUND, RESIDENT, AROUND)
def test_a_resident_number_is_found_in_any_sentence(before, number, after):
    text = before + number + after
    (span,) = guard.resident_numbers(text)
    assert text[span.start : span.end] == number
    assert guard.drop_guarded(text) == f"{before}{number[:6]}-*******{after}"


@given(GUARDED_LIKE)
def test_a_cleaned_text_holds_no_identity_number(text):
    cleaned = guard.drop_guarded(guard.storable(text))
    assert guard.guarded_spans(cleaned) == ()
    assert guard.drop_guarded(cleaned) == cleaned


@given(st.text(st.characters()))
def test_spans_stand_in_order_inside_the_text(text):
    edges = [edge for s in guard.guarded_spans(text) for edge in (s.start, s.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)


@given(st.text(st.characters(codec=None)))
def test_storable_text_can_be_written(text):
    stored = guard.storable(text)
    assert "\x00" not in stored
    assert stored.encode("utf-8").decode("utf-8") == stored
    assert guard.storable(stored) == stored


def test_no_look_alike_of_a_digit_hides_a_number():
    alike = {digit: [] for digit in "0123456789"}
    for letter in map(chr, range(sys.maxunicode + 1)):
        value = unicodedata.decimal(letter, None)
        digit = unicodedata.normalize("NFKC", letter) if value is None else str(value)
        alike.get(digit, []).append(letter)
    for at in range(max(map(len, alike.values()))):
        table = {ord(d): letters[at % len(letters)] for d, letters in alike.items()}
        number = "900101-1234567".translate(table)
        assert guard.text_faults(number, 20) == (TextFault.RESIDENT_NUMBER,)
