"""Requests that somebody still owes a word; none leaves this list by being forgotten."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.values import Permission, RequestState, Verdict
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.selection.pool import PoolRow, pool_rows


class Owed(StrEnum):
    """What is still to be done for a request."""

    TELL_DECISION = "tell_decision"
    TELL_DATE = "tell_date"
    NEW_DATE = "new_date"  # postponed or missed
    OUTCOME = "outcome"  # the day has passed and nobody said how it went
    CLOSE = "close"  # met or answered, not closed


@dataclass(frozen=True, slots=True)
class UnfinishedRow:
    """A request and what it waits for."""

    request: PoolRow
    owed: tuple[Owed, ...]


class Unfinished:
    """Lists the requests that are decided and not finished."""

    permission = Permission.REQUEST_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> tuple[UnfinishedRow, ...]:
        """Return the requests that wait for a word of the office, longest first."""
        with self._units.read(actor, self.permission) as reading:
            rows = ((row, owed(row, reading.today)) for row in pool_rows(reading))
            return tuple(UnfinishedRow(row, due) for row, due in rows if due)


def owed(row: PoolRow, today: date) -> tuple[Owed, ...]:
    """Return what is still to be done, in the order it should be."""
    is_past = row.meeting_day is not None and row.meeting_day < today
    is_substitute = row.verdict not in (None, Verdict.MAYOR)
    due = {
        Owed.TELL_DECISION: is_substitute and not row.decision_told,
        Owed.TELL_DATE: not row.date_told and not is_past,
        Owed.NEW_DATE: row.state in (RequestState.POSTPONED, RequestState.NO_SHOW),
        Owed.OUTCOME: row.state is RequestState.SCHEDULED and is_past,
        Owed.CLOSE: row.state is RequestState.HELD
        or (row.state is RequestState.DEPARTMENT and row.decision_told),
    }
    return tuple(kind for kind, holds in due.items() if holds)
