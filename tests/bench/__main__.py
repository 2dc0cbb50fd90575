"""make bench: prints a table and writes out/bench.json."""

import os
import sys
import tempfile
from pathlib import Path

from tests.bench.capture import capture
from tests.bench.check_in import check_in
from tests.bench.crowd import crowd
from tests.bench.grown import ROOT
from tests.bench.measure import calibration_s
from tests.bench.search import search
from tests.bench.sync import sync
from tests.bench.table import told
from tests.bench.window import window


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
            *capture(cache, scratch),
            *sync(scratch),
            *crowd(scratch),
        ]
    calib = (before + calibration_s()) / 2
    return told(results, calib, out / "bench.json")


if __name__ == "__main__":
    sys.exit(main())
