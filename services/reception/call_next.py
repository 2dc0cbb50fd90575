"""Calls whoever is next by the calling order, or somebody chosen.

Source of the order: ``order.calling_order``, where it stands in words.
"""

from dataclasses import dataclass

from sqlalchemy import func, select

from models.errors import NothingToDo, StepRefused
from models.reception import Visit, VisitSpan
from models.values import Permission, VisitId, VisitState
from services.core.actor import Actor
from services.core.form_faults import TextField, check_text
from services.core.unit_of_work import UnitOfWork, Work
from services.reception.line import in_line
from services.reception.order import calling_order, next_place
from services.reception.spans import Moved, Step, move, offer_undo
from services.reception.visit_verb import LONGEST_PLACE


@dataclass(frozen=True, slots=True)
class Called:
    """Who was called, and who was moved out of the way.

    Attributes:
        calls: How often this visit was called by now.
        to_record: Visits whose counselling at this place ended with the call.
    """

    visit_id: VisitId
    label: str
    place: str
    calls: int
    to_record: tuple[VisitId, ...] = ()


class CallNext:
    """Calls the next person to a place."""

    permission = Permission.VISIT_CALL

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, place: str) -> Called:
        """Call whoever is next; counselling at the place ends, not yet recorded. Undoable.

        Raises:
            NothingToDo: Nobody waits who may be called yet.
            FieldError: The place cannot be stored.
        """
        where = check_text(TextField("place", place, LONGEST_PLACE))
        with self._units.begin(actor, self.permission) as work:
            line = in_line(work.session, work.today)
            following = next_place(calling_order(line, work.now))
            if following is None:
                raise NothingToDo(what="waiting")
            return _call(work, following.visit_id, where)


class CallThis:
    """Calls somebody out of the order."""

    permission = Permission.VISIT_CALL

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, visit_id: VisitId, place: str) -> Called:
        """Call this person to the place, as ``CallNext`` would. Undoable.

        Raises:
            StepRefused: The visit is not one that can be called.
            FieldError: The place cannot be stored.
        """
        where = check_text(TextField("place", place, LONGEST_PLACE))
        with self._units.begin(actor, self.permission) as work:
            return _call(work, visit_id, where)


class CallAgain:
    """Calls once more whoever was called and has not come."""

    permission = Permission.VISIT_CALL

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, visit_id: VisitId) -> Called:
        """Call again, to the same place. Undoable.

        Raises:
            StepRefused: The visit was not called.
        """
        with self._units.begin(actor, self.permission) as work:
            visit = work.get(Visit, visit_id)
            _require_called(visit)
            moved = move(work, visit, Step(VisitState.CALLED))
            offer_undo(work, "visit.called_again", self.permission, (moved,))
            return _called(work, visit, ())


def _call(work: Work, visit_id: VisitId, place: str) -> Called:
    visit = work.get(Visit, visit_id)
    ended = _end_counselling(work, place, visit_id)
    called = move(work, visit, Step(VisitState.CALLED, place=place))
    offer_undo(work, "visit.called", Permission.VISIT_CALL, (*ended, called))
    return _called(work, visit, tuple(moved.visit_id for moved in ended))


def _end_counselling(work: Work, place: str, apart_from: VisitId) -> tuple[Moved, ...]:
    """Move whoever is in counselling at the place to "to be recorded": never lost."""
    found = work.session.scalars(
        select(Visit)
        .where(
            Visit.state == VisitState.IN_COUNSELLING,
            Visit.place == place,
            Visit.id != apart_from,
        )
        .order_by(Visit.id)
    ).all()
    return tuple(move(work, visit, Step(VisitState.TO_RECORD)) for visit in found)


def _require_called(visit: Visit) -> None:
    if visit.state is not VisitState.CALLED:
        raise StepRefused(state=visit.state.value, step="call_again")


def _called(work: Work, visit: Visit, to_record: tuple[VisitId, ...]) -> Called:
    work.session.flush()
    calls = work.session.scalar(
        select(func.count())
        .select_from(VisitSpan)
        .where(
            VisitSpan.visit_id == visit.id,
            VisitSpan.state == VisitState.CALLED,
            VisitSpan.undone.is_(False),
        )
    )
    return Called(VisitId(visit.id), visit.label, visit.place, calls or 0, to_record)
