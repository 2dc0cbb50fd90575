"""Who is here today, in the order of calling, with an honest estimate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meetings import Meeting
from models.petitions import Petition
from models.reception import ENDED, GroupVisit, HeadCount, Person, Visit, VisitSpan
from models.values import (
    GroupId,
    Permission,
    PersonId,
    PetitionId,
    VisitId,
    VisitState,
)
from services.core.actor import Actor
from services.core.unit_of_work import Reading, UnitOfWork
from services.korean.names import HIDDEN, mask_name
from services.reception.estimate import estimate, recent_lengths
from services.reception.line import line_of, meeting_start, shown_on
from services.reception.order import CallingRule, InLine, calling_order
from services.reception.waiting_values import WaitingLists, WaitingRow, WaitingSummary

# Whoever is with somebody comes first, then the line, then what is left to do.
_RANKED = (
    VisitState.IN_COUNSELLING,
    VisitState.CALLED,
    VisitState.WAITING,
    VisitState.CARRIED_OVER,
    VisitState.ON_HOLD,
    VisitState.ABSENT,
    VisitState.TO_RECORD,
    VisitState.HANDED_OVER,
    VisitState.CLOSED,
    VisitState.LEFT,
    VisitState.CANCELLED,
)
_RANKS = {state: rank for rank, state in enumerate(_RANKED)}


@dataclass(frozen=True, slots=True)
class _Spans:
    """What the stretches of one visit say."""

    calls: int = 0
    since: datetime | None = None
    counselled_at: datetime | None = None


class WaitingList:
    """Lists the visits of a day."""

    permission = Permission.VISIT_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, day: date | None = None) -> WaitingLists:
        """Return the visits of ``day``, today without one, and older ones still open."""
        with self._units.read(actor, self.permission) as reading:
            return waiting_lists(reading, day or reading.today)


def waiting_lists(reading: Reading, day: date) -> WaitingLists:
    """Return a day's visits inside an open question."""
    session = reading.session
    spans, petitions = _spans(session, day), _petitions(session, day)
    heads = _heads(session, day)
    found = session.execute(
        select(Visit, Person, Meeting, GroupVisit)
        .outerjoin(Person, Person.id == Visit.person_id)
        .outerjoin(Meeting, Meeting.id == Visit.meeting_id)
        .outerjoin(GroupVisit, GroupVisit.visit_id == Visit.id)
        .where(shown_on(day))
    ).all()
    rules = _rules(
        (
            line_of(visit, meeting)
            for visit, _, meeting, _ in found
            if _may_be_called(visit, day)
        ),
        reading.now,
    )
    rows = [
        _row(
            _Found(visit, person, meeting, group),
            spans.get(visit.id, _Spans()),
            _Beside(
                rules.get(visit.id),
                petitions.get(visit.id),
                heads.get(visit.id, 0),
                day,
                reading.now,
            ),
        )
        for visit, person, meeting, group in found
    ]
    places = {visit_id: at for at, visit_id in enumerate(rules)}
    rows.sort(key=lambda row: _place(row, places))
    return WaitingLists(tuple(rows), _summary(session, rows))


