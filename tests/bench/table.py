"""How results are told: a table for the eye, JSON for whoever compares runs."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench.measure import Result

_HELD = {True: "held", False: "NOT HELD", None: "reported"}


def told(results: Sequence[Result], calib: float, into: Path) -> int:
    """Print the table and write the file; return 1 when a goal was not held."""
    lines = [f"calib {calib:.3f} s, a fixed loop on this machine", *map(_line, results)]
    sys.stdout.write("\n".join(lines) + "\n")
    rows = [{**result.as_json(), "calib_s": round(calib, 3)} for result in results]
    into.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return 0 if all(result.held is not False for result in results) else 1


def _line(one: Result) -> str:
    sign = ">=" if one.more_is_better else "<="
    goal = "" if one.goal is None else f"{sign} {one.goal:.2f}"
    return (
        f"{one.name:72} {one.ours:9.2f} {one.against:9.2f} {one.unit:5} "
        f"{one.ratio:6.2f} x  {goal:8} {_HELD[one.held]}"
    )
