"""Dates read as office paper writes them."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.korean import dates

MONDAY = date(2026, 11, 23)


def test_a_date_has_stops_without_leading_zeros_and_its_weekday():
    assert dates.date_text(MONDAY) == "2026. 11. 23.(월)"
    assert dates.date_text(date(2027, 1, 3)) == "2027. 1. 3.(일)"


def test_a_date_reads_in_english_too():
    assert dates.date_text(MONDAY, "en") == "Mon, 23 Nov 2026"
    assert dates.date_short(MONDAY, "en") == "23 Nov 2026"
    assert dates.month_text(MONDAY, "en") == "Nov 2026"
    assert dates.weekday_letter(MONDAY, "en") == "Mon"


def test_short_forms_leave_the_weekday_and_the_day_out():
    assert dates.date_short(MONDAY) == "2026. 11. 23."
    assert dates.month_text(MONDAY) == "2026. 11."


def test_time_has_two_digits_each():
    assert dates.time_text(time(9, 5)) == "09:05"
    assert dates.time_range(time(14), time(15)) == "14:00 ~ 15:00"


def test_an_instant_is_shown_on_the_seoul_clock():
    moment = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
    assert dates.instant_text(moment) == "2026. 11. 23.(월) 00:30"
    assert dates.instant_text(moment, "en") == "Mon, 23 Nov 2026 00:30"


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        dates.time_text(datetime(2026, 11, 23, 9))  # noqa: DTZ001 - naive on purpose


@pytest.mark.parametrize(
    ("last", "korean", "english"),
    [
        (date(2026, 11, 23), "2026. 11. 23.(월)", "Mon, 23 Nov 2026"),
        (
            date(2026, 11, 27),
            "2026. 11. 23.(월) ~ 11. 27.(금)",
            "Mon, 23 Nov ~ Fri, 27 Nov 2026",
        ),
        (
            date(2027, 1, 4),
            "2026. 11. 23.(월) ~ 2027. 1. 4.(월)",
            "Mon, 23 Nov 2026 ~ Mon, 4 Jan 2027",
        ),
        (None, "2026. 11. 23.(월) ~ (계속)", "Mon, 23 Nov 2026 ~ (ongoing)"),
    ],
)
def test_a_range_names_a_shared_year_once(last, korean, english):
    assert dates.range_text(MONDAY, last) == korean
    assert dates.range_text(MONDAY, last, "en") == english


def test_a_range_that_runs_backwards_is_refused():
    with pytest.raises(ValueError, match="before it begins"):
        dates.range_text(MONDAY, date(2026, 11, 22))


@given(st.dates())
def test_the_digits_of_a_date_read_back(day):
    year, month, rest = dates.date_text(day).split(". ")
    assert date(int(year), int(month), int(rest.split(".")[0])) == day


@given(st.dates())
def test_the_nth_weekday_counts_weeks_of_its_month(day):
    earlier = [n for n in range(1, day.day + 1) if (day.day - n) % 7 == 0]
    assert dates.nth_weekday_of_month(day) == len(earlier)


NEAR = date(2026, 12, 10)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_that_was_written_is_read_as_itself(day):
    for told in (
        dates.date_text(day),
        dates.date_short(day),
        f"{dates.date_short(day)}({dates.weekday_letter(day, 'en')})",
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}년 {day.month}월 {day.day}일",
    ):
        assert dates.read_day(told, NEAR) == day


@given(st.dates(date(2026, 7, 1), date(2027, 5, 31)))
def test_a_day_without_its_year_is_the_closest_one(day):
    assert dates.read_day(f"{day.month}. {day.day}.", NEAR) == day
    assert dates.read_day(f"{day.month}/{day.day}", NEAR) == day


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026. 12", "12", "1205", "2026. 2. 30.", "13/1", "1.2.3", "가"],
)
def test_half_a_day_is_none(text):
    assert dates.read_day(text, NEAR) is None


def test_full_width_digits_are_digits():
    assert dates.read_day("２０２６．１２．５", NEAR) == date(2026, 12, 5)
    assert dates.read_time("１４：３０") == time(14, 30)


@given(st.times())
def test_a_time_that_was_written_is_read_as_itself(moment):
    whole = time(moment.hour, moment.minute)
    for told in (
        dates.time_text(whole),
        f"{whole:%H%M}",
        f"{whole.hour}.{whole.minute:02}",
        f"{whole.hour}시 {whole.minute}분",
    ):
        assert dates.read_time(told) == whole


@pytest.mark.parametrize("text", ["", "24:00", "9:5", "960", "12345", "오전"])
def test_half_a_time_is_none(text):
    assert dates.read_time(text) is None
