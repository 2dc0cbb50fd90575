"""The commands a person types, with stand-ins for the interpreters."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STAND_INS = ("PYTHON=true", "PY=echo")


def make(*arguments: str, **env: str) -> str:
    kept = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    done = subprocess.run(  # noqa: S603 - fixed command
        ["make", "--no-print-directory", "-C", str(ROOT), *arguments],  # noqa: S607 - from PATH
        check=True,
        capture_output=True,
        text=True,
        env={**kept, **env},
    )
    return done.stdout


def test_make_alone_says_what_can_be_made():
    words = make()

    for target in ("run", "test", "setup", "lint", "bench", "lock"):
        assert f"make {target} " in words


@pytest.mark.parametrize("display", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_run_opens_the_window_on_a_display(display: str):
    assert make("run", *STAND_INS, **{display: "any"}) == "main.py --sample\n"


def test_run_plays_the_sample_day_without_a_display():
    assert make("run", *STAND_INS).endswith("main.py demo --out out/demo\n")


def test_a_failed_set_up_stops_the_run():
    with pytest.raises(subprocess.CalledProcessError):
        make("run", "PYTHON=false", "PY=echo")


def test_test_hands_its_arguments_on():
    assert make("test", *STAND_INS, "ARGS=-k name").endswith(" -k name\n")
