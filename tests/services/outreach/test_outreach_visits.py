"""Dongs on a day, and visits to them from plan to report."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import select

from models.errors import (
    ChangedMeanwhile,
    FieldError,
    FormRefused,
    NotAllowed,
    ReasonNeeded,
    StepRefused,
)
from models.outreach import Dong, DongVisit, ProgrammeItem
from models.trust import AccessEntry
from models.values import (
    AccessAction,
    AttendeeCategory,
    DongId,
    DongVisitId,
    DongVisitState,
    Permission,
)
from services.outreach.details import DongVisitDetailsOf, OpenDongVisit
from services.outreach.dongs import DongList, dong_id
from services.outreach.plan_visit import ChangeDongVisit, PlanDongVisit
from services.outreach.programme import ProgrammeFault, default_programme
from services.outreach.step_visit import StepDongVisit, VisitStep
from services.outreach.visit_plan import AttendeeLine, IssueLine, VisitPlan
from tests.factories_meetings import undo

EVER = date(2018, 7, 1)
TODAY = date(2026, 11, 26)


def add_dong(units, actor, name="성사1동", code="9900000001", **changes):
    values = {"valid_from": EVER, "valid_to": None} | changes
    key = dong_id(code, values["valid_from"])
    with units.begin(actor, Permission.OUTREACH_WRITE) as work:
        work.add(Dong(id=key, code10=code, name=name, **values))
    return DongId(key)


def plan(dong, **changes):
    base = VisitPlan(
        dong,
        TODAY,
        time(10),
        time(11, 45),
        place="주민센터",
        programme=default_programme(time(10)),
        attendees=(AttendeeLine(AttendeeCategory.RESIDENT, "통장", "김하늘"),),
        issues=(IssueLine("도서관 이전", budget_thousand=120_000),),
    )
    return replace(base, **changes)


def planner(units, restricted=frozenset()):
    return PlanDongVisit(units, lambda _session, day: day in restricted)


def changer(units):
    return ChangeDongVisit(units, lambda _session, _day: False)


def step(units, actor, visit_id, to, reason=""):
    StepDongVisit(units).run(actor, VisitStep(visit_id, to, reason))


def state_of(units, actor, visit_id):
    return DongVisitDetailsOf(units).run(actor, visit_id).state


@pytest.fixture
def dong(units, leader):
    return add_dong(units, leader)


def test_the_list_is_that_of_a_day_because_dongs_are_split(units, leader):
    add_dong(units, leader, "삼송동", "9900000002", valid_to=date(2022, 1, 2))
    for number, code in ((2, "9900000004"), (1, "9900000003")):
        add_dong(units, leader, f"삼송{number}동", code, valid_from=date(2022, 1, 3))
    names = [row.name for row in DongList(units).run(leader, None)]
    assert names == ["삼송1동", "삼송2동"]
    assert [row.name for row in DongList(units).run(leader, date(2022, 1, 2))] == [
        "삼송동"
    ]


def test_a_plan_is_kept_whole_and_shown_with_names_masked(units, leader, dong):
    planned = planner(units).run(leader, plan(dong))
    details = DongVisitDetailsOf(units).run(leader, planned.visit_id)
    assert (details.dong, details.state) == ("성사1동", DongVisitState.DATED)
    assert details.plan.attendees[0].name == "김*늘"
    assert details.plan.issues == plan(dong).issues
    assert details.plan.programme == plan(dong).programme
    assert (planned.findings, details.findings) == ((), ())


def test_a_gap_in_the_timetable_is_told_and_does_not_keep_it_from_being_saved(
    units, leader, dong
):
    planned = planner(units).run(leader, plan(dong, ends_at=time(12)))
    assert {one.fault for one in planned.findings} == {
        ProgrammeFault.GAP,
        ProgrammeFault.SUM,
    }
    assert state_of(units, leader, planned.visit_id) is DongVisitState.DATED


def test_a_visit_without_a_day_is_planned_in_the_cycle(units, leader, dong):
    wanted = plan(dong, day=None, starts_at=None, ends_at=None, programme=())
    planned = planner(units).run(leader, wanted)
    assert state_of(units, leader, planned.visit_id) is DongVisitState.PLANNED


def test_a_second_click_plans_once_and_undo_drops_it(units, office, leader, dong):
    known = DongVisitId("01900000-0000-7000-8000-000000000001")
    for _ in range(2):
        planner(units).run(leader, plan(dong, visit_id=known))
    assert len(DongVisitDetailsOf(units).run(leader, known).plan.programme) == 5
    undo(office, leader)
    assert state_of(units, leader, known) is DongVisitState.DROPPED


def test_restricted_weeks_ask_for_the_ground_and_never_block(units, leader, dong):
    restricted = planner(units, {TODAY})
    with pytest.raises(ReasonNeeded) as caught:
        restricted.run(leader, plan(dong))
    assert caught.value.facts == {"step": "election"}
    restricted.run(leader, plan(dong, election_ground="재해 현장 점검"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_at": time(10)}, "ends_at"),
        ({"ends_at": None}, "ends_at"),
        ({"day": None}, "day"),
        ({"place": "가" * 101}, "place"),
        ({"remarks": "800101-1234567"}, "remarks"),
        ({"issues": (IssueLine(" "),)}, "issues"),
        ({"issues": (IssueLine("도로", budget_thousand=-1),)}, "issues"),
        (
            {"attendees": (AttendeeLine(AttendeeCategory.PRESS, "기자", "a\x00"),)},
            "attendees",
        ),
    ],
)
def test_a_faulty_plan_names_its_field(units, leader, dong, changes, field):
    with pytest.raises(FormRefused) as caught:
        planner(units).run(leader, plan(dong, **changes))
    assert field in dict(caught.value.faults)


def test_a_dong_that_is_gone_on_that_day_is_not_visited(units, leader):
    gone = add_dong(units, leader, "삼송동", "9900000002", valid_to=date(2022, 1, 2))
    with pytest.raises(FieldError, match="not_valid_then"):
        planner(units).run(leader, plan(gone))


def test_a_change_keeps_the_lines_in_their_records(units, leader, dong):
    visit_id = planner(units).run(leader, plan(dong)).visit_id
    before = item_ids(units, leader)
    form = OpenDongVisit(units).run(leader, visit_id)
    assert form.plan.attendees[0].name == "김하늘"
    longer = replace(form.plan, programme=form.plan.programme[:4], ends_at=time(11, 35))
    planned = changer(units).run(leader, visit_id, longer, form.base)
    assert planned.findings == ()
    assert item_ids(units, leader) < before


def item_ids(units, actor):
    with units.read(actor, Permission.OUTREACH_READ) as reading:
        return set(reading.session.scalars(select(ProgrammeItem.id)))


def test_undo_of_a_change_puts_the_plan_back(units, office, leader, dong):
    visit_id = planner(units).run(leader, plan(dong)).visit_id
    form = OpenDongVisit(units).run(leader, visit_id)
    changed = replace(form.plan, place="경로당", programme=(), issues=())
    changer(units).run(leader, visit_id, changed, form.base)
    undo(office, leader)
    assert OpenDongVisit(units).run(leader, visit_id).plan == form.plan


def test_two_forms_on_one_visit_do_not_overwrite_each_other(units, leader, dong):
    visit_id = planner(units).run(leader, plan(dong)).visit_id
    first = OpenDongVisit(units).run(leader, visit_id)
    second = OpenDongVisit(units).run(leader, visit_id)
    changed = replace(first.plan, place="경로당")
    changer(units).run(leader, visit_id, changed, first.base)
    with pytest.raises(ChangedMeanwhile):
        changer(units).run(leader, visit_id, second.plan, second.base)


def test_opening_a_visit_with_names_is_logged(units, leader, dong):
    visit_id = planner(units).run(leader, plan(dong)).visit_id
    OpenDongVisit(units).run(leader, visit_id)
    with units.read(leader, Permission.LOG_READ) as reading:
        entries = reading.session.scalars(
            select(AccessEntry).where(AccessEntry.action == AccessAction.READ)
        ).all()
    assert [(e.subject_kind, e.subject_id) for e in entries] == [
        ("dong_visit", visit_id)
    ]


def test_a_visit_goes_from_dated_to_closed_and_each_step_back(
    units, office, leader, dong
):
    visit_id = planner(units).run(leader, plan(dong)).visit_id
    for to in (DongVisitState.PREPARED, DongVisitState.HELD, DongVisitState.REPORTED):
        step(units, leader, visit_id, to)
    undo(office, leader)
    assert state_of(units, leader, visit_id) is DongVisitState.HELD
    (row,) = DongList(units).run(leader, None)
    assert (row.last_visit, row.next_visit) == (TODAY, None)


def test_what_lies_ahead_was_not_held_and_calling_off_needs_a_reason(
    units, leader, dong
):
    visit_id = planner(units).run(leader, plan(dong, day=date(2026, 12, 1))).visit_id
    with pytest.raises(StepRefused):
        step(units, leader, visit_id, DongVisitState.HELD)
    with pytest.raises(ReasonNeeded):
        step(units, leader, visit_id, DongVisitState.POSTPONED)
    step(units, leader, visit_id, DongVisitState.POSTPONED, "폭설")
    with units.read(leader, Permission.OUTREACH_READ) as reading:
        assert reading.get(DongVisit, visit_id).reason == "폭설"


def test_a_held_visit_is_not_changed(units, leader, dong):
    visit_id = planner(units).run(leader, plan(dong)).visit_id
    step(units, leader, visit_id, DongVisitState.HELD)
    form = OpenDongVisit(units).run(leader, visit_id)
    with pytest.raises(StepRefused):
        changer(units).run(leader, visit_id, form.plan, form.base)


def test_the_front_desk_reads_visits_and_does_not_plan_them(units, leader, clerk, dong):
    visit_id = planner(units).run(leader, plan(dong)).visit_id
    assert DongVisitDetailsOf(units).run(clerk, visit_id).dong == "성사1동"
    with pytest.raises(NotAllowed):
        planner(units).run(clerk, plan(dong))
