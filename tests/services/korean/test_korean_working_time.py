"""Working hours and days are counted as the law counts them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.korean import working_time as work
from services.korean.dates import SEOUL
from services.korean.holidays import HolidayTable
from services.korean.working_time import WorkCalendar, WorkingHours

WEEKDAYS_ONLY = WorkCalendar(HolidayTable({}, "no holidays"))
MOMENTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    datetime(2027, 12, 31),  # noqa: DTZ001 - the strategy adds the zone
    timezones=st.just(SEOUL),
)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


def minutes_worked(first, last, calendar):
    """Count the slow way, minute by minute."""
    minute, count = first, 0
    while minute < last:
        in_hours = any(a <= minute.time() < b for a, b in calendar.hours.spans)
        count += in_hours and calendar.is_work_day(minute.date())
        minute += timedelta(minutes=1)
    return count


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23 09:00", 3, "2026-11-23 12:00"),
        ("2026-11-23 09:00", 8, "2026-11-23 18:00"),
        ("2026-11-23 11:59", 3, "2026-11-23 15:59"),
        ("2026-11-23 12:30", 1, "2026-11-23 14:00"),
        ("2026-11-23 18:00", 1, "2026-11-24 10:00"),
        ("2026-11-27 19:00", 8, "2026-11-30 18:00"),
        ("2026-12-24 17:00", 3, "2026-12-28 11:00"),
        ("2026-11-21 10:00", 1, "2026-11-23 10:00"),
    ],
)
def test_hours_are_used_up_in_working_time(calendar, start, hours, end):
    assert work.add_hours(at(start), hours, calendar) == at(end)


@pytest.mark.parametrize(
    ("first", "n", "end"),
    [
        ("2026-11-23", 1, "2026-11-23 18:00"),
        ("2026-11-21", 1, "2026-11-23 18:00"),
        ("2026-09-21", 6, "2026-09-30 18:00"),
    ],
)
def test_the_first_day_counts(calendar, first, n, end):
    assert work.nth_day(date.fromisoformat(first), n, calendar) == at(end)


@pytest.mark.parametrize(
    ("first", "months", "end"),
    [
        ("2026-01-01", 1, "2026-02-02 18:00"),
        ("2026-03-02", 1, "2026-04-01 18:00"),
        ("2026-03-30", 1, "2026-04-29 18:00"),
        ("2026-12-01", 1, "2026-12-31 18:00"),
        ("2027-01-30", 1, "2027-03-02 18:00"),
        ("2026-11-24", 12, "2027-11-23 18:00"),
    ],
)
def test_months_end_the_day_before_the_matching_date(calendar, first, months, end):
    assert work.months_after(date.fromisoformat(first), months, calendar) == at(end)


def test_weeks_run_through_and_end_on_a_working_day(calendar):
    assert work.weeks_after(date(2026, 11, 24), 2, calendar) == at("2026-12-07 18:00")
    assert work.weeks_after(date(2026, 11, 23), 1, calendar) == at("2026-11-30 18:00")


def test_days_left_out_do_not_count(calendar):
    closed = calendar.closed_on(frozenset({date(2026, 11, 24), date(2026, 11, 28)}))
    assert work.nth_day(date(2026, 11, 23), 2, closed) == at("2026-11-25 18:00")
    assert work.add_hours(at("2026-11-23 17:00"), 2, closed) == at("2026-11-25 10:00")
    assert work.weeks_after(date(2026, 11, 24), 1, closed) == at("2026-12-02 18:00")


def test_the_next_working_minute_is_now_or_the_next_opening(calendar):
    for start, begins in [
        ("2026-11-23 10:07", "2026-11-23 10:07"),
        ("2026-11-23 12:00", "2026-11-23 13:00"),
        ("2026-11-23 07:00", "2026-11-23 09:00"),
        ("2026-11-27 18:00", "2026-11-30 09:00"),
    ]:
        assert work.next_working_minute(at(start), calendar) == at(begins)


def test_instants_of_other_zones_are_counted_in_seoul(calendar):
    start = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    assert work.add_hours(start, 1, calendar) == at("2026-11-23 10:00")


def test_an_instant_without_a_zone_is_refused(calendar):
    naive = datetime(2026, 11, 23, 9)  # noqa: DTZ001 - naive on purpose
    with pytest.raises(ValueError, match="time zone"):
        work.add_hours(naive, 1, calendar)
    with pytest.raises(ValueError, match="time zone"):
        work.next_working_minute(naive, calendar)


def test_a_period_of_nothing_is_refused(calendar):
    day = date(2026, 11, 23)
    with pytest.raises(ValueError, match="from one"):
        work.add_hours(at("2026-11-23 09:00"), 0, calendar)
    for count in (work.nth_day, work.weeks_after, work.months_after):
        with pytest.raises(ValueError, match="from one"):
            count(day, 0, calendar)


@pytest.mark.parametrize(
    "spans",
    [
        (),
        ((time(12), time(9)),),
        ((time(9), time(9)),),
        ((time(9), time(13)), (time(12), time(18))),
    ],
)
def test_hours_out_of_order_are_refused(spans):
    with pytest.raises(ValueError, match="in order"):
        WorkingHours(spans, "test")


def test_other_hours_can_be_set(table):
    hours = WorkingHours(((time(10), time(16)),), "조례")
    short = WorkCalendar(table, hours)
    assert work.add_hours(at("2026-11-23 15:00"), 2, short) == at("2026-11-24 11:00")
    assert work.nth_day(date(2026, 11, 23), 1, short) == at("2026-11-23 16:00")


@settings(deadline=None)  # counts minute by minute
@given(start=MOMENTS, hours=st.integers(1, 40))
def test_exactly_the_hours_are_worked(start, hours):
    start = start.replace(second=0, microsecond=0)
    end = work.add_hours(start, hours, WEEKDAYS_ONLY)
    assert minutes_worked(start, end, WEEKDAYS_ONLY) == 60 * hours


@given(first=DAYS, n=st.integers(1, 60))
def test_the_nth_day_is_a_working_day_with_n_counted(calendar, first, n):
    last = work.nth_day(first, n, calendar).date()
    span = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    assert sum(map(calendar.is_work_day, span)) == n
    assert calendar.is_work_day(last)


@given(first=DAYS, months=st.integers(1, 24))
def test_months_end_on_a_working_day_about_that_long_after(calendar, first, months):
    last = work.months_after(first, months, calendar).date()
    assert calendar.is_work_day(last)
    assert 28 * months - 1 <= (last - first).days <= 31 * months + 10


@given(start=MOMENTS, hours=st.integers(1, 20), more=st.integers(1, 20))
def test_hours_add_up(calendar, start, hours, more):
    halfway = work.add_hours(start, hours, calendar)
    assert work.add_hours(halfway, more, calendar) == work.add_hours(
        start, hours + more, calendar
    )
