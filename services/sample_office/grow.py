"""Grows an office to many visits, for measuring; in large pieces, triggers and all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from models.base import Record, new_id
from models.petitions import Petition
from models.reception import Person, Visit, VisitSpan
from models.values import (
    Permission,
    PetitionEnding,
    PetitionKind,
    PetitionState,
    Subject,
    VisitKind,
    VisitState,
)
from services.core.actor import Actor
from services.core.clock import SEOUL, today
from services.core.unit_of_work import UnitOfWork, Work
from services.korean.deadline import due
from services.korean.holidays import HolidayTable, builtin
from services.korean.working_time import WorkCalendar
from services.petitions.legal_periods import LegalPeriods, legal_periods
from services.sample_office.people import People
from services.sample_office.texts import sample_texts

LAST_BEFORE = timedelta(days=60)  # the grown days end where the sample begins
FEWEST_A_DAY = 40
DAYS = 2_500
PIECE = 2_000
RETURNING = 3  # one of so many comes for the first time
WITH_PETITION = 0.5
OPENS = time(9)
OPEN_MINUTES = 500

Row = dict[str, Any]
Told = Callable[[int, int], None]


@dataclass(slots=True)
class _Piece:
    """The rows of one transaction, by table and in the order they need."""

    people: list[Row] = field(default_factory=list)
    visits: list[Row] = field(default_factory=list)
    spans: list[Row] = field(default_factory=list)
    petitions: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class _Growth:
    """What goes on from piece to piece."""

    actor: Actor
    chance: Random
    people: People
    matters: list[Row]
    calendar: WorkCalendar
    legal: LegalPeriods
    desk: str = ""
    known: list[str] = field(default_factory=list)
    serials: dict[int, int] = field(default_factory=dict)
    due: dict[tuple[date, PetitionKind], datetime] = field(default_factory=dict)


def grow(units: UnitOfWork, actor: Actor, visits: int, seed: int, told: Told) -> None:
    """Add so many ended visits before the last two months, with what belongs to them.

    Args:
        units: Of the office.
        actor: Who does it.
        visits: How many.
        seed: Equal seeds make equal names, times and texts.
        told: Hears how many are on the disk and of how many, after each piece.
    """
    texts = sample_texts()
    chance = Random(seed)  # noqa: S311 - a sample, not a secret
    last = today(units.clock) - LAST_BEFORE
    growth = _Growth(
        actor=actor,
        chance=chance,
        people=People(chance, texts.syllables),
        matters=texts.matters["matters"],
        calendar=WorkCalendar(_holidays(last, visits)),
        legal=legal_periods(),
    )
    places = _places(last, visits, growth.calendar)
    done = 0
    while piece := list(islice(places, PIECE)):
        with units.begin(actor, Permission.VISIT_CHECK_IN) as work:
            growth.desk = work.desk
            _keep(work, _piece(work, growth, piece))
        done += len(piece)
        told(done, visits)


def _a_day(visits: int) -> int:
    return max(FEWEST_A_DAY, -(-visits // DAYS))


def _holidays(last: date, visits: int) -> HolidayTable:
    """Return the holidays of all years that the visits may reach back."""
    years = visits // _a_day(visits) // 200 + 2
    return builtin(range(last.year - years, last.year + 2))


def _places(
    last: date, visits: int, calendar: WorkCalendar
) -> Iterator[tuple[date, int]]:
    """Yield day and number of each visit, the youngest day first."""
    day, left, most = last, visits, _a_day(visits)
    while left:
        if calendar.is_work_day(day):
            count = min(left, most)
            yield from ((day, number) for number in range(1, count + 1))
            left -= count
        day -= timedelta(days=1)


def _piece(work: Work, growth: _Growth, places: list[tuple[date, int]]) -> _Piece:
    piece = _Piece()
    most = max(number for _, number in places)
    for day, number in places:
        minute = OPEN_MINUTES * number // (most + 1)
        arrived = datetime.combine(day, OPENS, SEOUL) + timedelta(minutes=minute)
        matter = growth.chance.choice(growth.matters)
        person = _person(growth, piece, arrived)
        visit = _visit(growth, matter, person, arrived, number)
        piece.visits.append(visit)
        piece.spans.extend(_spans(growth, visit))
        kind = matter["matter"]
        if kind in _KINDS and growth.chance.random() < WITH_PETITION:
            serial = _serial(work.session, growth, day.year)
            piece.petitions.append(_petition(growth, matter, visit, serial))
    return piece


_KINDS = frozenset(kind.value for kind in PetitionKind)


def _row(growth: _Growth, at: datetime) -> Row:
    return {"id": new_id(), "created_at": at, "created_by": growth.actor.staff_id}


def _person(growth: _Growth, piece: _Piece, at: datetime) -> str:
    if growth.known and growth.chance.randrange(RETURNING):
        return growth.chance.choice(growth.known)
    citizen = growth.people.one()
    phone = citizen.phone.replace("-", "")
    row = {**_row(growth, at), "name": citizen.name, "phone": phone}
    piece.people.append(row)
    growth.known.append(row["id"])
    return str(row["id"])


def _visit(
    growth: _Growth, matter: Row, person: str, arrived: datetime, number: int
) -> Row:
    return {
        **_row(growth, arrived),
        "day": arrived.date(),
        "letter": "A",
        "number": number,
        "desk": growth.desk,
        "kind": VisitKind.WALK_IN,
        "state": VisitState.CLOSED,
        "person_id": person,
        "title": matter["title"],
        "note": matter["note"],
        "subject": Subject(matter["subject"]),
        "arrived_at": arrived,
        "queued_at": arrived,
        "staff_id": growth.actor.staff_id,
        "outcome": matter["outcome"],
    }


def _spans(growth: _Growth, visit: Row) -> Iterator[Row]:
    """Yield the stretches of a visit that went its usual way."""
    at = visit["arrived_at"]
    lengths = (
        (VisitState.WAITING, growth.chance.randint(2, 25)),
        (VisitState.CALLED, 1),
        (VisitState.IN_COUNSELLING, growth.chance.randint(5, 30)),
        (VisitState.CLOSED, 0),
    )
    for state, minutes in lengths:
        ends = at + timedelta(minutes=minutes)
        yield {
            **_row(growth, at),
            "visit_id": visit["id"],
            "state": state,
            "began_at": at,
            "ended_at": ends,
            "staff_id": growth.actor.staff_id,
        }
        at = ends


def _petition(growth: _Growth, matter: Row, visit: Row, serial: int) -> Row:
    received, kind = visit["arrived_at"], PetitionKind(matter["matter"])
    period, due_at = _due(growth, received, kind)
    return {
        **_row(growth, received),
        "year": received.year,
        "desk": growth.desk,
        "serial": serial,
        "kind": kind,
        "state": PetitionState.CLOSED,
        "subject": visit["subject"],
        "title": visit["title"],
        "content": visit["note"],
        "person_id": visit["person_id"],
        "visit_id": visit["id"],
        "received_at": received,
        "period": period,
        "due_at": due_at,
        "told_due_at": due_at,
        "department": matter["department"],
        "assigned_at": received,
        "answered_at": received,
        "outcome": matter["outcome"],
        "ending": PetitionEnding.DONE,
    }


def _due(
    growth: _Growth, received: datetime, kind: PetitionKind
) -> tuple[str, datetime]:
    """Return period and day; counted once for a day and kind, as of its opening."""
    rule = growth.legal.period(kind, received.date())
    if rule is None:
        raise LookupError(kind)
    key = (received.date(), kind)
    if key not in growth.due:
        opens = datetime.combine(received.date(), OPENS, SEOUL)
        growth.due[key] = due(opens, rule.period, growth.calendar).due
    return str(rule.period), growth.due[key]


def _serial(session: Session, growth: _Growth, year: int) -> int:
    if year not in growth.serials:
        last = select(func.max(Petition.serial)).where(
            Petition.year == year, Petition.desk == growth.desk
        )
        growth.serials[year] = session.scalar(last) or 0
    growth.serials[year] += 1
    return growth.serials[year]


def _keep(work: Work, piece: _Piece) -> None:
    tables: tuple[tuple[type[Record], list[Row]], ...] = (
        (Person, piece.people),
        (Visit, piece.visits),
        (VisitSpan, piece.spans),
        (Petition, piece.petitions),
    )
    connection = work.session.connection()
    for record, rows in tables:
        if rows:
            connection.execute(insert(record.__table__), rows)  # type: ignore[arg-type]  # a mapped class has a Table
            work.touched(str(record.__tablename__))
