"""Makers for the calendar and the selection; through the services, not by INSERT."""

from dataclasses import replace
from datetime import date, time

from models.reception import Person
from models.values import (
    MeetingKind,
    Permission,
    PersonId,
    RequestId,
    Subject,
    Verdict,
)
from services.core.actor import Actor
from services.core.office import Office
from services.core.unit_of_work import UnitOfWork
from services.meetings.book import Booking, BookMeeting
from services.meetings.elections import SeedElections
from services.meetings.holidays import SeedHolidays
from services.meetings.hosts import SeedCalendar, host_id, room_id, series_id
from services.meetings.place import Place
from services.meetings.place_request import Placement, PlaceRequest
from services.selection.apply import ApplyForMeeting, RequestDraft
from services.selection.decide import Decide, VerdictForm
from services.selection.request_steps import RequestSteps

TONGTONG = series_id()
MAYOR, VICE_MAYOR = host_id("mayor"), host_id("vice-mayor-1")
BUREAU, DEPARTMENT = host_id("construction"), host_id("department")
MAYOR_ROOM, SMALL_ROOM = room_id("mayor-room"), room_id("meeting-1")
TODAY = date(2026, 11, 26)  # a 통통 Day
NEXT = date(2026, 12, 10)
CHUSEOK = date(2026, 9, 24)
YEARS = range(2026, 2029)


def seed(units: UnitOfWork, actor: Actor, years: range = YEARS) -> None:
    """Give the office its hosts, rooms, series, holidays and elections."""
    SeedCalendar(units).run(actor)
    SeedElections(units).run(actor)
    SeedHolidays(units).run(actor, years)


def place(day: date = NEXT, begin: str = "10:00", end: str = "11:00") -> Place:
    """Return a place with the mayor in the mayor's room."""
    return Place(
        day, time.fromisoformat(begin), time.fromisoformat(end), MAYOR, MAYOR_ROOM
    )


def booking(day: date = NEXT, begin: str = "10:00", end: str = "11:00") -> Booking:
    """Return a confirmed internal entry of the mayor."""
    return Booking(MeetingKind.INTERNAL, place(day, begin, end), "간부회의")


def book(units: UnitOfWork, actor: Actor, wanted: Booking | None = None, **changes):
    """Book an entry; keywords change the booking."""
    return BookMeeting(units).run(actor, replace(wanted or booking(), **changes))


def person(units: UnitOfWork, actor: Actor, name: str = "김하늘") -> PersonId:
    """Add a person of that name."""
    with units.begin(actor, Permission.VISIT_CHECK_IN) as work:
        return PersonId(work.add(Person(name=name, phone="01055501234")).id)


def request(
    units: UnitOfWork, actor: Actor, who: PersonId | None = None, **changes
) -> RequestId:
    """Take in a request to meet the mayor; keywords change the draft."""
    applicant = who or person(units, actor)
    draft = RequestDraft(applicant, "놀이터 그늘막 설치", Subject.PARKS)
    return ApplyForMeeting(units).run(actor, replace(draft, **changes))


def select(units: UnitOfWork, actor: Actor, request_id: RequestId) -> None:
    """Decide that the mayor meets."""
    Decide(units).run(actor, VerdictForm(request_id, Verdict.MAYOR))


def placed(
    units: UnitOfWork,
    actor: Actor,
    request_id: RequestId | None = None,
    begin: str = "14:00",
    rule_day: date = NEXT,
):
    """Select a request and place it into a session; return the meeting's id."""
    wanted = request_id or request(units, actor)
    select(units, actor, wanted)
    placement = Placement(wanted, TONGTONG, rule_day, time.fromisoformat(begin))
    return PlaceRequest(units, RequestSteps()).run(actor, placement)


def undo(office: Office, actor: Actor) -> str:
    """Take the actor's last step back; return what it was."""
    step = office.undo.top(actor.staff_id)
    assert step is not None
    with office.units.begin(actor, step.permission) as work:
        step.reverse(work)
    office.undo.pop(actor.staff_id, step)
    return step.what
