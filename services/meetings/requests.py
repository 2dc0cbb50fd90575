"""What the calendar needs of a request to meet: facts, and its next state.

Requests belong to the room above; the container hands them in.
"""

from dataclasses import dataclass
from typing import Protocol

from models.values import HostId, RequestId, RequestState
from services.core.unit_of_work import Reading, Work


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What a place in the calendar takes over from a request.

    Attributes:
        title: The matter; never the applicant's name.
        host_id: Who meets the applicant by the verdict, if that is settled.
    """

    title: str
    people: int
    host_id: HostId | None


class Requests(Protocol):
    """Requests to meet, as the calendar may touch them."""

    def facts(self, reading: Reading, request_id: RequestId) -> RequestFacts:
        """Return what the calendar takes over.

        Raises:
            NotFound: There is no such request.
        """

    def step(self, work: Work, request_id: RequestId, to: RequestState) -> RequestState:
        """Move the request; return the state before.

        Raises:
            StepRefused: Its present state does not allow it.
        """

    def put_back(self, work: Work, request_id: RequestId, state: RequestState) -> None:
        """Set the state that an undone step had left."""
