"""The peer: Anki's own client and sync server, where it is installed.

It is no dependency of the program.  Whoever wants it measured in the same run installs
the package ``anki`` in an environment of its own and names that Python in the variable
TONGTONG_BENCH_ANKI; without it, the handbook's figures stand for it.
"""

import json
import os
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import ROUNDS, Result

VARIABLE = "TONGTONG_BENCH_ANKI"
_HANDBOOK_MS = {"up": 20.0, "down": 200.0}
_LIMIT_S = 300


@dataclass(frozen=True)
class Ours:
    """Two whole rounds of ours: milliseconds, and how many changes that were."""

    up: float
    down: float
    made: float
    came: float


def peer(scratch: Path, ours: Ours) -> list[Result]:
    """Return both ways and their sum against the peer; a goal only if measured."""
    python = os.environ.get(VARIABLE)
    up, down = round(ours.made), round(ours.came)
    theirs = _HANDBOOK_MS if python is None else _measured(python, scratch, up, down)
    who = "Anki" if python else "Anki (not measured, the handbook's figures)"
    goal = 1.0 if python else None
    both, all_theirs = ours.up + ours.down, theirs["up"] + theirs["down"]
    return [
        Result(f"a round, {up} changes up / {who}", ours.up, theirs["up"], None),
        Result(f"a round, {down:,} down / {who}", ours.down, theirs["down"], None),
        Result(f"both together / {who}", both, all_theirs, goal),
    ]


def _measured(python: str, scratch: Path, up: int, down: int) -> dict[str, float]:
    folder = scratch / "anki"
    folder.mkdir()
    script = Path(__file__).with_name("anki_peer.py")
    told = subprocess.run(  # noqa: S603 - the Python that the caller named
        [python, str(script), str(folder), str(up), str(down), str(ROUNDS)],
        check=True,
        capture_output=True,
        text=True,
        timeout=_LIMIT_S,
    ).stdout
    rounds: list[dict[str, float]] = json.loads(told)
    return {name: statistics.median(r[name] for r in rounds) for name in rounds[0]}
