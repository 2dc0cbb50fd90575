"""A dong visit as its form gives it, and what the form must keep."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, time

from models.values import AttendeeCategory, DongId, DongVisitId
from services.core.form_faults import Fault, TextField, faults_in, refuse
from services.outreach.programme import LAST_MINUTE, ProgrammeLine

LONGEST_LINE = 100
LONGEST_TEXT = 20_000
MOST_THOUSAND = 1_000_000_000


@dataclass(frozen=True, slots=True)
class AttendeeLine:
    """Somebody on the list; the name may be open."""

    category: AttendeeCategory
    title: str
    name: str = ""
    seat: str = ""

    def __repr__(self) -> str:
        return "<AttendeeLine>"


@dataclass(frozen=True, slots=True)
class IssueLine:
    """A matter that the mayor will hear about; budget in 천원."""

    title: str
    location: str = ""
    situation: str = ""
    problem: str = ""
    progress: str = ""
    opinion: str = ""
    plan: str = ""
    budget_thousand: int = 0
    department: str = ""


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """A dong visit as the form gives it.

    Attributes:
        day: None for a visit that is only planned in the cycle.
        election_ground: Asked in restricted weeks.
        visit_id: Made by the form, so that a second click plans once.
    """

    dong_id: DongId
    day: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    purpose: str = ""
    department: str = ""
    rain_plan: str = ""
    route: str = ""
    remarks: str = ""
    preparations: str = ""
    election_ground: str = ""
    programme: tuple[ProgrammeLine, ...] = ()
    attendees: tuple[AttendeeLine, ...] = ()
    issues: tuple[IssueLine, ...] = ()
    visit_id: DongVisitId | None = None


LINES = ("place", "department", "election_ground")
TEXTS = ("purpose", "rain_plan", "route", "remarks", "preparations")


def check_plan(plan: VisitPlan) -> None:
    """Refuse a form that cannot be taken.

    Raises:
        FormRefused: Names every field and its fault.
    """
    faults = [*_time_faults(plan), *faults_in(*_texts(plan))]
    if any(not 1 <= line.minutes <= LAST_MINUTE for line in plan.programme):
        faults.append(("programme", "out_of_range"))
    if any(not 0 <= issue.budget_thousand <= MOST_THOUSAND for issue in plan.issues):
        faults.append(("issues", "out_of_range"))
    refuse(faults)


def _time_faults(plan: VisitPlan) -> Iterator[Fault]:
    if (plan.starts_at is None) != (plan.ends_at is None):
        yield "ends_at", "missing"
    if plan.day is None and plan.starts_at is not None:
        yield "day", "missing"
    if plan.starts_at is None or plan.ends_at is None:
        return
    if plan.ends_at <= plan.starts_at:
        yield "ends_at", "before_start"


def _texts(plan: VisitPlan) -> Iterator[TextField]:
    for name in LINES:
        yield TextField(name, getattr(plan, name), LONGEST_LINE)
    for name in TEXTS:
        yield TextField(name, getattr(plan, name), LONGEST_TEXT)
    yield from _lines(plan)
    for issue in plan.issues:
        yield TextField("issues", issue.title, LONGEST_LINE, needed=True)
        values = (getattr(issue, one.name) for one in fields(issue))
        texts = (value for value in values if isinstance(value, str))
        yield from (TextField("issues", text, LONGEST_TEXT) for text in texts)


def _lines(plan: VisitPlan) -> Iterator[TextField]:
    for line in plan.programme:
        yield TextField("programme", line.title, LONGEST_LINE)
        yield TextField("programme", line.place, LONGEST_LINE)
    for attendee in plan.attendees:
        for text in (attendee.title, attendee.name, attendee.seat):
            yield TextField("attendees", text, LONGEST_LINE)
