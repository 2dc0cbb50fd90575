"""Holidays and elections as rows: seeded once, changed by a person, undone."""

from datetime import date

import pytest
from sqlalchemy import func, select, text

from models.errors import FormRefused, NotAllowed, NotFound, ReasonNeeded
from models.meetings import Closure, ElectionDay
from models.values import ClosureKind, Permission
from services.korean.holidays import builtin
from services.meetings.elections import (
    AddElection,
    CancelElection,
    ElectionForm,
    ElectionList,
    SeedElections,
    shipped_elections,
)
from services.meetings.holidays import (
    AddHoliday,
    HolidayForm,
    HolidayList,
    LiftHoliday,
    SeedHolidays,
    closure_id,
    holiday_table,
    put_holiday,
)
from tests.factories_meetings import book, seed, undo

NEW_DAY = date(2026, 12, 10)
CHRISTMAS = date(2026, 12, 25)


def table_of(units, actor):
    with units.read(actor, Permission.CALENDAR_READ) as reading:
        return holiday_table(reading.session)


def count(units, actor, record):
    with units.read(actor, Permission.CALENDAR_READ) as reading:
        return reading.session.scalar(select(func.count()).select_from(record))


def test_a_fresh_office_has_no_holidays_and_says_so(units, leader):
    table = table_of(units, leader)
    assert (dict(table.days), table.version) == ({}, "none")


def test_the_seeded_table_is_the_one_that_is_shipped(units, leader):
    SeedHolidays(units).run(leader, range(2026, 2029))
    assert table_of(units, leader).days == builtin(range(2026, 2029)).days


def test_seeding_twice_doubles_nothing_and_keeps_the_version(units, leader):
    first = SeedHolidays(units).run(leader, range(2026, 2028))
    version = table_of(units, leader).version
    assert SeedHolidays(units).run(leader, range(2026, 2028)) == 0
    assert count(units, leader, Closure) == first
    assert table_of(units, leader).version == version


def test_two_desks_give_the_same_day_the_same_row():
    assert closure_id(CHRISTMAS) == closure_id(date(2026, 12, 25))
    assert closure_id(CHRISTMAS) != closure_id(date(2027, 12, 25))


def test_seeding_does_not_bring_a_lifted_day_back(seeded, leader):
    LiftHoliday(seeded).run(leader, CHRISTMAS, "법률 개정")
    SeedHolidays(seeded).run(leader, range(2026, 2029))
    assert not table_of(seeded, leader).is_holiday(CHRISTMAS)


def test_a_new_holiday_names_the_confirmed_meetings_it_meets(seeded, leader):
    meeting_id = book(seeded, leader)
    closed = AddHoliday(seeded).run(leader, HolidayForm(NEW_DAY, "임시공휴일"))
    assert closed.meetings == (meeting_id,)
    assert table_of(seeded, leader).name(NEW_DAY) == "임시공휴일"


def test_a_new_holiday_gives_the_table_a_new_version_and_undo_the_old_one(
    seeded, office, leader
):
    before = table_of(seeded, leader).version
    AddHoliday(seeded).run(leader, HolidayForm(NEW_DAY, "임시공휴일"))
    assert table_of(seeded, leader).version != before
    assert undo(office, leader) == "holiday.added"
    assert table_of(seeded, leader).version == before


def test_a_lifted_day_is_a_working_day_and_stays_in_the_list(seeded, office, leader):
    LiftHoliday(seeded).run(leader, CHRISTMAS, "법률 개정")
    rows = {row.day: row for row in HolidayList(seeded).run(leader, 2026)}
    assert rows[CHRISTMAS].kind is ClosureKind.LIFTED
    assert not table_of(seeded, leader).is_holiday(CHRISTMAS)
    undo(office, leader)
    assert table_of(seeded, leader).is_holiday(CHRISTMAS)


def test_a_day_the_office_closes_does_not_stop_the_legal_clock(seeded, leader):
    form = HolidayForm(NEW_DAY, "시 승격 기념일", kind=ClosureKind.OFFICE)
    AddHoliday(seeded).run(leader, form)
    assert table_of(seeded, leader).is_work_day(NEW_DAY)


