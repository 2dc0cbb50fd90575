"""Ends what is still open at the desk when the day ends.

Nobody saw when these stretches ended, so their times are marked and left out of
averages.  Who still waits keeps the place for the next day, or is taken to have left:
the office decides which.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from models.errors import StepRefused
from models.reception import Visit
from models.values import Permission, VisitId, VisitState
from services.closing.open_items import UNSETTLED
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork, Work
from services.reception.line import shown_on
from services.reception.spans import END_OF_DAY, Moved, Step, move, offer_undo


class StillWaiting(StrEnum):
    """What becomes of whoever waits when the day ends."""

    KEEP_PLACE = "keep_place"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class EndedVisits:
    """What became of the open visits."""

    carried_over: tuple[VisitId, ...]
    left: tuple[VisitId, ...]
    to_record: tuple[VisitId, ...]
    closed: tuple[VisitId, ...]


class EndVisits:
    """Ends the open visits of the day, all of them or some."""

    permission = Permission.DAY_CLOSE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(
        self,
        actor: Actor,
        waiting: StillWaiting,
        only: tuple[VisitId, ...] | None = None,
    ) -> EndedVisits:
        """End them in one step, undoable as one.

        Args:
            actor: Who closes the day.
            waiting: What becomes of those who wait, were called or are absent.
            only: Some of the open visits; None takes them all.

        Raises:
            StepRefused: A chosen visit is not open any more; nothing was ended.
        """
        with self._units.begin(actor, self.permission) as work:
            found = _open_visits(work, only)
            moves = [_end(work, visit, waiting) for visit in found]
            if moves:
                offer_undo(work, "day.visits_ended", self.permission, moves)
            return _ended(moves)


def _open_visits(work: Work, only: tuple[VisitId, ...] | None) -> list[Visit]:
    if only is not None:
        return [work.get(Visit, visit_id) for visit_id in only]
    return list(
        work.session.scalars(
            select(Visit)
            .where(shown_on(work.today), Visit.state.in_(UNSETTLED))
            .order_by(Visit.day, Visit.arrived_at, Visit.id)
        )
    )


def _end(work: Work, visit: Visit, waiting: StillWaiting) -> Moved:
    step = Step(_to(visit.state, waiting), reason=END_OF_DAY, was_seen=False)
    return move(work, visit, step)


def _to(state: VisitState, waiting: StillWaiting) -> VisitState:
    """Return where a visit goes; counselling must still be written down."""
    match state:
        case VisitState.WAITING | VisitState.CALLED | VisitState.ABSENT:
            keeps = waiting is StillWaiting.KEEP_PLACE
            return VisitState.CARRIED_OVER if keeps else VisitState.LEFT
        case VisitState.IN_COUNSELLING | VisitState.ON_HOLD:
            return VisitState.TO_RECORD
        case VisitState.HANDED_OVER:
            return VisitState.CLOSED
        case _:
            raise StepRefused(state=state.value, step=END_OF_DAY)


def _ended(moves: list[Moved]) -> EndedVisits:
    def to(state: VisitState) -> tuple[VisitId, ...]:
        return tuple(m.visit_id for m in moves if m.after.state is state)

    return EndedVisits(
        carried_over=to(VisitState.CARRIED_OVER),
        left=to(VisitState.LEFT),
        to_record=to(VisitState.TO_RECORD),
        closed=to(VisitState.CLOSED),
    )
