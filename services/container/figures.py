"""The room Figures: its verbs and questions as typed fields, and how they are made."""

from dataclasses import dataclass

from services.core.unit_of_work import UnitOfWork
from services.figures.plan import KeepPlan, PlanNames
from services.figures.plan_check import PlanCheck
from services.figures.plan_vs_actual import PlanVsActual, YearByMonth


@dataclass(frozen=True, slots=True)
class Figures:
    """The yearly plan and what came of it."""

    keep_plan: KeepPlan
    plan_names: PlanNames
    plan_check: PlanCheck
    plan_vs_actual: PlanVsActual
    year_by_month: YearByMonth


def build(units: UnitOfWork) -> Figures:
    """Return the room of an open office."""
    return Figures(
        keep_plan=KeepPlan(units),
        plan_names=PlanNames(units),
        plan_check=PlanCheck(units),
        plan_vs_actual=PlanVsActual(units),
        year_by_month=YearByMonth(units),
    )
