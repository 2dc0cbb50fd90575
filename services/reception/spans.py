"""Moves a visit from one state to the next, each stretch a row, each move reversible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import ChangedMeanwhile
from models.reception import ENDED, Visit, VisitSpan
from models.values import Permission, VisitId, VisitState
from services.core.undo import UndoStep
from services.core.unit_of_work import Work

END_OF_DAY, BY_MISTAKE = "end_of_day", "mistake"  # reasons that no person wrote
_WITH_STAFF = frozenset({VisitState.CALLED, VisitState.IN_COUNSELLING})


@dataclass(frozen=True, slots=True)
class Step:
    """Where a visit goes, and what changes with it.

    Attributes:
        place: None keeps the present one.
        outcome: None keeps the present one.
        queued_at: A new place in the line; None keeps the old one.
        was_seen: False where nobody saw the present stretch end; it is then left out
            of averages.
    """

    to: VisitState
    place: str | None = None
    reason: str = ""
    outcome: str | None = None
    queued_at: datetime | None = None
    was_seen: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts of a visit that a move changes."""

    state: VisitState
    place: str
    staff_id: str | None
    outcome: str
    queued_at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """A move that was made, with all that its reverse needs."""

    visit_id: VisitId
    label: str
    before: Standing
    after: Standing
    opened: str
    closed: str | None
    closed_was_accurate: bool


def first_span(work: Work, visit: Visit) -> None:
    """Begin the visit's first stretch."""
    work.add(
        VisitSpan(
            visit_id=visit.id,
            state=visit.state,
            began_at=work.now,
            staff_id=work.actor.staff_id,
            place=visit.place,
        )
    )


def move(work: Work, visit: Visit, step: Step) -> Moved:
    """Take the step: end the present stretch and begin the next.

    Raises:
        StepRefused: The present state does not allow it.
    """
    before, current = standing(visit), open_span(work.session, visit.id)
    visit.step(step.to)
    _change(work, visit, step)
    # A clock that was set back must not make a stretch end before it began.
    at = max(work.now, current.began_at) if current else work.now
    was_accurate = current.accurate if current else True
    if current is not None:
        current.ended_at = at
        current.accurate = current.accurate and step.was_seen
    opened = VisitSpan(
        visit_id=visit.id,
        state=step.to,
        began_at=at,
        ended_at=at if step.to in ENDED else None,
        staff_id=work.actor.staff_id,
        place=visit.place,
        reason=step.reason,
    )
    work.add(opened)
    return Moved(
        VisitId(visit.id),
        visit.label,
        before,
        standing(visit),
        opened.id,
        current.id if current else None,
        was_accurate,
    )


def take_back(work: Work, moved: Moved) -> None:
    """Put a visit back exactly as it stood before the move.

    Raises:
        ChangedMeanwhile: Somebody went on from there.
    """
    visit = work.get(Visit, moved.visit_id)
    opened = work.get(VisitSpan, moved.opened)
    went_on = opened.ended_at is not None and moved.after.state not in ENDED
    if standing(visit) != moved.after or opened.undone or went_on:
        raise ChangedMeanwhile(kind="visit")
    opened.undone = True
    opened.ended_at = opened.ended_at or max(work.now, opened.began_at)
    if moved.closed is not None:
        closed = work.get(VisitSpan, moved.closed)
        closed.ended_at, closed.accurate = None, moved.closed_was_accurate
    _restore(visit, moved.before)


def offer_undo(
    work: Work, what: str, permission: Permission, moves: Sequence[Moved]
) -> None:
    """Offer the reverse of the moves of one verb, the last of them first."""

    def reverse(undoing: Work) -> None:
        for moved in reversed(moves):
            take_back(undoing, moved)

    facts = (("label", moves[-1].label),)
    work.leave_undo(UndoStep(what, permission, reverse, facts))


def open_span(session: Session, visit_id: str) -> VisitSpan | None:
    """Return the stretch that goes on; None for a visit that has ended."""
    return session.scalars(
        select(VisitSpan).where(
            VisitSpan.visit_id == visit_id,
            VisitSpan.ended_at.is_(None),
            VisitSpan.undone.is_(False),
        )
    ).first()


def standing(visit: Visit) -> Standing:
    """Return how the visit stands now."""
    return Standing(
        visit.state, visit.place, visit.staff_id, visit.outcome, visit.queued_at
    )


def _change(work: Work, visit: Visit, step: Step) -> None:
    if step.to in _WITH_STAFF:
        visit.staff_id = work.actor.staff_id
    if step.place is not None:
        visit.place = step.place
    if step.outcome is not None:
        visit.outcome = step.outcome
    if step.queued_at is not None:
        visit.queued_at = step.queued_at


def _restore(visit: Visit, before: Standing) -> None:
    visit.state = before.state
    visit.place = before.place
    visit.staff_id = before.staff_id
    visit.outcome = before.outcome
    visit.queued_at = before.queued_at
