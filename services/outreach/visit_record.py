"""Between a dong visit's form and its records."""

from collections.abc import Iterable, Sequence
from dataclasses import fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.outreach import Attendee, DongVisit, PendingIssue, ProgrammeItem
from models.values import DongId, DongVisitId
from services.core.unit_of_work import Work
from services.outreach.programme import ProgrammeLine
from services.outreach.visit_plan import (
    LINES,
    TEXTS,
    AttendeeLine,
    IssueLine,
    VisitPlan,
)


def plan_of(session: Session, visit: DongVisit) -> VisitPlan:
    """Return the visit as its form gives it."""
    texts = {name: getattr(visit, name) for name in (*LINES, *TEXTS)}
    return VisitPlan(
        dong_id=DongId(visit.dong_id),
        day=visit.day,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        programme=_programme(session, visit.id),
        attendees=_attendees(session, visit.id),
        issues=_issues(session, visit.id),
        visit_id=DongVisitId(visit.id),
        **texts,
    )


def fill(visit: DongVisit, plan: VisitPlan) -> None:
    """Set the fields of the record from the form."""
    visit.dong_id, visit.day = plan.dong_id, plan.day
    visit.starts_at, visit.ends_at = plan.starts_at, plan.ends_at
    for name in (*LINES, *TEXTS):
        setattr(visit, name, getattr(plan, name).strip())


def keep_parts(work: Work, visit_id: str, plan: VisitPlan) -> None:
    """Write the lines of the form into the records, line by line in their order.

    A line keeps its record, so that two desks which change different lines of one
    visit do not end with every line twice.
    """
    session = work.session
    programme = [_values(line) for line in plan.programme]
    _keep(work, visit_id, ProgrammeItem, list(_items(session, visit_id)), programme)
    people = [_values(line) for line in plan.attendees]
    _keep(work, visit_id, Attendee, list(_people(session, visit_id)), people)
    issues = [{**_values(i), "position": n} for n, i in enumerate(plan.issues)]
    _keep(work, visit_id, PendingIssue, list(_matters(session, visit_id)), issues)


def _values(line: ProgrammeLine | AttendeeLine | IssueLine) -> dict[str, object]:
    values = {one.name: getattr(line, one.name) for one in fields(line)}
    return {
        name: value.strip() if type(value) is str else value
        for name, value in values.items()
    }


def _keep(
    work: Work,
    visit_id: str,
    kind: type[ProgrammeItem | Attendee | PendingIssue],
    rows: Sequence[ProgrammeItem | Attendee | PendingIssue],
    wanted: Sequence[dict[str, object]],
) -> None:
    for row, values in zip(rows, wanted, strict=False):
        for name, value in values.items():
            setattr(row, name, value)
    for values in wanted[len(rows) :]:
        work.add(kind(dong_visit_id=visit_id, **values))
    for row in rows[len(wanted) :]:
        work.session.delete(row)
    work.session.flush()


def _items(session: Session, visit_id: str) -> Iterable[ProgrammeItem]:
    return session.scalars(
        select(ProgrammeItem)
        .where(ProgrammeItem.dong_visit_id == visit_id)
        .order_by(ProgrammeItem.starts_at, ProgrammeItem.minutes, ProgrammeItem.id)
    )


def _people(session: Session, visit_id: str) -> Iterable[Attendee]:
    return session.scalars(
        select(Attendee)
        .where(Attendee.dong_visit_id == visit_id)
        .order_by(Attendee.category, Attendee.title, Attendee.id)
    )


def _matters(session: Session, visit_id: str) -> Iterable[PendingIssue]:
    return session.scalars(
        select(PendingIssue)
        .where(PendingIssue.dong_visit_id == visit_id)
        .order_by(PendingIssue.position, PendingIssue.id)
    )


def _programme(session: Session, visit_id: str) -> tuple[ProgrammeLine, ...]:
    return tuple(
        ProgrammeLine(item.kind, item.starts_at, item.minutes, item.title, item.place)
        for item in _items(session, visit_id)
    )


def _attendees(session: Session, visit_id: str) -> tuple[AttendeeLine, ...]:
    return tuple(
        AttendeeLine(one.category, one.title, one.name, one.seat)
        for one in _people(session, visit_id)
    )


def _issues(session: Session, visit_id: str) -> tuple[IssueLine, ...]:
    names = [one.name for one in fields(IssueLine)]
    return tuple(
        IssueLine(*(getattr(row, name) for name in names))
        for row in _matters(session, visit_id)
    )
