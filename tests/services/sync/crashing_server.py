"""A PostgreSQL of our own that can be stopped at once, as by a power cut, and started.

What it has committed is on the disk before it answers, unlike on the other servers of
the tests: those are never stopped this way.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.sync import throwaway_server as starter
from tests.postgres_server import ServerBinaries, ThrowawayServer

_GONE_S = 30.0


@dataclass
class CrashingServer:
    """A running server, and its process."""

    server: ThrowawayServer
    programs: Path
    person: Mapping[str, Any]
    process: "subprocess.Popen[bytes]"

    def restart_at_once(self) -> None:
        """Stop without a checkpoint or a farewell, and start again."""
        subprocess.run(  # noqa: S603 - a program of the chosen PostgreSQL
            [
                *(self.programs / "pg_ctl", "stop", "-m", "immediate"),
                *("-D", self.server.folder / "data"),
            ],
            check=True,
            capture_output=True,
            **self.person,
        )
        self.start_again()

    def start_again(self) -> None:
        """Start after it has stopped."""
        self.process.wait(_GONE_S)
        folder, port = self.server.folder, self.server.port
        self.process = starter._launch(self.programs, folder, port, self.person)
        assert starter._answers(self.process, self.server)

    @property
    def pid(self) -> int:
        """Of the process that all others of the server come from."""
        return self.process.pid


@contextmanager
def crashing_server(binaries: ServerBinaries) -> Iterator[CrashingServer]:
    """Run a server for as long as the block lasts; nothing of it stays behind."""
    folder = Path(tempfile.mkdtemp(prefix="tt-pg-", dir=starter._memory()))
    shelf = Path(tempfile.mkdtemp(prefix="tt-pg-"))
    try:
        person = starter._person(folder)
        programs = starter._reachable(binaries.folder, shelf, person)
        starter._lay_out(programs, folder, person)
        process, port = starter._start(binaries.major, programs, folder, person)
        server = ThrowawayServer(binaries.major, folder, port)
        running = CrashingServer(server, programs, person, process)
        try:
            yield running
        finally:
            starter._stop(running.process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(shelf, ignore_errors=True)
