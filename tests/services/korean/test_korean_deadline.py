"""Deadlines: the worked examples, suspension, extension, and how near they are."""

import csv
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.korean import deadline
from services.korean.dates import SEOUL
from services.korean.deadline import (
    CountingRule,
    Excluded,
    Period,
    PeriodRule,
    PeriodUnit,
    Urgency,
    parse_period,
)

PERIODS = st.builds(
    Period, st.integers(1, 30), st.sampled_from(list(PeriodUnit)[1:])
) | st.just(Period(0, PeriodUnit.IMMEDIATE))
MOMENTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    datetime(2027, 12, 31),  # noqa: DTZ001 - the strategy adds the zone
    timezones=st.just(SEOUL),
)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


def period_of(rule):
    """Return the period meant by a line of the shared table."""
    if rule.startswith("즉시"):
        return parse_period("immediate")
    number, unit = re.search(r"(\d+)(근무시간|일|개월)", rule).groups()
    return parse_period(number + {"근무시간": "h", "일": "d", "개월": "mo"}[unit])


def test_every_worked_example_of_the_office_comes_out(calendar, shared_text):
    text = shared_text("deadline_vectors.csv").removeprefix("\ufeff")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) >= 17
    for row in rows:
        received, expected = (at(row[name][:16]) for name in ("received", "due"))
        found = deadline.due(received, period_of(row["rule"]), calendar)
        assert found.due == expected, row


@pytest.mark.parametrize(
    ("period", "received", "expected"),
    [
        ("immediate", "2026-11-23 09:00", "2026-11-23 12:00"),
        ("immediate", "2026-11-23 11:30", "2026-11-23 15:30"),
        ("immediate", "2026-11-27 17:59", "2026-11-30 11:59"),
        ("immediate", "2026-09-23 17:00", "2026-09-28 11:00"),
        ("1h", "2026-11-23 17:30", "2026-11-24 09:30"),
        ("3h", "2026-11-27 16:00", "2026-11-30 10:00"),
        ("8h", "2026-11-24 13:00", "2026-11-25 12:00"),
        ("1d", "2026-11-24 14:00", "2026-11-25 14:00"),
        ("3d", "2026-10-01 16:00", "2026-10-07 16:00"),
        ("5d", "2026-11-23 09:00", "2026-11-27 18:00"),
        ("6d", "2026-11-23 09:00", "2026-11-30 18:00"),
        ("7d", "2026-11-24 10:00", "2026-12-02 18:00"),
        ("7d", "2026-10-03 13:00", "2026-10-15 18:00"),
        ("7d", "2026-11-23 18:30", "2026-12-02 18:00"),
        ("14d", "2026-09-17 10:00", "2026-10-12 18:00"),
        ("14d", "2026-11-24 10:00", "2026-12-11 18:00"),
        ("2w", "2026-11-24 10:00", "2026-12-07 18:00"),
        ("1mo", "2026-10-30 10:00", "2026-11-30 18:00"),
        ("1mo", "2027-01-31 20:00", "2027-03-02 18:00"),
        ("1y", "2026-11-24 10:00", "2027-11-23 18:00"),
    ],
)
def test_a_period_ends_where_the_law_says(calendar, period, received, expected):
    found = deadline.due(at(received), parse_period(period), calendar)
    assert found.due == at(expected)


@pytest.mark.parametrize(
    ("period", "rule"),
    [
        ("immediate", CountingRule.IMMEDIATE),
        ("3h", CountingRule.WORKING_HOURS),
        ("5d", CountingRule.DAYS_AS_HOURS),
        ("6d", CountingRule.WORKING_DAYS),
        ("2w", CountingRule.CALENDAR),
        ("1mo", CountingRule.CALENDAR),
        ("1y", CountingRule.CALENDAR),
    ],
)
def test_a_deadline_keeps_how_it_was_counted(calendar, period, rule):
    supplement = Excluded("supplement", date(2026, 11, 24), date(2026, 11, 25))
    found = deadline.due(
        at("2026-11-23 10:00"), parse_period(period), calendar, [supplement]
    )
    assert found.rule is rule
    assert found.table_version == calendar.holidays.version
    assert found.excluded == (supplement,)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("3h", "2026-11-26 10:00"),
        ("7d", "2026-12-03 18:00"),
        ("2w", "2026-12-08 18:00"),
        ("1mo", "2026-12-24 18:00"),
    ],
)
def test_days_of_a_supplement_are_not_counted(calendar, period, expected):
    asked_and_answered = Excluded("supplement", date(2026, 11, 24), date(2026, 11, 25))
    received = at("2026-11-23 16:00")
    found = deadline.due(received, parse_period(period), calendar, [asked_and_answered])
    assert found.due == at(expected)


