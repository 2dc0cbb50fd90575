"""Every page of the practice office has something to show, and it looks lived."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models.meetings import Meeting
from models.reception import GroupVisit, Person, Visit, VisitSpan
from models.values import (
    DongVisitState,
    MeetingState,
    RequestState,
    SessionState,
    VisitState,
)
from services.core.clock import today


def read(sample, statement):
    with Session(sample.services.office.readers) as session:
        return list(session.scalars(statement))


def test_the_city_has_39_dongs_in_three_gu_with_outlines_and_neighbours(sample):
    rows = sample.services.outreach.dongs.run(sample.actor, None)

    assert len(rows) == 39
    assert Counter(row.district for row in rows).keys() == {
        "물빛구",
        "솔숲구",
        "들꽃구",
    }
    codes = {row.code10: row for row in rows}
    for row in rows:
        assert '"MultiPolygon"' in row.outline
        assert row.neighbours
        for code in row.neighbours:
            assert row.code10 in codes[code].neighbours


def test_the_line_of_today_shows_each_way_to_stand(sample):
    rows = sample.services.reception.waiting_list.run(sample.actor).rows

    assert {row.state for row in rows} >= {
        VisitState.WAITING,
        VisitState.CALLED,
        VisitState.IN_COUNSELLING,
        VisitState.TO_RECORD,
        VisitState.ABSENT,
    }


def test_the_days_before_are_closed_and_no_stretch_lies_in_the_future(sample):
    now = sample.services.office.clock.now()
    day = today(sample.services.office.clock)
    before = read(sample, select(Visit).where(Visit.day < day))
    spans = read(sample, select(VisitSpan))

    assert len({visit.day for visit in before}) == 5
    assert {visit.state for visit in before} <= {VisitState.CLOSED, VisitState.LEFT}
    assert all(span.began_at <= now for span in spans)
    assert all(s.ended_at is None or s.began_at <= s.ended_at <= now for s in spans)


def test_two_groups_came_and_one_of_them_is_multi_party(sample):
    groups = read(sample, select(GroupVisit))

    assert sorted(group.is_multi_party for group in groups) == [False, True]


def test_requests_stand_in_every_column_of_the_board(sample):
    cards = sample.services.selection.pool.run(sample.actor)
    day = today(sample.services.office.clock)

    states = Counter(card.state for card in cards)
    assert states.keys() >= {
        RequestState.RECEIVED,
        RequestState.SCREENING,
        RequestState.OPINION,
        RequestState.SELECTED,
        RequestState.SUBSTITUTED,
        RequestState.SCHEDULED,
    }
    assert sample.services.selection.unfinished.run(sample.actor)
    due = [card.due_at for card in cards]
    assert None in due
    assert any(at is not None and at.date() >= day for at in due)


def test_the_coming_session_is_partly_filled_and_the_last_one_was_held(sample):
    day = today(sample.services.office.clock)
    sessions = sample.services.meetings.sessions_of.run(
        sample.actor, day - timedelta(days=30), day
    )

    assert sessions[-1].held_on == day
    assert sessions[-1].meetings == 3
    assert 0 < sessions[-1].free_minutes < sessions[-1].minutes
    assert sessions[-2].state is SessionState.HELD


def test_one_entry_stands_beside_another_with_a_reason_and_one_is_tentative(sample):
    meetings = read(sample, select(Meeting))

    assert len([m for m in meetings if m.overlap_reason]) == 1
    assert len([m for m in meetings if m.state is MeetingState.TENTATIVE]) == 1
    assert len([m for m in meetings if m.gist]) >= 4


def test_one_dong_visit_was_held_and_one_comes_with_everything_prepared(sample):
    rows = sample.services.outreach.dongs.run(sample.actor, None)
    assert [row.name for row in rows if row.last_visit] == ["여울동"]
    assert [row.name for row in rows if row.next_visit] == ["솔바람동"]

    states = {}
    with Session(sample.services.office.readers) as session:
        for (visit_id,) in session.execute(text("SELECT id FROM dong_visit")):
            told = sample.services.outreach.visit_details.run(sample.actor, visit_id)
            states[told.state] = told
    coming = states[DongVisitState.PREPARED]
    assert DongVisitState.REPORTED in states
    assert coming.findings == ()
    assert len(coming.plan.issues) == 3
    assert len(coming.plan.attendees) == 9


def test_the_plan_adds_up(sample):
    (name,) = sample.services.figures.plan_names.run(sample.actor)
    report = sample.services.figures.plan_check.run(sample.actor, name)

    assert report.flagged == ()
    assert report.total.computed == 131


def test_nobody_can_be_called_because_no_number_is_given_out(sample):
    people = read(sample, select(Person))

    assert len(people) > 50
    assert all(person.phone.startswith("0100000") for person in people)


def test_undo_knows_nothing_of_the_making(sample):
    undo = sample.services.office.undo

    assert undo.top(sample.actor.staff_id) is None
