"""The holiday table is data, versioned and complete."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.korean.holidays import HolidayName, HolidayTable, builtin, from_csv

HEADER = "date,weekday,name_ko,name_en,certainty\n"
NAME = HolidayName("임시공휴일", "Temporary Public Holiday")


def test_the_builtin_table_equals_the_checked_one(shared_text):
    checked = from_csv(shared_text("kr_holidays_2018_2031.csv"), "checked")
    assert dict(builtin(range(2018, 2032)).days) == dict(checked.days)


@pytest.mark.parametrize(
    ("day", "korean"),
    [
        (date(2026, 5, 1), "노동절"),
        (date(2026, 7, 17), "제헌절"),
        (date(2026, 9, 24), "추석 전날"),
        (date(2026, 10, 5), "개천절 대체 휴일"),
        (date(2027, 2, 9), "설날 대체 휴일"),
        (date(2027, 5, 3), "노동절 대체 휴일"),
        (date(2028, 10, 5), "추석 대체 휴일"),
    ],
)
def test_the_laws_of_2026_are_known(table, day, korean):
    assert table.name(day) == korean
    assert table.is_holiday(day)
    assert not table.is_work_day(day)


def test_days_without_a_holiday_have_no_name(table):
    assert table.name(date(2026, 11, 23)) == ""
    assert table.is_work_day(date(2026, 11, 23))
    assert not table.is_work_day(date(2026, 11, 21))
    assert not table.is_holiday(date(2026, 11, 22))


def test_names_come_in_english_too(table):
    assert table.name(date(2026, 12, 25), "en") == "Christmas Day"


def test_a_table_knows_which_years_it_covers(table):
    assert table.covers(date(2018, 7, 2))
    assert not table.covers(date(2033, 1, 1))
    assert "2018-2032" in table.version


def test_a_changed_table_is_a_new_version(table):
    day = date(2026, 11, 23)
    added = table.with_days({day: NAME}, "office 2")
    assert added.name(day) == "임시공휴일"
    assert added.version == "office 2"
    assert not table.is_holiday(day)
    assert added.without_days(frozenset({day}), "office 3").days == table.days


def test_a_table_cannot_be_changed_from_outside():
    days = {date(2026, 11, 23): NAME}
    table = HolidayTable(days, "1")
    days.clear()
    assert table.is_holiday(date(2026, 11, 23))


def test_a_file_may_start_with_a_byte_order_mark():
    text = "\ufeff" + HEADER + "2026-12-25,금,기독탄신일,Christmas Day,computed\r\n"
    assert from_csv(text, "1").name(date(2026, 12, 25)) == "기독탄신일"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "columns"),
        ("date,name_ko\n", "columns"),
        (HEADER + "2026-13-01,월,가,a,b\n", "line 2"),
        (HEADER + "2026-12-25,금,가,a,b\n2026-12-25,금,가,a,b\n", "line 3"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line(text, fault):
    with pytest.raises(ValueError, match=fault):
        from_csv(text, "1")


def test_a_row_may_lack_its_names():
    assert from_csv(HEADER + "2026-12-25\n", "1").is_holiday(date(2026, 12, 25))


@given(st.dictionaries(st.dates(), st.just(NAME)), st.dates())
def test_a_day_is_worked_or_off(days, day):
    table = HolidayTable(days, "1")
    off = table.is_holiday(day) or day.weekday() in {5, 6}
    assert table.is_work_day(day) != off
