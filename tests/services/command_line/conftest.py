"""One office founded by the command line for the whole run, copied for each test."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import main

PASSWORD = "correct horse 9"
KEPT = "password"  # the file that holds it

Run = Callable[..., int]


@pytest.fixture(scope="session")
def _founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base: Path = tmp_path_factory.mktemp("founded")
    (base / "password").write_text(f"{PASSWORD}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TONGTONG_CONFIG", str(base / "config"))
        head = ["--office", str(base / "office"), "--login", "lead"]
        head += ["--password-file", str(base / "password")]
        assert main.main([*head, "init", "--name", "김팀장"]) == 0
    return base


@pytest.fixture
def place(_founded: Path, tmp_path: Path) -> Path:
    """A folder with an office, its password and a wrong one."""
    shutil.copytree(_founded / "office", tmp_path / "office")
    shutil.copyfile(_founded / "password", tmp_path / "password")
    (tmp_path / "wrong").write_text("not the password", encoding="utf-8")
    return tmp_path


@pytest.fixture
def shell(place: Path) -> Run:
    """Types a command for the office; keywords choose another folder or password."""

    def run(*words: str, office: str = "office", password: str = KEPT) -> int:
        head = ["--office", str(place / office), "--login", "lead"]
        head += ["--password-file", str(place / password)]
        return main.main([*head, *words])

    return run
