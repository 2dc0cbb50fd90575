"""The waiting list as plain values, masked."""

from dataclasses import dataclass
from datetime import date, datetime

from models.values import (
    GroupId,
    PersonId,
    PetitionId,
    Subject,
    VisitId,
    VisitKind,
    VisitState,
)
from services.reception.estimate import Estimate
from services.reception.order import CallingRule


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One visit as the list shows it.

    Attributes:
        name: Masked; a group's own name; empty when no name was given.
        people: How many of a group have come; 0 for a single visit.
        rule: Why somebody who waits has this place in the line.
        calls: How often the person was called.
        wait_minutes: From arrival to now, or to the first counselling.
        since: When the present state began.
        receipt: Number of the petition that came with the visit.
        is_left_over: From an earlier day and still open.
    """

    visit_id: VisitId
    label: str
    number: int
    day: date
    kind: VisitKind
    state: VisitState
    subject: Subject
    title: str
    name: str
    people: int
    person_id: PersonId | None
    arrived_at: datetime
    meeting_at: datetime | None
    since: datetime | None
    wait_minutes: int
    calls: int
    place: str
    priority: bool
    aid: bool
    agent: bool
    confidential: bool
    group_id: GroupId | None
    petition_id: PetitionId | None
    receipt: str
    rule: CallingRule | None
    is_left_over: bool

    def __repr__(self) -> str:
        return "<WaitingRow>"


@dataclass(frozen=True, slots=True)
class WaitingSummary:
    """The line in numbers.

    Attributes:
        longest_minutes: How long whoever came first has been waiting.
        estimate: For somebody who comes now; None with too few samples.
        to_record: Visits whose outcome nobody wrote down yet.
    """

    waiting: int
    longest_minutes: int
    estimate: Estimate | None
    to_record: int


@dataclass(frozen=True, slots=True)
class WaitingLists:
    """The rows of a day and its numbers.

    Whoever is called or in counselling comes first, then the line in calling order,
    then what is left to do, then what has ended.
    """

    rows: tuple[WaitingRow, ...]
    summary: WaitingSummary
