"""A dong visit with everything that belongs to it: masked to read, plain to edit."""

from dataclasses import dataclass, replace

from models.outreach import Dong, DongVisit
from models.values import (
    AccessAction,
    DongVisitId,
    DongVisitState,
    Permission,
)
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.unit_of_work import FormBase, UnitOfWork
from services.korean.names import mask_name
from services.outreach.plan_visit import findings_of
from services.outreach.programme import Finding
from services.outreach.visit_plan import VisitPlan
from services.outreach.visit_record import plan_of


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


def _masked(plan: VisitPlan) -> VisitPlan:
    attendees = tuple(replace(one, name=mask_name(one.name)) for one in plan.attendees)
    return replace(plan, attendees=attendees)
