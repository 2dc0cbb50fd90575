"""Takes a check-in back that should not have been, with all that came with it."""

from typing import Protocol

from models.errors import StepRefused
from models.reception import Visit
from models.values import PetitionId, RequestId, VisitId, VisitState
from services.core.unit_of_work import Work
from services.reception.ports import MeetingWishes, Petitions
from services.reception.spans import BY_MISTAKE, Step, move


class Made(Protocol):
    """What a check-in made."""

    @property
    def visit_id(self) -> VisitId:
        """The visit."""

    @property
    def petition_id(self) -> PetitionId | None:
        """The petition received with it."""

    @property
    def request_id(self) -> RequestId | None:
        """The request to meet made with it."""


class Mistake:
    """Takes a check-in back that should not have been."""

    def __init__(self, made: Made, petitions: Petitions, wishes: MeetingWishes) -> None:
        self._made = made
        self._petitions = petitions
        self._wishes = wishes

    def __call__(self, work: Work) -> None:
        """Cancel the visit and end what came with it.

        Raises:
            StepRefused: Somebody has called the person, or gone on with the matter.
        """
        visit = work.get(Visit, self._made.visit_id)
        if visit.state is not VisitState.WAITING:
            raise StepRefused(state=visit.state.value, step=VisitState.CANCELLED.value)
        if self._made.request_id is not None:
            self._wishes.take_back(work, self._made.request_id)
        if self._made.petition_id is not None:
            self._petitions.take_back(work, self._made.petition_id)
        move(work, visit, Step(VisitState.CANCELLED, reason=BY_MISTAKE))