def test_lifting_asks_for_a_reason_and_for_a_listed_day(seeded, leader):
    with pytest.raises(ReasonNeeded):
        LiftHoliday(seeded).run(leader, CHRISTMAS, " ")
    with pytest.raises(NotFound):
        LiftHoliday(seeded).run(leader, NEW_DAY, "법률 개정")


def test_a_holiday_without_a_name_or_with_a_resident_number_is_refused(seeded, leader):
    with pytest.raises(FormRefused):
        AddHoliday(seeded).run(leader, HolidayForm(NEW_DAY, " "))
    with pytest.raises(FormRefused) as caught:
        AddHoliday(seeded).run(leader, HolidayForm(NEW_DAY, "800101-1234567"))
    assert caught.value.faults == (("name", "resident_number"),)


def test_the_front_desk_does_not_change_holidays(seeded, clerk):
    with pytest.raises(NotAllowed):
        AddHoliday(seeded).run(clerk, HolidayForm(NEW_DAY, "임시공휴일"))


def test_elections_are_seeded_once_and_a_cancelled_one_stays_away(units, leader):
    assert SeedElections(units).run(leader) == len(shipped_elections())
    CancelElection(units).run(leader, date(2028, 4, 12))
    assert SeedElections(units).run(leader) == 0
    assert date(2028, 4, 12) not in {e.day for e in ElectionList(units).run(leader)}
    assert count(units, leader, ElectionDay) == len(shipped_elections())


def test_an_entered_election_can_be_undone(units, office, leader):
    form = ElectionForm(date(2027, 4, 7), "보궐선거", vacancy_fixed=date(2027, 3, 2))
    AddElection(units).run(leader, form)
    (election,) = ElectionList(units).run(leader)
    assert election.vacancy_fixed == date(2027, 3, 2)
    undo(office, leader)
    assert ElectionList(units).run(leader) == ()


def test_a_cancelled_election_comes_back_by_undo(units, office, leader):
    seed(units, leader)
    before = ElectionList(units).run(leader)
    CancelElection(units).run(leader, date(2028, 4, 12))
    undo(office, leader)
    assert ElectionList(units).run(leader) == before


def test_a_vacancy_after_its_election_is_refused(units, leader):
    form = ElectionForm(date(2027, 4, 7), "보궐선거", vacancy_fixed=date(2027, 4, 8))
    with pytest.raises(FormRefused):
        AddElection(units).run(leader, form)


def test_a_day_counts_in_the_transaction_that_adds_it_and_not_when_it_is_refused(
    seeded, leader
):
    with pytest.raises(NotFound), seeded.begin(leader, Permission.CALENDAR_RULES) as w:
        put_holiday(w, HolidayForm(NEW_DAY, "임시공휴일"))
        assert holiday_table(w.session).is_holiday(NEW_DAY)
        w.get(Closure, "nothing")
    assert not table_of(seeded, leader).is_holiday(NEW_DAY)


def test_a_day_changed_past_this_program_counts_at_once(seeded, office, leader):
    before = table_of(seeded, leader)
    day = {"id": closure_id(CHRISTMAS)}
    with office.writers.begin() as other:
        other.execute(text("UPDATE closure SET kind = 'lifted' WHERE id = :id"), day)
    lifted = table_of(seeded, leader)
    assert (before.is_holiday(CHRISTMAS), lifted.is_holiday(CHRISTMAS)) == (True, False)
    with office.writers.begin() as other:
        other.execute(text("DELETE FROM closure WHERE id = :id"), day)
    assert table_of(seeded, leader).version == lifted.version


def test_a_renamed_day_is_another_version_of_the_table(seeded, office, leader):
    before = table_of(seeded, leader).version
    AddHoliday(seeded).run(leader, HolidayForm(CHRISTMAS, "성탄절", "Christmas"))
    after = table_of(seeded, leader)
    assert (after.name(CHRISTMAS), after.version == before) == ("성탄절", False)
    undo(office, leader)
    assert table_of(seeded, leader).version == before
