"""What the second screen shows: numbers and places, and nothing about anybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from models.values import Permission, VisitState
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.reception.estimate import Estimate
from services.reception.order import CallingRule
from services.reception.waiting_list import WaitingRow, waiting_lists


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
                called=_numbers(lists.rows, VisitState.CALLED),
                counselling=_numbers(lists.rows, VisitState.IN_COUNSELLING),
                waiting=tuple(
                    row.label for row in line if row.rule is not CallingRule.EARLY
                ),
                estimate=lists.summary.estimate,
            )


def _numbers(rows: Iterable[WaitingRow], state: VisitState) -> tuple[BoardNumber, ...]:
    """Return the numbers in a state, the latest first."""
    found = [row for row in rows if row.state is state and not row.is_left_over]
    found.sort(key=lambda row: row.since or row.arrived_at, reverse=True)
    return tuple(BoardNumber(row.label, row.place) for row in found)
