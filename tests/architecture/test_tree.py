"""What may lie in the tree: its rooms, no blobs, no registry, nothing of others."""

import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"
ROOMS = {"main.py", "ui", "models", "services", "resources", "tests", "installer"}
PAPERS = {
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "NOTICE",
    "README.ko.md",
    "README.md",
    "pyproject.toml",
    "requirements-dev.in",
    "requirements-dev.txt",
    "requirements.in",
    "requirements.txt",
}
BINARIES_ALLOWED = re.compile(
    r"tests/screenshots/.*\.png|tests/data/offices/.*\.office|resources/manual/.*\.png"
)
LARGEST_FILE_BYTES = 400_000
BUILD_FILES = re.compile(
    r"Makefile|requirements.*|pyproject\.toml|\.ci/.*|installer/.*|.*\.(sh|cfg|lock)"
)
ADDRESS = re.compile(r"https?://|git\+ssh:|(index|registry|find)[-_](url|links)", re.I)
COMMON_LINES_ALLOWED = 3
SHORT_LINE = 20


def tracked() -> list[str]:
    """Return the files that are in the tree or would go in with the next commit."""
    # The clone may belong to another account than the one that runs the tests.
    git = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(  # noqa: S603 - fixed command
        [*git, "--cached", "--others", "--exclude-standard", "--deduplicate"],
        check=True,
        capture_output=True,
        text=True,
    )
    names = listed.stdout.split("\0")
    return [name for name in names if name and (ROOT / name).is_file()]


if not (ROOT / ".git").exists():
    pytest.skip("no git checkout, so nobody knows its files", allow_module_level=True)
TRACKED = tracked()


def lines_of(path: Path) -> set[str]:
    """Return the lines long enough to be somebody's own, without blanks at the ends."""
    text = path.read_bytes().decode("utf-8", errors="replace")
    lines = (line.strip() for line in text.splitlines())
    return {line for line in lines if len(line) >= SHORT_LINE}


def test_the_top_of_the_tree_has_the_rooms_and_the_papers_and_nothing_else():
    top = {name.partition("/")[0] for name in TRACKED}
    visible = {name for name in top if not name.startswith(".")}

    assert visible - PAPERS == ROOMS


def test_no_build_file_names_a_registry_or_any_other_address():
    offences = [
        f"{name}: {line.strip()}"
        for name in TRACKED
        if BUILD_FILES.fullmatch(name)
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if ADDRESS.search(line)
    ]

    assert offences == []


def test_no_binary_lies_in_the_tree_but_golden_pictures_and_old_offices():
    binaries = [name for name in TRACKED if b"\0" in (ROOT / name).read_bytes()]

    assert [name for name in binaries if not BINARIES_ALLOWED.fullmatch(name)] == []


def test_no_file_is_so_large_that_it_should_come_from_a_package():
    sizes = {name: (ROOT / name).stat().st_size for name in TRACKED}

    assert [name for name, size in sizes.items() if size > LARGEST_FILE_BYTES] == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/data beside the tree")
def test_nothing_of_the_shared_data_was_copied_into_the_tree():
    shared = {path.name: lines_of(path) for path in SHARED.iterdir()}
    copied = [
        f"{name} has lines of {origin}"
        for name in TRACKED
        for origin, lines in shared.items()
        if len(lines & lines_of(ROOT / name)) > COMMON_LINES_ALLOWED
    ]

    assert copied == []


def test_every_locked_library_has_a_hash():
    for lock in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
        unhashed = [a for a, b in pairwise(lines) if "==" in a and "--hash=" not in b]

        assert unhashed == []
