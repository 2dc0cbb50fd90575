"""Two visits to dongs: one held last week, one that comes next week."""

from datetime import date, datetime, time, timedelta
from typing import Any

from models.values import (
    AttendeeCategory,
    DongVisitId,
    DongVisitState,
    MeetingKind,
)
from services.core.clock import SEOUL
from services.korean.election import restricting
from services.meetings.book import Booking
from services.meetings.hosts import host_id
from services.meetings.place import Grounds, Place
from services.outreach.programme import default_programme
from services.outreach.step_visit import VisitStep
from services.outreach.visit_plan import AttendeeLine, IssueLine, VisitPlan
from services.sample_office.calendar import GROUND
from services.sample_office.sample import Sample

BEGIN = time(10)
LAST_WEEK, NEXT_WEEK = -4, 5


def dong_visits(sample: Sample) -> None:
    """Plan both visits; the first was held and reported."""
    told = sample.texts.outreach
    sample.clock.go(sample.work_day(-12), time(11))
    held = _plan(sample, told["held"], "여울동", sample.work_day(LAST_WEEK))
    sample.clock.go(sample.work_day(LAST_WEEK), time(13))
    for state in (DongVisitState.HELD, DongVisitState.REPORTED):
        _step(sample, held, state)
    coming = _plan(sample, told["coming"], "솔바람동", sample.work_day(NEXT_WEEK))
    _step(sample, coming, DongVisitState.PREPARED)


def _plan(sample: Sample, told: dict[str, Any], dong: str, day: date) -> DongVisitId:
    programme = default_programme(BEGIN)
    minutes = sum(line.minutes for line in programme)
    ends_at = (datetime.combine(day, BEGIN, SEOUL) + timedelta(minutes=minutes)).time()
    elections = sample.services.meetings.elections.run(sample.actor)
    ground = GROUND if restricting(day, elections) else ""
    plain = ("place", "purpose", "department", "rain_plan", "route", "remarks")
    plan = VisitPlan(
        dong_id=sample.dongs[dong],
        day=day,
        starts_at=BEGIN,
        ends_at=ends_at,
        **{name: told[name] for name in plain},
        preparations=told["preparations"],
        election_ground=ground,
        programme=programme,
        attendees=tuple(_attendee(sample, *one) for one in told["attendees"]),
        issues=tuple(IssueLine(**one) for one in told["issues"]),
    )
    visit_id = sample.services.outreach.plan_visit.run(sample.actor, plan).visit_id
    place = Place(day, BEGIN, ends_at, host_id("mayor"))
    booking = Booking(
        MeetingKind.DONG_VISIT,
        place,
        f"{dong} 방문",
        dong_visit_id=visit_id,
        grounds=Grounds(election=ground),
    )
    sample.services.meetings.book.run(sample.actor, booking)
    return visit_id


def _attendee(sample: Sample, category: str, title: str) -> AttendeeLine:
    name = sample.people.one().name
    return AttendeeLine(AttendeeCategory(category), title, name)


def _step(sample: Sample, visit_id: DongVisitId, to: DongVisitState) -> None:
    sample.services.outreach.step_visit.run(sample.actor, VisitStep(visit_id, to))
