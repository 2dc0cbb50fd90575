"""The calling order, as a rule that can be said in words.

Priority first; then whoever has an appointment, from two minutes before its time;
then everybody else as they came.  Whoever is absent is left out, and an appointment
whose time has not come keeps its place behind the line.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from models.values import VisitId, VisitState

LEAD = timedelta(minutes=2)
CALLABLE = frozenset({VisitState.WAITING, VisitState.CARRIED_OVER})


class CallingRule(StrEnum):
    """Why somebody stands where they stand in the line, in its order."""

    PRIORITY = "priority"
    APPOINTMENT = "appointment"  # its time has come
    ARRIVAL = "arrival"
    EARLY = "early"  # has an appointment later on; not called before


_RANKS = {rule: rank for rank, rule in enumerate(CallingRule)}


@dataclass(frozen=True, slots=True)
class InLine:
    """What the calling order looks at.

    Attributes:
        meeting_at: When the person is expected; None without an appointment.
        queued_at: The place in the line.
        number: Decides between two who came at once.
    """

    visit_id: VisitId
    state: VisitState
    priority: bool
    meeting_at: datetime | None
    queued_at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in the line, and by which rule."""

    visit_id: VisitId
    rule: CallingRule


def calling_order(rows: Iterable[InLine], now: datetime) -> tuple[Place, ...]:
    """Return everybody who waits, in the order of calling."""
    waiting = [row for row in rows if row.state in CALLABLE]
    in_order = sorted(waiting, key=lambda row: _key(row, now))
    return tuple(Place(row.visit_id, rule_of(row, now)) for row in in_order)


def next_place(order: Iterable[Place]) -> Place | None:
    """Return who is called next; None when nobody may be called yet."""
    return next((p for p in order if p.rule is not CallingRule.EARLY), None)


def rule_of(row: InLine, now: datetime) -> CallingRule:
    """Return the rule by which a row has its place."""
    if row.priority:
        return CallingRule.PRIORITY
    if row.meeting_at is None:
        return CallingRule.ARRIVAL
    has_come = row.meeting_at - LEAD <= now
    return CallingRule.APPOINTMENT if has_come else CallingRule.EARLY


def _key(row: InLine, now: datetime) -> tuple[int, datetime, datetime, int, str]:
    rule = rule_of(row, now)
    by_meeting = rule in {CallingRule.APPOINTMENT, CallingRule.EARLY}
    first = row.meeting_at if by_meeting and row.meeting_at else row.queued_at
    return _RANKS[rule], first, row.queued_at, row.number, row.visit_id
