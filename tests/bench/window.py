"""The first window, page Today and memory, against bare windows of the same run."""

import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from services.core.clock import SystemClock
from services.core.config import OfficeFolder
from services.trust.founding import FirstAccount, found
from tests.bench.grown import ROOT, sample_office
from tests.bench.measure import Result

ROUNDS = 7
# What a day imports beside Qt: to sign in, to work, to print a slip, to sync (decision
# 21: "SQLAlchemy, sqlcipher3, ReportLab and the like").  What is imported when Today is
# painted is told too: each library that is put off makes that base smaller.
LIBRARIES_OF_A_DAY = (
    "sqlalchemy.orm",
    "sqlcipher3",
    "uuid_utils",
    "cryptography.hazmat.primitives.ciphers.aead",
    "argon2",
    "reportlab.platypus",
    "pypdfium2",
    "psycopg",
)
LONGEST_S = 60
_PASSWORD = "a long password of nobody"  # of an office that is thrown away


def window(cache: Path, scratch: Path) -> list[Result]:
    """Measure each window in a process of its own, in turns."""
    locked = OfficeFolder(scratch / "locked")
    found(locked, SystemClock(), FirstAccount("bench", "최측정", _PASSWORD))
    practice = OfficeFolder(scratch / "practice")
    shutil.copytree(sample_office(cache).path, practice.path)
    rounds = [_round(locked, practice) for _ in range(ROUNDS)]
    median = {
        name: statistics.median(told[name] for told in rounds) for name in rounds[0]
    }
    return [
        Result("first window / bare window", median["first"], median["bare"], 2.5),
        Result(
            "page Today / bare window + the libraries of a day",
            median["today"],
            median["bare_day"],
            1.5,
        ),
        Result(
            "page Today / bare window + those imported by then",
            median["today"],
            median["bare_today"],
            None,
        ),
        Result(
            "memory at first window / bare window",
            median["first_mib"],
            median["bare_mib"],
            1.5,
            "MiB",
        ),
        Result(
            "memory at page Today / bare + imports",
            median["today_mib"],
            median["bare_today_mib"],
            1.5,
            "MiB",
        ),
        Result(
            "memory after all pages / bare + imports",
            median["all_mib"],
            median["bare_all_mib"],
            1.5,
            "MiB",
        ),
        Result(
            "memory after all pages / bare window",
            median["all_mib"],
            median["bare_mib"],
            2.5,
            "MiB",
        ),
    ]


def _round(locked: OfficeFolder, practice: OfficeFolder) -> dict[str, float]:
    bare = _measured("bare_window")
    first = _measured("our_window", str(locked.path), "sign-in")
    today = _measured("our_window", str(practice.path), "pages")
    pages = today["all_pages"]
    bare_today = _measured("bare_window", libraries=today["libraries"])
    bare_day = _measured("bare_window", libraries=[*LIBRARIES_OF_A_DAY])
    bare_all = _measured("bare_window", libraries=pages["libraries"])
    return {
        "bare": bare["ms"],
        "bare_mib": bare["mib"],
        "first": first["ms"],
        "first_mib": first["mib"],
        "today": today["ms"],
        "today_mib": today["mib"],
        "bare_today": bare_today["ms"],
        "bare_day": bare_day["ms"],
        "bare_today_mib": bare_today["mib"],
        "all_mib": pages["mib"],
        "bare_all_mib": bare_all["mib"],
    }


def _measured(module: str, *args: str, libraries: list[str] | None = None) -> Any:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", f"tests.bench.{module}", *args],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_FONT_DPI": "96"},
        input="\n".join(libraries or ()),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=LONGEST_S,
    )
    return json.loads(done.stdout.splitlines()[-1])