def test_overlapping_spans_are_left_out_once(calendar):
    one = Excluded("supplement", date(2026, 11, 24), date(2026, 11, 25))
    both = [one, Excluded("hearing", date(2026, 11, 25), date(2026, 11, 26))]
    whole = [Excluded("all", date(2026, 11, 24), date(2026, 11, 26))]
    received, period = at("2026-11-23 10:00"), parse_period("7d")
    assert (
        deadline.due(received, period, calendar, both).due
        == deadline.due(received, period, calendar, whole).due
        == at("2026-12-04 18:00")
    )


def test_days_that_run_backwards_are_refused():
    with pytest.raises(ValueError, match="before they begin"):
        Excluded("supplement", date(2026, 11, 25), date(2026, 11, 24))


@pytest.mark.parametrize(
    ("old", "period", "expected"),
    [
        ("2026-12-01 18:00", "7d", "2026-12-10 18:00"),
        ("2026-12-04 18:00", "7d", "2026-12-15 18:00"),
        ("2026-12-04 10:00", "5d", "2026-12-11 18:00"),
        ("2026-12-09 18:00", "1mo", "2027-01-11 18:00"),
    ],
)
def test_an_extension_runs_from_the_day_after(calendar, old, period, expected):
    found = deadline.extended_due(at(old), parse_period(period), calendar)
    assert found.due == at(expected)


def test_an_extension_leaves_days_out_too(calendar):
    survey = Excluded("survey", date(2026, 12, 3), date(2026, 12, 4))
    found = deadline.extended_due(
        at("2026-12-01 18:00"), parse_period("7d"), calendar, [survey]
    )
    assert found.due == at("2026-12-14 18:00")
    assert found.excluded == (survey,)


def test_an_instant_without_a_zone_is_refused(calendar):
    naive = datetime(2026, 11, 23, 9)  # noqa: DTZ001 - naive on purpose
    for count in (deadline.due, deadline.extended_due):
        with pytest.raises(ValueError, match="time zone"):
            count(naive, parse_period("7d"), calendar)


@pytest.mark.parametrize(
    ("now", "left", "text", "urgency"),
    [
        ("2026-11-20 10:00", 4, "D-4(근무일)", Urgency.NORMAL),
        ("2026-11-23 10:00", 3, "D-3(근무일)", Urgency.NORMAL),
        ("2026-11-24 10:00", 2, "D-2(근무일)", Urgency.SOON),
        ("2026-11-25 23:00", 1, "D-1(근무일)", Urgency.SOON),
        ("2026-11-26 00:00", 0, "D-Day", Urgency.TODAY),
        ("2026-11-26 18:00", 0, "D-Day", Urgency.TODAY),
        ("2026-11-26 18:01", 0, "D-Day", Urgency.OVERDUE),
        ("2026-11-27 10:00", -1, "D+1(근무일)", Urgency.OVERDUE),
        ("2026-11-28 10:00", -1, "D+1(근무일)", Urgency.OVERDUE),
        ("2026-11-30 10:00", -2, "D+2(근무일)", Urgency.OVERDUE),
    ],
)
def test_nearness_is_counted_in_working_days(calendar, now, left, text, urgency):
    due = at("2026-11-26 18:00")
    assert deadline.working_days_left(at(now), due, calendar) == left
    assert deadline.days_left_text(at(now), due, calendar) == text
    assert deadline.warning(at(now), due, calendar) is urgency


