"""Sessions of the series, where they move, and which fall before an election."""

import csv
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.korean.dates import nth_weekday_of_month, weekday_letter
from services.korean.election import (
    Election,
    RestrictedWindow,
    restricted_window,
    restricting,
)
from services.korean.thursdays import Move, Series, nth_weekdays, proposals

THURSDAYS = Series()
DAYS = st.dates(date(2018, 1, 1), date(2031, 12, 31))
SESSIONS = st.sampled_from(
    nth_weekdays(date(2018, 7, 1), date(2031, 12, 31), THURSDAYS)
)
NTHS = {2: "둘째", 4: "넷째"}

ELECTIONS = (
    Election(date(2020, 4, 15), "제21대 총선", "21st general election"),
    Election(date(2022, 3, 9), "제20대 대선", "20th presidential election"),
    Election(date(2022, 6, 1), "제8회 지방선거", "8th local elections"),
    Election(date(2024, 4, 10), "제22대 총선", "22nd general election"),
    Election(date(2026, 6, 3), "제9회 지방선거", "9th local elections"),
    Election(date(2028, 4, 12), "제23대 총선(예정)", "23rd general election"),
    Election(date(2030, 3, 27), "대통령 선거일(예정)", "presidential election"),
    Election(date(2030, 6, 12), "지방선거일(예정)", "local elections"),
)


def row_of(day, table):
    """Return a line of the shared table as the rules compute it."""
    holiday = table.name(day)
    found = proposals(day, table, THURSDAYS)
    moves = (
        found.next_free,
        found.previous_business_day,
        found.next_business_day,
    )
    windows = [
        f"{election.korean} D-60({window.first})~{window.last}"
        for election in restricting(day, ELECTIONS)
        for window in [restricted_window(election.day)]
    ]
    return [
        str(day),
        weekday_letter(day),
        NTHS[nth_weekday_of_month(day)],
        "공휴일" if holiday else "정상",
        holiday,
        *(str(move) if holiday else "" for move in moves),
        ", ".join(windows),
    ]


def test_the_rules_reproduce_the_session_table(table, shared_text):
    text = shared_text("tongtong_day_2018_2031.csv").removeprefix("\ufeff")
    _, *rows = csv.reader(text.splitlines())
    days = nth_weekdays(date(2018, 7, 1), date(2031, 12, 31), THURSDAYS)
    assert [row_of(day, table) for day in days] == rows


def test_the_plan_of_2018_has_96_sessions_two_of_them_on_holidays(table):
    days = nth_weekdays(date(2018, 7, 1), date(2022, 6, 30), THURSDAYS)
    off = [day for day in days if table.is_holiday(day)]
    restricted = [day for day in days if restricting(day, ELECTIONS)]
    assert (len(days), len(restricted)) == (96, 12)
    assert off == [date(2019, 9, 12), date(2021, 2, 11)]


def test_the_next_sessions_are_known():
    assert nth_weekdays(date(2026, 11, 24), date(2027, 1, 14), THURSDAYS) == (
        date(2026, 11, 26),
        date(2026, 12, 10),
        date(2026, 12, 24),
        date(2027, 1, 14),
    )


def test_a_span_without_a_session_has_none():
    assert nth_weekdays(date(2026, 11, 27), date(2026, 12, 9), THURSDAYS) == ()
    assert nth_weekdays(date(2026, 11, 27), date(2026, 11, 1), THURSDAYS) == ()


@pytest.mark.parametrize(
    ("day", "move", "target"),
    [
        (date(2026, 9, 24), Move.NEXT_FREE, date(2026, 10, 1)),
        (date(2027, 5, 13), Move.NEXT_FREE, date(2027, 5, 20)),
        (date(2025, 12, 25), Move.PREVIOUS_BUSINESS_DAY, date(2025, 12, 24)),
        (date(2031, 12, 25), Move.PREVIOUS_BUSINESS_DAY, date(2031, 12, 24)),
    ],
)
def test_the_next_free_thursday_is_recommended_unless_it_is_late(
    table, day, move, target
):
    found = proposals(day, table, THURSDAYS)
    assert (found.recommended, found.recommended_day) == (move, target)


def test_another_series_and_patience_can_be_set(table):
    mondays = Series(weekday=0, nths=frozenset({1}))
    days = nth_weekdays(date(2026, 11, 1), date(2026, 12, 31), mondays)
    assert days == (date(2026, 11, 2), date(2026, 12, 7))
    hasty = proposals(date(2026, 9, 24), table, THURSDAYS, longest_delay_days=6)
    assert hasty.recommended_day == date(2026, 9, 23)
    week = proposals(date(2026, 9, 24), table, THURSDAYS, longest_delay_days=7)
    assert week.recommended_day == date(2026, 10, 1)


@given(first=DAYS, span=st.integers(0, 400))
def test_exactly_the_days_of_the_series_are_sessions(first, span):
    days = [first + timedelta(days=n) for n in range(span + 1)]
    expected = tuple(
        day
        for day in days
        if day.weekday() == 3 and (8 <= day.day <= 14 or 22 <= day.day <= 28)
    )
    assert nth_weekdays(first, days[-1], THURSDAYS) == expected


@given(day=SESSIONS)
def test_proposals_are_free_working_days(table, day):
    found = proposals(day, table, THURSDAYS)
    assert (
        found.previous_business_day < day < found.next_business_day <= found.next_free
    )
    assert found.next_free.weekday() == 3
    assert not THURSDAYS.holds(found.next_free)
    assert all(
        table.is_work_day(free)
        for free in (
            found.next_free,
            found.previous_business_day,
            found.next_business_day,
        )
    )


@pytest.mark.parametrize(
    ("election", "first"),
    [
        (date(2022, 6, 1), date(2022, 4, 2)),
        (date(2020, 4, 15), date(2020, 2, 15)),
        (date(2028, 4, 12), date(2028, 2, 12)),
    ],
)
def test_the_window_runs_from_sixty_days_before_to_the_election(election, first):
    window = restricted_window(election)
    assert window == RestrictedWindow(first, election)
    assert first in window
    assert election in window
    assert first - timedelta(days=1) not in window
    assert election + timedelta(days=1) not in window


def test_an_early_election_restricts_from_the_vacancy_on():
    day, fixed = date(2027, 6, 2), date(2027, 4, 20)
    assert restricted_window(day, fixed).first == fixed
    assert restricted_window(day, date(2026, 1, 1)).first == date(2027, 4, 3)
    early = Election(day, "보궐선거", "by-election", fixed)
    assert restricting(date(2027, 4, 19), [early]) == ()
    assert restricting(fixed, [early]) == (early,)


def test_two_elections_can_restrict_one_day_the_nearest_first():
    found = restricting(date(2026, 5, 14), [*reversed(ELECTIONS), ELECTIONS[4]])
    assert [election.day for election in found] == [date(2026, 6, 3)] * 2
    close = [
        Election(date(2026, 5, 20), "가", "a"),
        Election(date(2026, 5, 15), "나", "b"),
    ]
    assert [e.english for e in restricting(date(2026, 5, 14), close)] == ["b", "a"]


@given(day=DAYS, days=st.integers(0, 90))
def test_a_window_holds_its_days_and_no_more(day, days):
    window = restricted_window(day, days=days)
    assert (window.last - window.first).days == days
    assert window.first in window
