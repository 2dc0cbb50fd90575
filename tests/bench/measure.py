"""What every bench needs: a steady loop, how many rounds, one result."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table.

    Attributes:
        ours: Our measure, in ``unit``.
        against: The raw limit of the same run.
        goal: The ratio that must not be passed; None is only reported.
    """

    name: str
    ours: float
    against: float
    goal: float | None
    unit: str = "ms"
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        """Ours over the raw limit."""
        return self.ours / self.against

    @property
    def held(self) -> bool | None:
        """Whether the goal was kept."""
        if self.goal is None:
            return None
        if self.more_is_better:
            return self.ratio >= self.goal
        return self.ratio <= self.goal

    def as_json(self) -> dict[str, object]:
        """Return the line as it is written to ``out/bench.json``."""
        return {
            "name": self.name,
            "ours": round(self.ours, 4),
            "against": round(self.against, 4),
            "unit": self.unit,
            "ratio": round(self.ratio, 3),
            "goal": self.goal,
            "held": self.held,
        }


def calibration_s() -> float:
    """Return the length of a fixed loop, printed beside each figure."""
    start = time.perf_counter()
    total = 0
    for i in range(2_000_000):
        total += i * i
    return time.perf_counter() - start


def swept_ms(work: Callable[[], object]) -> float:
    """Return how long ``work`` took, without the waste of what ran before it."""
    gc.collect()
    return timed_ms(work)


def timed_ms(work: Callable[[], object]) -> float:
    """Return how long ``work`` took."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
