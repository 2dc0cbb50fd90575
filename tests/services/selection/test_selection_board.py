"""Requests to meet the mayor: who waits, what was decided, who still owes a word."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from models.base import new_id
from models.errors import (
    ChangedMeanwhile,
    FieldError,
    FormRefused,
    NotAllowed,
    NotFound,
    ReasonNeeded,
    StepRefused,
)
from models.reception import Person, Visit
from models.selection import ENDED, STEPS, WAITING, Decision, MeetingRequest
from models.trust import AccessEntry
from models.values import (
    AccessAction,
    MeetingState,
    Permission,
    PersonId,
    RequestId,
    RequestState,
    Subject,
    Verdict,
    VisitId,
    VisitKind,
    VisitState,
)
from services.core.clock import SEOUL
from services.meetings.end_meeting import Ending, EndMeeting
from services.meetings.move_session import MoveSession, SessionMove
from services.meetings.place_request import Placement, PlaceRequest
from services.reception.ports import MeetingWish
from services.selection.apply import ApplyForMeeting, RequestDraft, Wishes
from services.selection.decide import Decide, VerdictForm
from services.selection.pool import Pool, passed_over
from services.selection.request_steps import RequestSteps, StepRequest
from services.selection.standing import NoticeKind
from services.selection.tell import TellApplicant, Telling
from services.selection.unfinished import Owed, Unfinished
from tests.factories_meetings import (
    BUREAU,
    MAYOR,
    NEXT,
    TODAY,
    TONGTONG,
    VICE_MAYOR,
    person,
    placed,
    request,
    undo,
)
from tests.factories_meetings import select as choose

REASON = "소관 국장 전결 사항"


def decide(units, actor, request_id, verdict=Verdict.VICE_MAYOR, **changes):
    form = VerdictForm(request_id, verdict, VICE_MAYOR, REASON)
    return Decide(units).run(actor, replace(form, **changes))


def tell(units, actor, request_id, kind=NoticeKind.DECISION):
    return TellApplicant(units).run(actor, Telling(request_id, kind, "전화"))


def rows(units, actor):
    return {row.id: row for row in Pool(units).run(actor)}


def owed(units, actor):
    return {row.request.id: row.owed for row in Unfinished(units).run(actor)}


def count(units, actor, record):
    with units.read(actor, Permission.REQUEST_READ) as reading:
        return reading.session.scalar(select(func.count()).select_from(record))


def test_a_request_waits_undated_and_its_entry_is_logged(seeded, clerk, leader):
    request_id = request(seeded, clerk)
    row = rows(seeded, clerk)[request_id]
    assert (row.state, row.who, row.days_waited) == (RequestState.RECEIVED, "김*늘", 0)
    with seeded.read(leader, Permission.LOG_READ) as reading:
        entries = reading.session.scalars(
            select(AccessEntry).where(AccessEntry.action == AccessAction.ENTER)
        ).all()
    assert [(e.subject_kind, e.subject_id) for e in entries] == [
        ("meeting_request", request_id)
    ]


def test_a_second_click_applies_once(seeded, clerk):
    who, known = person(seeded, clerk), RequestId(new_id())
    request(seeded, clerk, who, request_id=known)
    request(seeded, clerk, who, request_id=known)
    assert count(seeded, clerk, MeetingRequest) == 1


def test_a_wish_at_the_desk_joins_the_open_work_and_can_be_taken_back(seeded, clerk):
    who = person(seeded, clerk)
    with seeded.begin(clerk, Permission.VISIT_CHECK_IN) as work:
        visit = Visit(
            day=TODAY,
            letter="A",
            number=1,
            desk=work.desk,
            kind=VisitKind.WALK_IN,
            state=VisitState.WAITING,
            subject=Subject.PARKS,
            arrived_at=work.now,
        )
        work.add(visit)
        work.session.flush()
        wish = MeetingWish(who, VisitId(visit.id), None, Subject.PARKS, "그늘막")
        request_id = Wishes().apply(work, wish)
    assert rows(seeded, clerk)[request_id].state is RequestState.RECEIVED
    with seeded.begin(clerk, Permission.VISIT_CHECK_IN) as work:
        Wishes().take_back(work, request_id)
    assert rows(seeded, clerk) == {}


def test_a_wish_that_the_office_has_gone_on_with_is_not_taken_back(seeded, clerk):
    request_id = request(seeded, clerk)
    StepRequest(seeded).run(clerk, request_id, RequestState.SCREENING)
    with (
        pytest.raises(StepRefused),
        seeded.begin(clerk, Permission.VISIT_CHECK_IN) as work,
    ):
        Wishes().take_back(work, request_id)


def test_undo_of_an_application_leaves_it_withdrawn(seeded, office, clerk):
    request(seeded, clerk)
    undo(office, clerk)
    assert rows(seeded, clerk) == {}
    assert count(seeded, clerk, MeetingRequest) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"people": 0}, "people"),
        ({"wish": "주민번호는 800101-1234567"}, "wish"),
        ({"department": "가" * 101}, "department"),
    ],
)
def test_a_faulty_application_names_its_field(seeded, clerk, changes, field):
    with pytest.raises(FormRefused) as caught:
        request(seeded, clerk, **changes)
    assert [name for name, _ in caught.value.faults] == [field]


def test_an_application_of_nobody_is_refused(seeded, clerk):
    with pytest.raises(NotFound):
        request(seeded, clerk, PersonId("nobody"))


def test_a_draft_does_not_show_its_words():
    assert "그늘막" not in repr(RequestDraft(PersonId("x"), "그늘막", None))


def test_the_longest_wait_stands_first(seeded, clerk, clock):
    first = request(seeded, clerk)
    clock.tick(days=9)
    second = request(seeded, clerk)
    clock.tick(days=1)
    waited = [(row.id, row.days_waited) for row in Pool(seeded).run(clerk)]
    assert waited == [(first, 10), (second, 1)]


def test_the_same_person_is_counted_also_under_a_joined_entry(seeded, clerk):
    who, twin = person(seeded, clerk), person(seeded, clerk)
    with seeded.begin(clerk, Permission.VISIT_CHECK_IN) as work:
        work.get(Person, twin).alias_of = who
    ids = [request(seeded, clerk, one) for one in (who, twin)]
    assert [rows(seeded, clerk)[key].same_person for key in ids] == [1, 1]


def test_whoever_applied_later_and_was_met_first_counts_as_passing_over(
    seeded, leader, clock
):
    waiting = request(seeded, leader)
    clock.tick(days=1)
    later = request(seeded, leader)
    meeting_id = placed(seeded, leader, later)
    assert rows(seeded, leader)[waiting].passed_over == 0
    clock.set(datetime.combine(NEXT, time(15), SEOUL))
    EndMeeting(seeded, RequestSteps()).run(
        leader, Ending(meeting_id, MeetingState.HELD)
    )
    found = rows(seeded, leader)
    assert (found[waiting].passed_over, found[later].passed_over) == (1, 0)


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.lists(
        st.tuples(
            st.dates(date(2026, 1, 1), date(2026, 12, 31)),
            st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        )
    ),
)
def test_nobody_is_passed_over_before_applying_or_by_those_before(applied, met):
    times = passed_over(applied, met)
    assert 0 <= times <= len({day for day, _ in met})
    earlier = [(day, min(other, applied)) for day, other in met]
    assert passed_over(applied, earlier) == 0
    before = [(min(day, applied - timedelta(days=1)), other) for day, other in met]
    assert passed_over(applied, before) == 0


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.MAYOR])
def test_every_verdict_but_the_mayor_needs_a_reason(seeded, leader, verdict):
    request_id = request(seeded, leader)
    hosts = {
        Verdict.VICE_MAYOR: VICE_MAYOR,
        Verdict.BUREAU_HEAD: BUREAU,
        Verdict.DEPARTMENT_HEAD: None,
    }
    if verdict is Verdict.DEPARTMENT_HEAD:
        with pytest.raises(FieldError, match="missing"):
            decide(seeded, leader, request_id, verdict, host_id=None)
        return
    with pytest.raises(ReasonNeeded) as caught:
        decide(
            seeded, leader, request_id, verdict, host_id=hosts.get(verdict), reason=" "
        )
    assert caught.value.facts == {"step": verdict.value}
    assert rows(seeded, leader)[request_id].state is RequestState.RECEIVED


def test_the_mayor_needs_no_reason_the_first_time_and_one_when_decided_otherwise(
    seeded, leader
):
    request_id = request(seeded, leader)
    choose(seeded, leader, request_id)
    decide(seeded, leader, request_id)
    with pytest.raises(ReasonNeeded):
        choose(seeded, leader, request_id)
    assert rows(seeded, leader)[request_id].verdict is Verdict.VICE_MAYOR


def test_a_verdict_names_a_host_of_its_rank_or_nobody(seeded, leader):
    request_id = request(seeded, leader)
    with pytest.raises(FieldError, match="other_rank"):
        decide(seeded, leader, request_id, host_id=BUREAU)
    with pytest.raises(FieldError, match="nobody_meets"):
        decide(seeded, leader, request_id, Verdict.WRITTEN)
    decide(seeded, leader, request_id)
    row = rows(seeded, leader)[request_id]
    assert (row.state, row.host) == (RequestState.SUBSTITUTED, "제1부시장")


def test_the_front_desk_does_not_decide(seeded, clerk):
    request_id = request(seeded, clerk)
    with pytest.raises(NotAllowed):
        decide(seeded, clerk, request_id)


def test_a_board_that_shows_an_older_card_does_not_decide(seeded, leader):
    request_id = request(seeded, leader)
    base = rows(seeded, leader)[request_id].base
    StepRequest(seeded).run(leader, request_id, RequestState.SCREENING)
    with pytest.raises(ChangedMeanwhile):
        decide(seeded, leader, request_id, base=base)


def test_decisions_are_only_added_and_raw_sql_cannot_change_them(
    seeded, office, leader
):
    decide(seeded, leader, request(seeded, leader))
    with pytest.raises(Exception, match="insert_only"), office.writers.begin() as link:
        link.execute(text("UPDATE decision SET reason = ''"))


def test_an_undone_decision_leaves_its_trace_and_the_card_where_it_was(
    seeded, office, leader
):
    request_id = request(seeded, leader)
    decide(seeded, leader, request_id)
    assert undo(office, leader) == "request.decided"
    row = rows(seeded, leader)[request_id]
    assert (row.state, row.verdict) == (RequestState.RECEIVED, None)
    assert count(seeded, leader, Decision) == 2


def test_what_the_applicant_heard_is_not_undone(seeded, office, leader):
    request_id = request(seeded, leader)
    decide(seeded, leader, request_id)
    step = office.undo.top(leader.staff_id)
    tell(seeded, leader, request_id)
    with (
        pytest.raises(StepRefused) as caught,
        seeded.begin(leader, step.permission) as work,
    ):
        step.reverse(work)
    assert caught.value.facts["state"] == "told"


def test_a_substituted_applicant_stays_until_told(seeded, office, leader):
    request_id = request(seeded, leader)
    decide(seeded, leader, request_id)
    assert owed(seeded, leader) == {request_id: (Owed.TELL_DECISION,)}
    tell(seeded, leader, request_id)
    assert owed(seeded, leader) == {}
    undo(office, leader)
    assert owed(seeded, leader) == {request_id: (Owed.TELL_DECISION,)}


def test_whoever_was_not_accepted_is_not_closed_before_being_told(seeded, leader):
    request_id = request(seeded, leader)
    decide(seeded, leader, request_id, Verdict.NOT_ACCEPTED, host_id=None)
    with pytest.raises(ReasonNeeded):
        StepRequest(seeded).run(leader, request_id, RequestState.CLOSED)
    tell(seeded, leader, request_id)
    assert owed(seeded, leader) == {request_id: (Owed.CLOSE,)}
    StepRequest(seeded).run(leader, request_id, RequestState.CLOSED)
    assert owed(seeded, leader) == {}


def test_a_word_before_the_decision_does_not_count_as_telling_it(seeded, leader, clock):
    request_id = request(seeded, leader)
    tell(seeded, leader, request_id, NoticeKind.INTERIM)
    decide(seeded, leader, request_id)
    tell(seeded, leader, request_id)
    clock.tick(minutes=5)
    decide(seeded, leader, request_id, Verdict.BUREAU_HEAD, host_id=BUREAU)
    assert owed(seeded, leader) == {request_id: (Owed.TELL_DECISION,)}


def test_a_moved_session_makes_its_applicants_owed_a_word_again(seeded, leader):
    request_id = request(seeded, leader)
    placed(seeded, leader, request_id)
    assert owed(seeded, leader) == {request_id: (Owed.TELL_DATE,)}
    tell(seeded, leader, request_id, NoticeKind.DATE)
    assert owed(seeded, leader) == {}
    to = SessionMove(TONGTONG, NEXT, date(2026, 12, 11), "시장 출장")
    MoveSession(seeded).run(leader, to)
    assert owed(seeded, leader) == {request_id: (Owed.TELL_DATE,)}


def test_there_is_nothing_to_tell_without_a_decision_or_a_date(seeded, leader):
    request_id = request(seeded, leader)
    for kind in (NoticeKind.DECISION, NoticeKind.DATE):
        with pytest.raises(StepRefused):
            tell(seeded, leader, request_id, kind)
    with pytest.raises(FormRefused):
        TellApplicant(seeded).run(leader, Telling(request_id, NoticeKind.INTERIM, ""))


def test_a_missed_applicant_waits_for_a_new_date_and_a_past_day_for_its_outcome(
    seeded, leader, clock
):
    request_id = request(seeded, leader)
    meeting_id = placed(seeded, leader, request_id, rule_day=TODAY)
    clock.tick(days=1)
    assert owed(seeded, leader) == {request_id: (Owed.OUTCOME,)}
    EndMeeting(seeded, RequestSteps()).run(
        leader, Ending(meeting_id, MeetingState.NO_SHOW)
    )
    assert owed(seeded, leader) == {request_id: (Owed.NEW_DATE,)}


def test_a_substitute_meets_in_the_slot_instead_of_the_mayor(seeded, leader):
    request_id = request(seeded, leader)
    decide(seeded, leader, request_id)
    facts_host = placed_by(seeded, leader, request_id)
    assert facts_host == VICE_MAYOR != MAYOR


def placed_by(units, actor, request_id):
    placement = Placement(request_id, TONGTONG, NEXT, time(14))
    meeting_id = PlaceRequest(units, RequestSteps()).run(actor, placement)
    with units.read(actor, Permission.CALENDAR_READ) as reading:
        found = reading.session.execute(
            text("SELECT host_id FROM meeting WHERE id = :id"), {"id": meeting_id}
        )
        return found.scalar_one()


def test_the_board_moves_cards_by_hand_and_back(seeded, office, clerk):
    request_id = request(seeded, clerk)
    StepRequest(seeded).run(clerk, request_id, RequestState.SCREENING)
    undo(office, clerk)
    assert rows(seeded, clerk)[request_id].state is RequestState.RECEIVED
    with pytest.raises(StepRefused):
        StepRequest(seeded).run(clerk, request_id, RequestState.SELECTED)


def test_every_state_has_its_steps_and_every_open_one_a_way_to_its_end():
    assert set(STEPS) == set(RequestState)
    for state in RequestState:
        assert bool(STEPS[state]) == (state not in ENDED)
    assert WAITING.isdisjoint(ENDED)


def test_a_form_applied_through_the_verb_is_checked_before_a_transaction(seeded, clerk):
    with pytest.raises(FormRefused):
        ApplyForMeeting(seeded).run(clerk, RequestDraft(PersonId("x"), "", None))
