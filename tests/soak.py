"""How long a proof goes on: a sample in `make test`, the long form in `make soak`."""

import os

LONG = "TONGTONG_SOAK"


def how_many(sample: int, soak: int) -> int:
    """Return how often to try: ``sample`` times, or ``soak`` times in the long form."""
    return soak if os.environ.get(LONG) else sample
