"""The set-up: refuses what cannot work, does everything once."""

from pathlib import Path

import pytest

from installer.setup import Environment, SetUpError, complaint_about


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    root = tmp_path / "a folder"
    root.mkdir()
    for lock in ("requirements.txt", "requirements-dev.txt"):
        (root / lock).write_text("# nothing is needed\n")
    return Environment(root)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (3, 13, 0)])
def test_a_python_from_3_11_on_with_venv_is_accepted(version: tuple[int, ...]):
    assert complaint_about(version, has_venv=True) == ""


def test_an_older_python_is_refused_with_the_line_that_mends_it():
    complaint = complaint_about((3, 10, 12), has_venv=True)

    assert "this is 3.10.12" in complaint
    assert "apt-get install git make python3 python3-venv" in complaint


def test_a_python_without_venv_is_refused_with_the_line_that_mends_it():
    assert "without venv" in complaint_about((3, 11, 2), has_venv=False)


@pytest.mark.slow
def test_the_environment_is_made_once(environment: Environment):
    environment.install()
    first = environment.stamp.stat().st_mtime_ns
    # A second installation would fail: its interpreter has lost pip.
    for folder in environment.folder.glob("lib/*/site-packages/pip"):
        folder.rename(folder.with_name("no_pip"))
    environment.install()

    assert environment.stamp.stat().st_mtime_ns == first


@pytest.mark.slow
def test_a_changed_lock_is_installed_again(environment: Environment):
    environment.install()
    before = environment.stamp
    (environment.root / "requirements-dev.txt").write_text("# one line more\n")
    environment.install()

    assert not before.exists()
    assert environment.stamp.exists()


@pytest.mark.slow
def test_a_library_without_a_hash_is_not_installed(environment: Environment):
    (environment.root / "requirements-dev.txt").write_text("wheel==0.45.0\n")

    with pytest.raises(SetUpError):
        environment.install()

    assert not environment.stamp.exists()


def test_the_stamp_depends_on_both_locks_and_on_the_place(
    environment: Environment, tmp_path: Path
):
    stamps = {environment.stamp.name}
    for lock in ("requirements.txt", "requirements-dev.txt"):
        (environment.root / lock).write_text(f"# other {lock}\n")
        stamps.add(environment.stamp.name)
    environment.root.rename(tmp_path / "moved")
    stamps.add(Environment(tmp_path / "moved").stamp.name)

    assert len(stamps) == 4


def test_the_fonts_lie_inside_the_environment(environment: Environment):
    assert environment.fonts == environment.folder / "share" / "tongtong" / "fonts"
