"""The calendar as a list, its lists of hosts and rooms, its texts and its file."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from models.errors import ChangedMeanwhile, FormRefused, NotAllowed
from models.trust import AccessEntry
from models.values import AccessAction, Permission, SessionState
from services.meetings.agenda import Agenda, View, span_of_view
from services.meetings.calendar_file import sessions_file
from services.meetings.cancel_session import CancelSession
from services.meetings.hosts import HostForm, HostList, KeepHost, RoomList, SeedCalendar
from services.meetings.meeting_texts import MeetingTexts, OpenMeeting, WriteMeeting
from services.meetings.place import Grounds
from services.meetings.sessions import SessionsOf
from services.selection.request_steps import RequestSteps
from tests.factories_meetings import (
    CHUSEOK,
    MAYOR,
    NEXT,
    TONGTONG,
    book,
    placed,
    undo,
)


def test_a_week_runs_from_monday_and_a_month_to_its_last_day():
    assert span_of_view(View.WEEK, NEXT) == (date(2026, 12, 7), date(2026, 12, 13))
    assert span_of_view(View.MONTH, date(2028, 2, 9))[1] == date(2028, 2, 29)
    assert span_of_view(View.DAY, NEXT) == (NEXT, NEXT)


def test_a_day_lists_meetings_by_time_with_people_masked(seeded, leader):
    placed(seeded, leader)
    book(seeded, leader)
    rows = Agenda(seeded).run(leader, View.DAY, NEXT)
    told = [(entry.title, entry.who, entry.host) for entry in rows.meetings]
    assert told == [("간부회의", "", "시장"), ("놀이터 그늘막 설치", "김*늘", "시장")]
    assert [session.rule_day for session in rows.sessions] == [NEXT]


def test_a_month_shows_holidays_sessions_and_restricted_weeks(seeded, leader):
    september = Agenda(seeded).run(leader, View.MONTH, CHUSEOK)
    assert "추석" in {closure.name for closure in september.closures}
    assert [row.needs_decision for row in september.sessions] == [False, True]
    march = Agenda(seeded).run(leader, View.MONTH, date(2028, 3, 1))
    assert [window.name for window in march.windows] == ["제23대 국회의원 선거(예정)"]


def test_entries_that_stand_beside_each_other_are_marked(seeded, leader):
    book(seeded, leader)
    book(seeded, leader, grounds=Grounds(overlap="순방"))
    rows = Agenda(seeded).run(leader, View.WEEK, NEXT)
    assert [entry.overlaps for entry in rows.meetings] == [True, True]


def test_what_was_called_off_is_not_in_the_calendar(seeded, office, leader):
    book(seeded, leader)
    undo(office, leader)
    assert Agenda(seeded).run(leader, View.DAY, NEXT).meetings == ()


def test_the_shipped_hosts_stand_by_rank_and_are_seeded_once(units, leader):
    assert SeedCalendar(units).run(leader) > 0
    assert SeedCalendar(units).run(leader) == 0
    hosts = HostList(units).run(leader)
    assert [host.rank for host in hosts] == sorted(host.rank for host in hosts)
    assert (hosts[0].id, hosts[0].title) == (MAYOR, "시장")
    assert any(room.counselling for room in RoomList(units).run(leader))


def test_a_host_is_changed_and_retired_but_not_by_the_front_desk(seeded, leader, clerk):
    form = HostForm("시장 권한대행", 1, host_id=MAYOR, active=False)
    KeepHost(seeded).run(leader, form)
    (host,) = [host for host in HostList(seeded).run(leader) if host.id == MAYOR]
    assert (host.title, host.active) == ("시장 권한대행", False)
    with pytest.raises(NotAllowed):
        KeepHost(seeded).run(clerk, form)


def test_a_host_needs_a_title_and_a_known_rank(seeded, leader):
    for form in (HostForm(" ", 1), HostForm("구청장", 9)):
        with pytest.raises(FormRefused):
            KeepHost(seeded).run(leader, form)


def test_texts_of_a_meeting_are_kept_undone_and_their_reading_logged(
    seeded, office, leader
):
    meeting_id = placed(seeded, leader)
    form = OpenMeeting(seeded).run(leader, meeting_id)
    texts = MeetingTexts(gist="그늘막을 설치해 달라는 요청", plan="예산 검토")
    WriteMeeting(seeded).run(leader, meeting_id, texts, form.base)
    assert OpenMeeting(seeded).run(leader, meeting_id).texts == texts
    undo(office, leader)
    assert OpenMeeting(seeded).run(leader, meeting_id).texts == MeetingTexts()
    with seeded.read(leader, Permission.LOG_READ) as reading:
        actions = [e.action for e in reading.session.query(AccessEntry)]
    assert actions.count(AccessAction.READ) == 3


def test_two_forms_on_one_meeting_do_not_overwrite_each_other(seeded, leader):
    meeting_id = placed(seeded, leader)
    first = OpenMeeting(seeded).run(leader, meeting_id)
    second = OpenMeeting(seeded).run(leader, meeting_id)
    WriteMeeting(seeded).run(leader, meeting_id, MeetingTexts(gist="가"), first.base)
    with pytest.raises(ChangedMeanwhile):
        WriteMeeting(seeded).run(
            leader, meeting_id, MeetingTexts(gist="나"), second.base
        )


def test_a_resident_number_in_a_text_is_refused(seeded, leader):
    meeting_id = placed(seeded, leader)
    base = OpenMeeting(seeded).run(leader, meeting_id).base
    with pytest.raises(FormRefused) as caught:
        texts = MeetingTexts(record="800101-1234567")
        WriteMeeting(seeded).run(leader, meeting_id, texts, base)
    assert caught.value.faults == (("record", "resident_number"),)


def test_the_calendar_file_names_sessions_and_no_citizen(seeded, leader):
    placed(seeded, leader)
    CancelSession(seeded, RequestSteps()).run(
        leader, TONGTONG, date(2026, 12, 24), "연말"
    )
    rows = SessionsOf(seeded).run(leader, NEXT, date(2026, 12, 31))
    content = sessions_file(rows, datetime(2026, 11, 26, tzinfo=UTC))
    events = Calendar.from_ical(content).walk("VEVENT")
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CANCELLED"]
    assert events[0].decoded("DTSTART") == datetime(2026, 12, 10, 5, tzinfo=UTC)
    assert str(events[0]["SUMMARY"]) == "통통데이"
    assert "하늘" not in content.decode()
    assert rows[1].state is SessionState.CANCELLED
