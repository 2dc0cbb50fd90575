"""Words of paper: every state has one, in both languages."""

from datetime import date

import pytest

from models.values import (
    AttendeeCategory,
    MeetingKind,
    MeetingState,
    PackKind,
    Purpose,
    Severity,
    Verdict,
)
from services.briefing import wording
from services.briefing.timetable import TimeFault, TimeFaultKind
from services.briefing.values import HistoryKind, Letterhead, Part
from services.core import texts

WORDS = (
    (wording.attendee_category, AttendeeCategory),
    (wording.history, HistoryKind),
    (wording.meeting_kind, MeetingKind),
    (wording.meeting_state, MeetingState),
    (wording.pack_kind, PackKind),
    (wording.part, Part),
    (wording.purpose, Purpose),
    (wording.severity, Severity),
    (wording.verdict, Verdict),
)
EVERY = [(word, member) for word, kind in WORDS for member in kind]


@pytest.mark.parametrize(
    ("word", "member"),
    EVERY,
    ids=[f"{word.__name__}-{member}" for word, member in EVERY],
)
def test_every_state_has_a_word_in_each_language(word, member):
    with texts.using("ko"):
        korean = word(member)
    with texts.using("en"):
        english = word(member)

    assert any("가" <= letter <= "힣" for letter in korean)
    assert english.isascii()
    assert english


@pytest.mark.parametrize("kind", TimeFaultKind)
def test_every_fault_of_a_timetable_says_where_and_how_much(kind, language):
    told = wording.time_fault(TimeFault(kind, 3, 15))

    assert "15" in told


def test_money_stands_in_digits_and_in_hangul(korean):
    assert wording.money(113_560) == "금113,560,000원(금일억일천삼백오십육만원)"
    assert wording.money(0) == ""
    assert wording.money(-5) == ""
    assert wording.money(10**18)


def test_english_money_has_no_hangul():
    with texts.using("en"):
        assert wording.money(350) == "KRW 350,000"


def test_units_and_bylines_stand_as_on_office_paper(korean):
    assert wording.unit("명") == "(단위 : 명)"
    line = wording.byline(date(2026, 11, 26), Letterhead("시", "소통민원팀"))
    assert line == "2026. 11. 26.(목) / 소통민원팀"
    assert wording.people(1_234) == "1,234명"
