"""make bench: prints a table and writes out/bench.json."""

import json
import os
import sys
import tempfile
from pathlib import Path

from tests.bench.check_in import check_in
from tests.bench.grown import ROOT
from tests.bench.measure import Result, calibration_s
from tests.bench.search import search
from tests.bench.sync import sync
from tests.bench.window import window

_HELD = {True: "held", False: "NOT HELD", None: "reported"}


def main() -> int:
    """Measure everything; 1 when a goal was not held."""
    out = ROOT / "out"
    cache = out / "bench-cache"
    cache.mkdir(parents=True, exist_ok=True)
    os.environ["TONGTONG_CONFIG"] = str(cache / "config")
    before = calibration_s()
    # On the disk of the offices, not in a folder in memory: durable means durable.
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        scratch = Path(folder)
        results = [
            *window(cache, scratch),
            *check_in(cache, scratch),
            *search(cache),
            *sync(scratch),
        ]
    calib = (before + calibration_s()) / 2
    sys.stdout.write(_table(results, calib))
    told = [{**result.as_json(), "calib_s": round(calib, 3)} for result in results]
    (out / "bench.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 0 if all(result.held is not False for result in results) else 1


def _table(results: list[Result], calib: float) -> str:
    lines = [f"calib {calib:.3f} s, a fixed loop on this machine", *map(_line, results)]
    return "\n".join(lines) + "\n"


def _line(one: Result) -> str:
    sign = ">=" if one.more_is_better else "<="
    goal = "" if one.goal is None else f"{sign} {one.goal:.2f}"
    return (
        f"{one.name:64} {one.ours:9.2f} {one.against:9.2f} {one.unit:5} "
        f"{one.ratio:6.2f} x  {goal:8} {_HELD[one.held]}"
    )


if __name__ == "__main__":
    sys.exit(main())
