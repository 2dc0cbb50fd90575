"""With CI=true a skip is a failure, but for what lies beside the checkout."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIPPED = "import pytest\ndef test_it():\n    pytest.skip({reason!r})\n"
MODULE = "import pytest\npytest.skip({reason!r}, allow_module_level=True)\n"
XFAILED = (
    "import pytest\n@pytest.mark.xfail(reason={reason!r})\n"
    "def test_it():\n    assert False\n"
)


def exit_code(folder: Path, source: str, reason: str, ci: str = "true") -> int:
    (folder / "test_inner.py").write_text(source.format(reason=reason))
    (folder / "pytest.ini").write_text("[pytest]\n")
    pytest_run = [sys.executable, "-m", "pytest", "-p", "tests.no_skips_in_ci"]
    return subprocess.run(  # noqa: S603 - our own interpreter
        [*pytest_run, "-p", "no:cacheprovider", "-q", str(folder)],
        check=False,
        capture_output=True,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "CI": ci, "PYTHONPATH": str(ROOT)},
    ).returncode


@pytest.mark.parametrize("source", [SKIPPED, MODULE])
def test_a_skip_fails_in_ci(tmp_path: Path, source: str):
    assert exit_code(tmp_path, source, "no ibus here") != 0


@pytest.mark.parametrize("ci", ["", "false"])
def test_a_skip_is_fine_elsewhere(tmp_path: Path, ci: str):
    assert exit_code(tmp_path, SKIPPED, "no ibus here", ci) == 0


def test_what_lies_beside_the_checkout_may_be_missing_in_ci(tmp_path: Path):
    assert exit_code(tmp_path, SKIPPED, "needs ../shared/data") == 0


def test_an_expected_failure_is_no_skip(tmp_path: Path):
    assert exit_code(tmp_path, XFAILED, "known") == 0
