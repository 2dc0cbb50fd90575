"""The room Selection: its verbs and questions as typed fields, and how they are made."""

from dataclasses import dataclass

from services.core.unit_of_work import UnitOfWork
from services.selection.apply import ApplyForMeeting
from services.selection.decide import Decide
from services.selection.pool import Pool
from services.selection.request_steps import StepRequest
from services.selection.tell import TellApplicant
from services.selection.unfinished import Unfinished


@dataclass(frozen=True, slots=True)
class Selection:
    """Requests to meet the mayor."""

    apply: ApplyForMeeting
    pool: Pool
    decide: Decide
    tell: TellApplicant
    step: StepRequest
    unfinished: Unfinished


def build(units: UnitOfWork) -> Selection:
    """Return the room of an open office."""
    return Selection(
        apply=ApplyForMeeting(units),
        pool=Pool(units),
        decide=Decide(units),
        tell=TellApplicant(units),
        step=StepRequest(units),
        unfinished=Unfinished(units),
    )