def test_a_weekend_after_the_deadline_is_already_late(calendar):
    friday, saturday = at("2026-11-27 18:00"), at("2026-11-28 09:00")
    assert deadline.working_days_left(saturday, friday, calendar) == -1


def test_the_days_left_read_in_english_too(calendar):
    now, due = at("2026-11-23 10:00"), at("2026-11-26 18:00")
    text = deadline.days_left_text(now, due, calendar, "en")
    assert text == "D-3 (working days)"


def test_today_is_today_in_seoul(calendar):
    now = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)
    assert deadline.warning(now, at("2026-11-26 18:00"), calendar) is Urgency.TODAY


def test_how_soon_is_soon_is_a_setting(calendar):
    now, due = at("2026-11-23 10:00"), at("2026-11-26 18:00")
    assert deadline.warning(now, due, calendar, soon_days=3) is Urgency.SOON


@pytest.mark.parametrize(
    "text", ["", "14", "d", "0d", "-1d", "14 d", "1.5d", "14D", "٣d", "immediately"]
)
def test_other_words_are_no_period(text):
    with pytest.raises(ValueError, match="written like"):
        parse_period(text)


@pytest.mark.parametrize(
    ("amount", "unit"),
    [(0, PeriodUnit.DAYS), (-1, PeriodUnit.HOURS), (3, PeriodUnit.IMMEDIATE)],
)
def test_an_amount_that_fits_no_unit_is_refused(amount, unit):
    with pytest.raises(ValueError, match="amount"):
        Period(amount, unit)


def test_the_rule_in_force_on_the_day_holds():
    old = PeriodRule("suggestion", parse_period("7d"), "old", date(2018, 1, 1))
    new = PeriodRule("suggestion", parse_period("14d"), "new", date(2022, 7, 12))
    other = PeriodRule("other", parse_period("immediate"), "new", date(2024, 1, 1))
    rules = [new, other, old]
    assert deadline.rule_for("suggestion", date(2026, 11, 23), rules) is new
    assert deadline.rule_for("suggestion", date(2022, 7, 12), rules) is new
    assert deadline.rule_for("suggestion", date(2022, 7, 11), rules) is old
    assert deadline.rule_for("suggestion", date(2017, 12, 31), rules) is None
    assert deadline.rule_for("grievance", date(2026, 11, 23), rules) is None


@given(period=PERIODS)
def test_a_written_period_reads_back(period):
    assert parse_period(str(period)) == period


@given(received=MOMENTS, period=PERIODS)
def test_a_deadline_falls_into_working_time_after_receipt(calendar, received, period):
    due = deadline.due(received, period, calendar).due
    assert due > received
    assert calendar.is_work_day(due.date())
    assert any(a < due.time() <= b for a, b in calendar.hours.spans)


@given(received=MOMENTS, period=PERIODS, gap=st.integers(0, 20))
def test_days_left_out_never_bring_a_deadline_forward(calendar, received, period, gap):
    span = Excluded("x", received.date(), received.date() + timedelta(days=gap))
    later = deadline.due(received, period, calendar, [span]).due
    assert later >= deadline.due(received, period, calendar).due
    assert later.date() not in span.days()


@given(first=MOMENTS, second=MOMENTS, period=PERIODS)
def test_who_comes_first_is_due_first(calendar, first, second, period):
    early, late = sorted((first, second))
    assert (
        deadline.due(early, period, calendar).due
        <= deadline.due(late, period, calendar).due
    )


@given(now=MOMENTS, due=MOMENTS)
def test_words_and_colours_agree(calendar, now, due):
    due = deadline.due(due, parse_period("6d"), calendar).due
    left = deadline.working_days_left(now, due, calendar)
    urgency = deadline.warning(now, due, calendar)
    assert (urgency is Urgency.OVERDUE) == (now > due)
    assert left >= 0 or urgency is Urgency.OVERDUE
    assert urgency is not Urgency.TODAY or left == 0
