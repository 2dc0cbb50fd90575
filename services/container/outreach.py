"""The room Outreach: its verbs and questions as typed fields, and how they are made."""

from dataclasses import dataclass

from services.core.unit_of_work import UnitOfWork
from services.meetings.elections import is_restricted
from services.outreach.details import DongVisitDetailsOf, OpenDongVisit
from services.outreach.dongs import DongList
from services.outreach.plan_visit import ChangeDongVisit, PlanDongVisit
from services.outreach.step_visit import StepDongVisit


@dataclass(frozen=True, slots=True)
class Outreach:
    """Dongs and the visits to them."""

    dongs: DongList
    plan_visit: PlanDongVisit
    change_visit: ChangeDongVisit
    step_visit: StepDongVisit
    visit_details: DongVisitDetailsOf
    open_visit: OpenDongVisit


def build(units: UnitOfWork) -> Outreach:
    """Return the room of an open office."""
    return Outreach(
        dongs=DongList(units),
        plan_visit=PlanDongVisit(units, is_restricted),
        change_visit=ChangeDongVisit(units, is_restricted),
        step_visit=StepDongVisit(units),
        visit_details=DongVisitDetailsOf(units),
        open_visit=OpenDongVisit(units),
    )
