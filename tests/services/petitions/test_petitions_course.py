"""What happens to a petition between receipt and end, each step and its reverse."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from models.errors import (
    ChangedMeanwhile,
    FieldError,
    FormRefused,
    NothingToDo,
    ReasonNeeded,
    StepRefused,
)
from models.petitions import ClockInterval, Extension, Transfer
from models.trust import AccessEntry
from models.values import (
    AccessAction,
    Permission,
    PetitionEnding,
    PetitionKind,
    PetitionState,
    Subject,
)
from services.core.clock import SEOUL, local
from services.petitions.amend import AmendForm
from services.petitions.close import EndForm
from services.petitions.standing import standing
from services.petitions.transfer import TransferKind

READ = Permission.PETITION_READ
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=SEOUL)
S = PetitionState


@pytest.fixture(autouse=True)
def monday(clock):
    """2026-11-23, a Monday without holidays ahead."""
    clock.set(MONDAY)


def rows(units, actor, record):
    with units.read(actor, READ) as reading:
        return list(reading.session.scalars(select(record)))


def day(instant):
    return local(instant).date()


def test_a_department_is_named_within_one_working_hour(register, units, clerk):
    made = register.new()
    register.assign.run(clerk, made.petition_id, " 도로관리과 ")
    petition = register.look(made.petition_id)
    assert (petition.state, petition.department) == (S.ASSIGNED, "도로관리과")
    (transfer,) = rows(units, clerk, Transfer)
    assert local(transfer.due_at) == MONDAY + timedelta(hours=1)
    register.undo_last.run(clerk)
    petition = register.look(made.petition_id)
    assert (petition.state, petition.department) == (S.RECEIVED, "")
    assert rows(units, clerk, Transfer) == []


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (TransferKind.WRONG_DEPARTMENT, datetime(2026, 11, 23, 13, 30, tzinfo=SEOUL)),
        (TransferKind.OTHER_AGENCY, datetime(2026, 11, 24, 9, 30, tzinfo=SEOUL)),
    ],
)
def test_a_transfer_has_its_own_hours(register, clerk, kind, due):
    made = register.new()
    told = register.transfer.run(clerk, made.petition_id, kind, "도로공사")
    assert local(told.due_at) == due


def test_a_petition_that_went_to_another_agency_ends_here(register, units, clerk):
    made = register.new()
    kind = TransferKind.OTHER_AGENCY
    told = register.transfer.run(clerk, made.petition_id, kind, "도로공사")
    register.sent.run(clerk, told.transfer_id)
    petition = register.look(made.petition_id)
    assert (petition.state, petition.ending) == (S.CLOSED, PetitionEnding.TRANSFERRED)
    with pytest.raises(StepRefused):
        register.sent.run(clerk, told.transfer_id)
    register.undo_last.run(clerk)
    assert register.look(made.petition_id).state is S.RECEIVED
    register.undo_last.run(clerk)
    assert rows(units, clerk, Transfer) == []


def test_a_petition_sent_to_the_right_department_is_answered_there(register, clerk):
    made = register.new()
    register.assign.run(clerk, made.petition_id, "주차과")
    told = register.transfer.run(
        clerk, made.petition_id, TransferKind.WRONG_DEPARTMENT, "도로관리과"
    )
    assert register.look(made.petition_id).department == "주차과"
    register.sent.run(clerk, told.transfer_id)
    assert register.look(made.petition_id).department == "도로관리과"


def test_the_first_extension_needs_a_reason_and_the_second_consent(
    register, units, clerk
):
    made = register.new(kind=PetitionKind.GRIEVANCE)  # until 1 December
    with pytest.raises(ReasonNeeded):
        register.extend.run(clerk, made.petition_id, " ")
    first = register.extend.run(clerk, made.petition_id, "현장 조사")
    assert (day(first.due_at), first.count) == (date(2026, 12, 10), 1)
    with pytest.raises(ReasonNeeded):
        register.extend.run(clerk, made.petition_id, "자료 대기")
    second = register.extend.run(clerk, made.petition_id, "자료 대기", "11. 24. 전화")
    assert (day(second.due_at), second.count) == (date(2026, 12, 21), 2)
    with pytest.raises(StepRefused):
        register.extend.run(clerk, made.petition_id, "또", "동의")
    assert len(rows(units, clerk, Extension)) == 2


def test_the_day_told_changes_only_when_it_is_told(register, clerk):
    made = register.new(kind=PetitionKind.GRIEVANCE)
    extended = register.extend.run(clerk, made.petition_id, "현장 조사")
    assert day(register.look(made.petition_id).told_due_at) == date(2026, 12, 1)
    register.extension_told.run(clerk, extended.extension_id)
    assert day(register.look(made.petition_id).told_due_at) == date(2026, 12, 10)
    with pytest.raises(StepRefused):
        register.extension_told.run(clerk, extended.extension_id)


def test_an_extension_is_undone_exactly(register, units, clerk):
    made = register.new(kind=PetitionKind.GRIEVANCE)
    before = standing(register.look(made.petition_id))
    extended = register.extend.run(clerk, made.petition_id, "현장 조사")
    register.extension_told.run(clerk, extended.extension_id)
    register.undo_last.run(clerk)
    register.undo_last.run(clerk)
    assert standing(register.look(made.petition_id)) == before
    assert rows(units, clerk, Extension) == []


def test_a_supplement_stops_the_clock_and_both_its_days_are_not_counted(
    register, clerk, clock
):
    made = register.new(kind=PetitionKind.GRIEVANCE)  # until Tuesday 1 December
    clock.tick(days=1)
    register.ask_supplement.run(clerk, made.petition_id, "도면", date(2026, 12, 4))
    assert register.look(made.petition_id).state is S.SUPPLEMENT
    clock.tick(days=2)  # Tuesday, Wednesday and Thursday are left out
    runs = register.supplement_came.run(clerk, made.petition_id)
    assert (day(runs.due_at), day(runs.told_due_at)) == (
        date(2026, 12, 4),
        date(2026, 12, 1),
    )
    assert register.look(made.petition_id).state is S.RECEIVED


def test_a_supplement_that_came_the_same_day_leaves_that_day_out(register, clerk):
    made = register.new(kind=PetitionKind.GRIEVANCE)
    register.ask_supplement.run(clerk, made.petition_id, "도면", date(2026, 12, 4))
    runs = register.supplement_came.run(clerk, made.petition_id)
    assert day(runs.due_at) == date(2026, 12, 2)


def test_supplement_and_extension_are_counted_together(register, clerk, clock):
    made = register.new(kind=PetitionKind.GRIEVANCE)
    register.extend.run(clerk, made.petition_id, "현장 조사")  # until 10 December
    register.ask_supplement.run(clerk, made.petition_id, "도면", date(2026, 12, 4))
    clock.tick(days=1)
    runs = register.supplement_came.run(clerk, made.petition_id)
    assert day(runs.due_at) == date(2026, 12, 14)


def test_supplement_steps_are_undone_exactly(register, units, clerk, clock):
    made = register.new(kind=PetitionKind.GRIEVANCE)
    register.assign.run(clerk, made.petition_id, "도로관리과")
    before = standing(register.look(made.petition_id))
    register.ask_supplement.run(clerk, made.petition_id, "도면", date(2026, 12, 4))
    waiting = standing(register.look(made.petition_id))
    clock.tick(days=3)
    register.supplement_came.run(clerk, made.petition_id)
    register.undo_last.run(clerk)
    assert standing(register.look(made.petition_id)) == waiting
    assert [one.ended_on for one in rows(units, clerk, ClockInterval)] == [None]
    register.undo_last.run(clerk)
    assert standing(register.look(made.petition_id)) == before
    assert rows(units, clerk, ClockInterval) == []


def test_what_was_not_asked_for_does_not_come(register, clerk):
    made = register.new()
    with pytest.raises(NothingToDo):
        register.supplement_came.run(clerk, made.petition_id)
    with pytest.raises(FieldError):
        past = date(2026, 11, 20)
        register.ask_supplement.run(clerk, made.petition_id, "도면", past)
    assert register.look(made.petition_id).state is S.RECEIVED


def test_an_answer_ends_the_clock_and_the_end_needs_no_other_reason(register, clerk):
    made = register.new()
    with pytest.raises(FieldError):
        register.answer.run(clerk, made.petition_id, " ")
    register.answer.run(clerk, made.petition_id, "12월에 정비합니다.")
    petition = register.look(made.petition_id)
    assert (petition.state, local(petition.answered_at)) == (S.ANSWERED, MONDAY)
    register.end.run(clerk, made.petition_id, EndForm(PetitionEnding.DONE))
    petition = register.look(made.petition_id)
    assert (petition.state, petition.outcome) == (S.CLOSED, "12월에 정비합니다.")
    for _ in range(2):
        register.undo_last.run(clerk)
    assert register.look(made.petition_id).state is S.RECEIVED


@pytest.mark.parametrize(
    ("ending", "state"),
    [
        (PetitionEnding.RETURNED, S.RETURNED),
        (PetitionEnding.WITHDRAWN, S.WITHDRAWN),
        (PetitionEnding.REPEATED, S.CLOSED),
        (PetitionEnding.EXCEPTED, S.CLOSED),
    ],
)
def test_an_end_without_an_answer_needs_a_reason(register, clerk, ending, state):
    made = register.new()
    with pytest.raises(ReasonNeeded):
        register.end.run(clerk, made.petition_id, EndForm(ending))
    register.end.run(clerk, made.petition_id, EndForm(ending, "본인 요청"))
    petition = register.look(made.petition_id)
    assert (petition.state, petition.ending, petition.outcome) == (
        state,
        ending,
        "본인 요청",
    )
    with pytest.raises(StepRefused):
        register.answer.run(clerk, made.petition_id, "늦은 답")


def test_a_repeated_multi_party_petition_ends_only_after_the_committee(register, clerk):
    made = register.new(others=4)
    form = EndForm(PetitionEnding.REPEATED, "세 번째 같은 내용")
    with pytest.raises(ReasonNeeded) as refused:
        register.end.run(clerk, made.petition_id, form)
    assert refused.value.facts == {"step": "end_committee"}
    heard = EndForm(PetitionEnding.REPEATED, "세 번째 같은 내용", "2026. 11. 20. 심의")
    register.end.run(clerk, made.petition_id, heard)
    assert register.look(made.petition_id).state is S.CLOSED


def test_nobody_ends_a_petition_as_open(register, clerk):
    made = register.new()
    with pytest.raises(ReasonNeeded):
        register.end.run(clerk, made.petition_id, EndForm(PetitionEnding.OPEN, "왜"))


def test_a_step_that_somebody_went_on_from_is_not_undone(register, clerk, leader):
    made = register.new()
    register.assign.run(clerk, made.petition_id, "도로관리과")
    register.answer.run(leader, made.petition_id, "정비합니다.")
    with pytest.raises(ChangedMeanwhile):
        register.undo_last.run(clerk)
    assert register.look(made.petition_id).state is S.ANSWERED


def amended(**changes):
    fields = {"subject": Subject.ROADS, "title": "보도 정비", "content": "경사"}
    return AmendForm(**{**fields, **changes})


def test_a_petition_is_amended_over_what_the_form_showed(register, units, clerk):
    made = register.new()
    base = register.details.run(clerk, made.petition_id).base
    register.amend.run(clerk, made.petition_id, amended(base=base))
    assert register.look(made.petition_id).title == "보도 정비"
    with pytest.raises(ChangedMeanwhile):
        register.amend.run(clerk, made.petition_id, amended(title="옛", base=base))
    register.undo_last.run(clerk)
    assert register.look(made.petition_id).title == "보도 파손"


@pytest.mark.parametrize(
    ("field", "text", "fault"),
    [
        ("title", "", "missing"),
        ("content", "가\ud800", "surrogate"),
        ("city_number", "9" * 41, "too_long"),
    ],
)
def test_an_amendment_is_guarded(register, clerk, field, text, fault):
    made = register.new()
    with pytest.raises(FormRefused) as refused:
        register.amend.run(clerk, made.petition_id, amended(**{field: text}))
    assert refused.value.faults == ((field, fault),)


def test_what_was_dictated_is_signed_once(register, clerk):
    written, spoken = register.new(), register.new(dictated=True)
    with pytest.raises(StepRefused):
        register.sign.run(clerk, written.petition_id)
    register.sign.run(clerk, spoken.petition_id)
    assert local(register.look(spoken.petition_id).signed_at) == MONDAY
    with pytest.raises(StepRefused):
        register.sign.run(clerk, spoken.petition_id)


def test_details_are_masked_and_reading_them_is_logged(register, units, clerk):
    made = register.new("김하늘")
    register.extend.run(clerk, made.petition_id, "현장 조사")
    detail = register.details.run(clerk, made.petition_id)
    assert (detail.person.name, detail.person.phone) == ("김*늘", "010-****-0421")
    assert [one.reason for one in detail.extensions] == ["현장 조사"]
    assert detail.due.receipt == made.receipt
    last = rows(units, clerk, AccessEntry)[-1]
    assert (last.action, last.subject_id) == (AccessAction.READ, made.petition_id)


def test_a_corrected_kind_has_its_own_period_from_receipt(register, units, clerk):
    made = register.new(kind=PetitionKind.SUGGESTION)
    first = register.look(made.petition_id)
    register.correct_kind.run(clerk, made.petition_id, PetitionKind.GRIEVANCE)
    petition = register.look(made.petition_id)
    assert (petition.kind, petition.period) == (PetitionKind.GRIEVANCE, "7d")
    assert (day(first.due_at), day(petition.due_at)) == (
        date(2026, 12, 10),
        date(2026, 12, 1),
    )
    assert petition.told_due_at == first.told_due_at
    changes = [
        e for e in rows(units, clerk, AccessEntry) if e.action is AccessAction.CHANGE
    ]
    assert [entry.subject_id for entry in changes] == [made.petition_id]
    register.undo_last.run(clerk)
    petition = register.look(made.petition_id)
    assert (petition.kind, petition.period) == (PetitionKind.SUGGESTION, "14d")
    assert petition.due_at == first.due_at


def test_a_kind_without_a_period_of_this_law_is_no_correction(register, clerk):
    made = register.new(kind=PetitionKind.SUGGESTION)
    with pytest.raises(NothingToDo):
        register.correct_kind.run(clerk, made.petition_id, PetitionKind.SUGGESTION)
    with pytest.raises(FieldError):
        register.correct_kind.run(clerk, made.petition_id, PetitionKind.STATUTORY)