@dataclass(frozen=True, slots=True)
class _Found:
    """The records of one row."""

    visit: Visit
    person: Person | None
    meeting: Meeting | None
    group: GroupVisit | None


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a row takes from beside its records."""

    rule: CallingRule | None
    petition: Petition | None
    heads: int
    day: date
    now: datetime


def _row(found: _Found, spans: _Spans, beside: _Beside) -> WaitingRow:
    visit = found.visit
    ended_at = spans.since if visit.state in ENDED else None
    until = spans.counselled_at or ended_at or beside.now
    return WaitingRow(
        visit_id=VisitId(visit.id),
        label=visit.label,
        number=visit.number,
        day=visit.day,
        kind=visit.kind,
        state=visit.state,
        subject=visit.subject,
        title=visit.title,
        name=_name(found),
        people=beside.heads,
        person_id=PersonId(visit.person_id) if visit.person_id else None,
        arrived_at=visit.arrived_at,
        meeting_at=meeting_start(found.meeting),
        since=spans.since,
        wait_minutes=max(0, int((until - visit.arrived_at).total_seconds() // 60)),
        calls=spans.calls,
        place=visit.place,
        priority=visit.priority,
        aid=visit.aid,
        agent=visit.agent,
        confidential=visit.confidential,
        group_id=GroupId(found.group.id) if found.group else None,
        petition_id=PetitionId(beside.petition.id) if beside.petition else None,
        receipt=beside.petition.receipt if beside.petition else "",
        rule=beside.rule,
        is_left_over=visit.day < beside.day,
    )


def _name(found: _Found) -> str:
    if found.visit.confidential:
        return HIDDEN
    if found.group is not None:
        return found.group.name
    return mask_name(found.person.name) if found.person else ""


def _may_be_called(visit: Visit, day: date) -> bool:
    """Say whether a visit stands in the line of a day.

    One forgotten yesterday does not, nor one whose place is kept for tomorrow.
    """
    return (visit.day < day) is (visit.state is VisitState.CARRIED_OVER)


def _rules(line: Iterable[InLine], now: datetime) -> dict[str, CallingRule]:
    """Return the rule of everybody who waits, in the order of calling."""
    return {place.visit_id: place.rule for place in calling_order(line, now)}


def _place(row: WaitingRow, places: Mapping[str, int]) -> tuple[int, int, datetime]:
    if row.visit_id in places:
        return _RANKS[VisitState.WAITING], places[row.visit_id], row.arrived_at
    return _RANKS[row.state], len(places), row.arrived_at


def _summary(session: Session, rows: Iterable[WaitingRow]) -> WaitingSummary:
    listed = list(rows)
    waiting = [row for row in listed if row.rule is not None]
    return WaitingSummary(
        waiting=len(waiting),
        longest_minutes=max((row.wait_minutes for row in waiting), default=0),
        estimate=estimate(recent_lengths(session), len(waiting)),
        to_record=sum(row.state is VisitState.TO_RECORD for row in listed),
    )


def _spans(session: Session, day: date) -> dict[str, _Spans]:
    found = session.scalars(
        select(VisitSpan)
        .join(Visit, Visit.id == VisitSpan.visit_id)
        .where(shown_on(day), VisitSpan.undone.is_(False))
        .order_by(VisitSpan.began_at)
    )
    told: dict[str, list[VisitSpan]] = {}
    for span in found:
        told.setdefault(span.visit_id, []).append(span)
    return {visit_id: _read_spans(spans) for visit_id, spans in told.items()}


def _read_spans(spans: list[VisitSpan]) -> _Spans:
    counselled = [s for s in spans if s.state is VisitState.IN_COUNSELLING]
    return _Spans(
        calls=sum(span.state is VisitState.CALLED for span in spans),
        since=spans[-1].began_at,
        counselled_at=counselled[0].began_at if counselled else None,
    )


def _petitions(session: Session, day: date) -> dict[str, Petition]:
    """Return the petition that belongs to each visit: its own, or the one gone on with."""
    came_with = select(Visit.id, Petition).join(Petition, Petition.visit_id == Visit.id)
    goes_on = select(Visit.id, Petition).join(
        Petition, Petition.id == Visit.petition_id
    )
    return {
        visit_id: petition
        for question in (goes_on, came_with)
        for visit_id, petition in session.execute(question.where(shown_on(day)))
    }


def _heads(session: Session, day: date) -> dict[str, int]:
    """Return the latest head count of each group; later ones come last."""
    found = session.execute(
        select(GroupVisit.visit_id, HeadCount.come)
        .join(HeadCount, HeadCount.group_id == GroupVisit.id)
        .join(Visit, Visit.id == GroupVisit.visit_id)
        .where(shown_on(day))
        .order_by(HeadCount.counted_at, HeadCount.id)
    )
    return {row.visit_id: row.come for row in found}
