"""Amounts in Hangul write every digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.korean import money

VALUES = {digit: value for value, digit in enumerate("영일이삼사오육칠팔구")}
PLACES = {"십": 10, "백": 100, "천": 1000}
GROUPS = {"만": 10**4, "억": 10**8, "조": 10**12}


def read_hangul(text):
    total = group = digit = 0
    for letter in text:
        if letter in VALUES:
            digit = VALUES[letter]
        elif letter in PLACES:
            group, digit = group + digit * PLACES[letter], 0
        else:
            total, group, digit = total + (group + digit) * GROUPS[letter], 0, 0
    return total + group + digit


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (10_000, "금10,000원(금일만원)"),
        (113_560, "금113,560원(금일십일만삼천오백육십원)"),
        (234_580, "금234,580원(금이십삼만사천오백팔십원)"),
        (1_010, "금1,010원(금일천일십원)"),
        (100_000_000, "금100,000,000원(금일억원)"),
        (120_003_000, "금120,003,000원(금일억이천만삼천원)"),
        (0, "금0원(금영원)"),
    ],
)
def test_documents_write_the_amount_twice(amount, written):
    assert money.document_amount(amount) == written


def test_the_plain_amount_has_thousands_apart():
    assert money.won(113_560) == "113,560원"


@given(st.integers(0, money.LARGEST_WON))
def test_an_amount_in_hangul_reads_back(amount):
    assert read_hangul(money.in_hangul(amount)) == amount


@given(st.integers(1, money.LARGEST_WON))
def test_every_digit_but_zero_is_written(amount):
    written = [letter for letter in money.in_hangul(amount) if letter in VALUES]
    assert [VALUES[letter] for letter in written] == [
        int(digit) for digit in str(amount) if digit != "0"
    ]


@pytest.mark.parametrize("amount", [-1, money.LARGEST_WON + 1])
def test_amounts_that_cannot_be_written_are_refused(amount):
    for write in (money.won, money.in_hangul, money.document_amount):
        with pytest.raises(ValueError, match="amount"):
            write(amount)
