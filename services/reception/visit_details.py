"""One visit with its history, as the drawer shows it; reading it is logged."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.reception import STEPS, Person, Visit, VisitSpan
from models.values import (
    AccessAction,
    Permission,
    Purpose,
    Subject,
    VisitId,
    VisitState,
)
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.unit_of_work import FormBase, UnitOfWork, Work
from services.reception.people_values import PersonMatch, matches_of

EARLIER = 20


@dataclass(frozen=True, slots=True)
class SpanRow:
    """One stretch of a visit; undone ones are shown as such."""

    state: VisitState
    began_at: datetime
    ended_at: datetime | None
    place: str
    reason: str
    is_accurate: bool
    is_undone: bool


@dataclass(frozen=True, slots=True)
class EarlierVisit:
    """A visit of the same person before."""

    visit_id: VisitId
    day: date
    subject: Subject
    title: str
    state: VisitState
    outcome: str


@dataclass(frozen=True, slots=True)
class VisitDetail:
    """All of one visit; the person is masked.

    Attributes:
        may_become: The states that may follow.
        person: None when no name was given.
        earlier: Of the same person, the latest first.
    """

    visit_id: VisitId
    label: str
    state: VisitState
    title: str
    note: str
    outcome: str
    priority_reason: str
    may_become: frozenset[VisitState]
    person: PersonMatch | None
    spans: tuple[SpanRow, ...]
    earlier: tuple[EarlierVisit, ...]
    base: FormBase

    def __repr__(self) -> str:
        return "<VisitDetail>"


class VisitDetails:
    """Opens one visit."""

    permission = Permission.VISIT_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(
        self, actor: Actor, visit_id: VisitId, purpose: Purpose = Purpose.CASE
    ) -> VisitDetail:
        """Return the visit and log who read it and why.

        Raises:
            NotFound: There is no such visit.
        """
        with self._units.begin(actor, self.permission) as work:
            visit = work.get(Visit, visit_id)
            work.log(Access(AccessAction.READ, "visit", visit.id, purpose))
            return VisitDetail(
                visit_id,
                visit.label,
                visit.state,
                visit.title,
                visit.note,
                visit.outcome,
                visit.priority_reason,
                STEPS[visit.state],
                _person(work, visit),
                _spans(work, visit),
                _earlier(work, visit),
                work.seen(visit),
            )


def _person(work: Work, visit: Visit) -> PersonMatch | None:
    if visit.person_id is None:
        return None
    person = work.get(Person, visit.person_id)
    return matches_of(work.connection, [person], work.today)[0]


def _spans(work: Work, visit: Visit) -> tuple[SpanRow, ...]:
    found = work.session.scalars(
        select(VisitSpan)
        .where(VisitSpan.visit_id == visit.id)
        .order_by(
            VisitSpan.began_at, VisitSpan.ended_at.is_(None), VisitSpan.created_at
        )
    )
    return tuple(
        SpanRow(
            span.state,
            span.began_at,
            span.ended_at,
            span.place,
            span.reason,
            span.accurate,
            span.undone,
        )
        for span in found
    )


def _earlier(work: Work, visit: Visit) -> tuple[EarlierVisit, ...]:
    if visit.person_id is None:
        return ()
    found = work.session.scalars(
        select(Visit)
        .where(Visit.person_id == visit.person_id, Visit.id != visit.id)
        .order_by(Visit.arrived_at.desc(), Visit.id)
        .limit(EARLIER)
    )
    return tuple(
        EarlierVisit(VisitId(v.id), v.day, v.subject, v.title, v.state, v.outcome)
        for v in found
    )
