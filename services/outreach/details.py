"""A dong visit with everything that belongs to it: masked to read, plain to edit."""

from dataclasses import dataclass, fields, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.outreach import Attendee, Dong, DongVisit, PendingIssue, ProgrammeItem
from models.values import (
    AccessAction,
    DongId,
    DongVisitId,
    DongVisitState,
    Permission,
)
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.unit_of_work import FormBase, UnitOfWork
from services.korean.names import mask_name
from services.outreach.plan_visit import findings_of
from services.outreach.programme import Finding, ProgrammeLine
from services.outreach.visit_plan import (
    LINES,
    TEXTS,
    AttendeeLine,
    IssueLine,
    VisitPlan,
)


@dataclass(frozen=True, slots=True)
class DongVisitDetails:
    """A visit as pages and papers show it; names of attendees are masked."""

    id: DongVisitId
    dong: str
    dong_en: str
    district: str
    state: DongVisitState
    plan: VisitPlan
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class DongVisitForm:
    """A visit as its form shows it; ``base`` goes back with the change."""

    id: DongVisitId
    plan: VisitPlan
    base: FormBase


class DongVisitDetailsOf:
    """Answers everything about one visit."""

    permission = Permission.OUTREACH_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, visit_id: DongVisitId) -> DongVisitDetails:
        """Return the visit with masked names.

        Raises:
            NotFound: There is no such visit.
        """
        with self._units.read(actor, self.permission) as reading:
            visit = reading.get(DongVisit, visit_id)
            dong = reading.get(Dong, visit.dong_id)
            plan = _masked(plan_of(reading.session, visit))
            return DongVisitDetails(
                visit_id,
                dong.name,
                dong.name_en,
                dong.district,
                visit.state,
                plan,
                findings_of(plan),
            )


class OpenDongVisit:
    """Opens a visit for somebody who changes it."""

    permission = Permission.OUTREACH_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, visit_id: DongVisitId) -> DongVisitForm:
        """Return the form with plain names; who read it is logged.

        Raises:
            NotFound: There is no such visit.
        """
        with self._units.begin(actor, self.permission) as work:
            visit = work.get(DongVisit, visit_id)
            plan = plan_of(work.session, visit)
            count = max(len(plan.attendees), 1)
            work.log(Access(AccessAction.READ, "dong_visit", visit_id, count=count))
            return DongVisitForm(visit_id, plan, work.seen(visit))


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


def _masked(plan: VisitPlan) -> VisitPlan:
    attendees = tuple(replace(one, name=mask_name(one.name)) for one in plan.attendees)
    return replace(plan, attendees=attendees)


def _programme(session: Session, visit_id: str) -> tuple[ProgrammeLine, ...]:
    found = session.scalars(
        select(ProgrammeItem)
        .where(ProgrammeItem.dong_visit_id == visit_id)
        .order_by(ProgrammeItem.starts_at, ProgrammeItem.minutes, ProgrammeItem.id)
    )
    return tuple(
        ProgrammeLine(item.kind, item.starts_at, item.minutes, item.title, item.place)
        for item in found
    )


def _attendees(session: Session, visit_id: str) -> tuple[AttendeeLine, ...]:
    found = session.scalars(
        select(Attendee)
        .where(Attendee.dong_visit_id == visit_id)
        .order_by(Attendee.category, Attendee.title, Attendee.id)
    )
    return tuple(
        AttendeeLine(one.category, one.title, one.name, one.seat) for one in found
    )


def _issues(session: Session, visit_id: str) -> tuple[IssueLine, ...]:
    found = session.scalars(
        select(PendingIssue)
        .where(PendingIssue.dong_visit_id == visit_id)
        .order_by(PendingIssue.position, PendingIssue.id)
    )
    names = [one.name for one in fields(IssueLine)]
    return tuple(IssueLine(*(getattr(row, name) for name in names)) for row in found)
