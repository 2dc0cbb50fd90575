"""The locked lists keep what requirements*.in ask for, the same in both."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;]+)", re.MULTILINE)
NAME = re.compile(r"^([A-Za-z0-9_.-]+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    found = PIN.findall((ROOT / name).read_text(encoding="utf-8"))
    return {
        re.sub(r"[-_.]+", "-", package).lower(): version for package, version in found
    }


def names(name: str) -> set[str]:
    found = NAME.findall((ROOT / name).read_text(encoding="utf-8"))
    return {
        re.sub(r"[-_.]+", "-", package).lower()
        for package in found
        if package[0] != "-"
    }


def test_every_pinned_library_is_locked_in_that_version():
    assert pins("requirements.in").items() <= pins("requirements.txt").items()
    assert pins("requirements-dev.in").items() <= pins("requirements-dev.txt").items()


def test_every_wanted_library_is_locked():
    assert names("requirements.in") <= pins("requirements.txt").keys()
    assert names("requirements-dev.in") <= pins("requirements-dev.txt").keys()


def test_the_program_is_tested_with_the_versions_it_ships_with():
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_a_release_candidate_of_python_gets_the_same_libraries():
    """Ubuntu 22.04 has 3.11.0rc1, which is not below 3.12 by its full version."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "python_full_version" not in text
