"""A dong visit as its form gives it, and what the form must keep."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, time

from models.errors import FieldError
from models.values import AttendeeCategory, DongId, DongVisitId
from services.korean.document_guard import text_faults
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
        FieldError: Names the first field and its fault.
    """
    _check_times(plan)
    for field, text, longest in _texts(plan):
        faults = text_faults(text, longest)
        if faults:
            raise FieldError(field=field, fault=faults[0].value)
    for line in plan.programme:
        if not 1 <= line.minutes <= LAST_MINUTE:
            raise FieldError(field="programme", fault="out_of_range")
    for issue in plan.issues:
        if not issue.title.strip():
            raise FieldError(field="issues", fault="missing")
        if not 0 <= issue.budget_thousand <= MOST_THOUSAND:
            raise FieldError(field="issues", fault="out_of_range")


def _check_times(plan: VisitPlan) -> None:
    if (plan.starts_at is None) != (plan.ends_at is None):
        raise FieldError(field="ends_at", fault="missing")
    if plan.day is None and plan.starts_at is not None:
        raise FieldError(field="day", fault="missing")
    if plan.starts_at is None or plan.ends_at is None:
        return
    if plan.ends_at <= plan.starts_at:
        raise FieldError(field="ends_at", fault="before_start")


def _texts(plan: VisitPlan) -> Iterator[tuple[str, str, int]]:
    for name in LINES:
        yield name, getattr(plan, name), LONGEST_LINE
    for name in TEXTS:
        yield name, getattr(plan, name), LONGEST_TEXT
    yield from _lines(plan)
    for issue in plan.issues:
        yield "issues", issue.title, LONGEST_LINE
        values = (getattr(issue, one.name) for one in fields(issue))
        texts = (value for value in values if isinstance(value, str))
        yield from (("issues", text, LONGEST_TEXT) for text in texts)


def _lines(plan: VisitPlan) -> Iterator[tuple[str, str, int]]:
    for line in plan.programme:
        yield "programme", line.title, LONGEST_LINE
        yield "programme", line.place, LONGEST_LINE
    for attendee in plan.attendees:
        for text in (attendee.title, attendee.name, attendee.seat):
            yield "attendees", text, LONGEST_LINE
