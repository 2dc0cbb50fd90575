"""How long a proof goes on: a sample in `make test`, the long form in `make soak`.

TONGTONG_SOAK asks for the long form; its number stretches or shortens the time.
"""

import os
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

LONG = "TONGTONG_SOAK"
SEED = 20_261_126
REPORT = Path(__file__).parents[1] / "out" / "soak.txt"

T = TypeVar("T")


def is_long() -> bool:
    """Return whether this is the long form."""
    return bool(os.environ.get(LONG))


def how_many(sample: int, soak: int) -> int:
    """Return how often to try: ``sample`` times, or ``soak`` times in the long form."""
    return soak if is_long() else sample


def in_time(of: Sequence[T], sample: int, minutes: float) -> Iterator[T]:
    """Yield an even ``sample``; in the long form all of it, as far as the time goes."""
    if not is_long():
        few = min(sample, len(of))
        yield from (of[(2 * n + 1) * len(of) // (2 * few)] for n in range(few))
        return
    end = time.monotonic() + minutes * 60 * float(os.environ[LONG])
    for one in random.Random(SEED).sample(of, len(of)):  # noqa: S311 - an order
        if time.monotonic() > end:
            return
        yield one


def report(line: str) -> None:
    """Tell what was counted; the long form keeps it in ``out/soak.txt``."""
    print(f"\n{line}")  # noqa: T201 - the figures
    if is_long():
        REPORT.parent.mkdir(exist_ok=True)
        with REPORT.open("a", encoding="utf-8") as kept:
            kept.write(f"{line}\n")
