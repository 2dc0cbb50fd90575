"""How long one may wait: a range from what counselling really took, or nothing.

A wrong promise is worse than none: with fewer than five measured visits there is no
estimate, and what nobody saw end is not measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median, quantiles

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.reception import VisitSpan
from models.values import VisitState

SAMPLES = 20
FEWEST = 5
STEP_MINUTES = 5
_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Estimate:
    """Minutes to wait, from likely to rather long; both in steps of five."""

    low: int
    high: int


def recent_lengths(session: Session) -> list[timedelta]:
    """Return how long the last twenty measured counsellings took, the latest first."""
    found = session.execute(
        select(VisitSpan.began_at, VisitSpan.ended_at)
        .where(
            VisitSpan.state == VisitState.IN_COUNSELLING,
            VisitSpan.ended_at.is_not(None),
            VisitSpan.accurate.is_(True),
            VisitSpan.undone.is_(False),
        )
        .order_by(VisitSpan.ended_at.desc())
        .limit(SAMPLES)
    )
    return [ended - began for began, ended in found if ended is not None]


def estimate(lengths: Sequence[timedelta], ahead: int) -> Estimate | None:
    """Return the wait behind ``ahead`` people; None with too few samples.

    Args:
        lengths: What recent counsellings took.
        ahead: How many are called before, 0 or more.
    """
    if len(lengths) < FEWEST:
        return None
    minutes = [length / timedelta(minutes=1) for length in lengths]
    usual = median(minutes)
    long = max(usual, quantiles(minutes, n=_QUARTERS, method="inclusive")[-1])
    low, high = _up_to_five(usual * ahead), _up_to_five(long * (ahead or 1))
    return Estimate(low, max(low, high))


def _up_to_five(minutes: float) -> int:
    """Return minutes rounded up to a multiple of five."""
    return -int(-minutes // STEP_MINUTES) * STEP_MINUTES
