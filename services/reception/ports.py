"""What the desk needs of its neighbours; the container joins them.

A check-in is one transaction, so both are used inside the desk's open one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from models.values import (
    GroupId,
    PersonId,
    PetitionId,
    PetitionKind,
    RequestId,
    Subject,
    VisitId,
)
from services.core.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class PetitionDraft:
    """A petition that comes in with a visit.

    Attributes:
        others: Petitioners beside the first.
        dictated: Spoken at the desk, to be signed.
        period: Empty; the kinds of the desk have periods of their own.
    """

    person_id: PersonId
    kind: PetitionKind
    subject: Subject
    title: str
    content: str = ""
    visit_id: VisitId | None = None
    others: int = 0
    dictated: bool = False
    period: str = ""

    def __repr__(self) -> str:
        return "<PetitionDraft>"


class Received(Protocol):
    """What the desk tells of a petition just received."""

    @property
    def petition_id(self) -> PetitionId:
        """Its id."""

    @property
    def receipt(self) -> str:
        """The number on the slip; final."""

    @property
    def due_at(self) -> datetime:
        """When it is due."""


class Petitions(Protocol):
    """Petitions, as the desk may touch them."""

    def receive(self, work: Work, draft: PetitionDraft) -> Received:
        """Receive a petition in the open transaction."""

    def take_back(self, work: Work, petition_id: PetitionId) -> None:
        """End a petition that was received by mistake.

        Raises:
            StepRefused: The office has gone on with it.
        """


@dataclass(frozen=True, slots=True)
class MeetingWish:
    """Somebody at the desk asks to meet the mayor.

    Attributes:
        wish: What is asked for, in the applicant's words.
        support: What is needed to come: sign language, a wheelchair.
    """

    person_id: PersonId
    visit_id: VisitId
    petition_id: PetitionId | None
    subject: Subject
    title: str
    wish: str = ""
    people: int = 1
    group_id: GroupId | None = None
    group_name: str = ""
    support: str = ""

    def __repr__(self) -> str:
        return "<MeetingWish>"


class MeetingWishes(Protocol):
    """Requests to meet, as the desk may touch them."""

    def apply(self, work: Work, wish: MeetingWish) -> RequestId:
        """Keep the request in the open transaction."""

    def take_back(self, work: Work, request_id: RequestId) -> None:
        """End a request that was made by mistake.

        Raises:
            StepRefused: The office has gone on with it.
        """
