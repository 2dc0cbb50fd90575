"""When to try the next sync round; pure, so that every rule can be proved.

A quiet day syncs every few minutes.  A server that is away is asked less and less
often, each desk at its own moment, so that a hundred desks do not all come at 18:00.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


class Outcome(StrEnum):
    """How a round ended, as far as the next one is concerned."""

    DONE = "done"
    NOTHING_TO_DO = "nothing_to_do"
    OFFLINE = "offline"
    INTERRUPTED = "interrupted"
    REFUSED = "refused"
    INCOMPATIBLE = "incompatible"
    FORKED = "forked"


@dataclass(frozen=True, slots=True)
class Pace:
    """The office's pace in seconds.

    Attributes:
        settled_s: Between two rounds while all is well.
        first_retry_s: After the first failure.
        longest_retry_s: No wait after failures is longer.
        person_s: While a person has to act first, how often to look again.
        spread: Share of each wait that chance may take away, 0 to 1.
    """

    settled_s: float = 120.0
    first_retry_s: float = 5.0
    longest_retry_s: float = 900.0
    person_s: float = 900.0
    spread: float = 0.5


def seconds_until_next(
    outcome: Outcome, failures: int, chance: float, pace: Pace
) -> float | None:
    """Return how long to wait, or None if only a person starts the next round.

    Args:
        outcome: How the last round ended.
        failures: Rounds in a row that did not reach the server, this one included.
        chance: A fresh random number, 0 to 1.
        pace: The office's pace.
    """
    match outcome:
        case Outcome.DONE | Outcome.NOTHING_TO_DO:
            whole = pace.settled_s
        case Outcome.OFFLINE:
            doublings = min(max(failures, 1) - 1, 30)
            whole = min(pace.first_retry_s * 2**doublings, pace.longest_retry_s)
        case Outcome.REFUSED | Outcome.INCOMPATIBLE:
            whole = pace.person_s
        case Outcome.FORKED | Outcome.INTERRUPTED:
            return None
        case _:
            assert_never(outcome)
    return whole * (1 - pace.spread * chance)
