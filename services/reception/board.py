"""What the second screen shows: numbers and places, and nothing about anybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from models.values import Permission, VisitState
from services.core.actor import Actor
from services.core.clock import local
from services.core.unit_of_work import UnitOfWork
from services.reception.estimate import Estimate
from services.reception.order import CallingRule
from services.reception.waiting_list import waiting_lists
from services.reception.waiting_values import WaitingRow


@dataclass(frozen=True, slots=True)
class BoardNumber:
    """A number and where it is to go."""

    label: str
    place: str


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board at one moment.

    Attributes:
        called: Being called now, the latest first.
        waiting: Numbers in the order of calling.
        estimate: For somebody who comes now; None with too few samples.
    """

    at: datetime
    called: tuple[BoardNumber, ...]
    counselling: tuple[BoardNumber, ...]
    waiting: tuple[str, ...]
    estimate: Estimate | None


class Board:
    """Answers for the board."""

    permission = Permission.VISIT_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> BoardView:
        """Return the numbers of now."""
        with self._units.read(actor, self.permission) as reading:
            lists = waiting_lists(reading, reading.today)
            line = [row for row in lists.rows if row.rule is not None]
            return BoardView(
                at=reading.now,
                called=_numbers(lists.rows, VisitState.CALLED, reading.today),
                counselling=_numbers(
                    lists.rows, VisitState.IN_COUNSELLING, reading.today
                ),
                waiting=tuple(
                    row.label for row in line if row.rule is not CallingRule.EARLY
                ),
                estimate=lists.summary.estimate,
            )


def _numbers(
    rows: Iterable[WaitingRow], state: VisitState, day: date
) -> tuple[BoardNumber, ...]:
    """Return the numbers that came into a state today, the latest first."""
    found = [(row.since, row) for row in rows if row.state is state and row.since]
    found = [(since, row) for since, row in found if local(since).date() == day]
    found.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(BoardNumber(row.label, row.place) for _, row in found)
