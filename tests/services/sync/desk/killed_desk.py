"""Desks in processes of their own that die by SIGKILL at one step of their round.

This process only imports, so that each desk is a quick copy of it with an office file
and lines of its own.  Each line of its input is one desk, as JSON: the office folder,
the installation's id, the time on its clock, the step.  Each line of its output is
how that desk ended: minus the signal, or 0 if its round has fewer steps.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from services.core.actor import SYNC_ACTOR
from services.core.cancellation import Cancellation
from services.core.config import OfficeFolder
from services.core.office import open_office
from services.sync.connection import PostgresGateways
from services.sync.round import SyncRound
from services.trust.sign_in import open_practice
from tests.doubles.fixed_clock import FixedClock
from tests.services.sync.desk.desks import LIMITS, DeskUnderTest
from tests.services.sync.desk.doors import Doors, Step, each
from tests.services.sync.desk.reference_exchange import SMALL

ROOT = Path(__file__).parents[4]


def kill(_step: Step) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def run(folder: str, install_id: str, now: str, at: int) -> None:
    """Hold a round that ends at a step."""
    doors = Doors(act=kill, counts=each)
    doors.stand(setattr)
    place = OfficeFolder(Path(folder))
    key = open_practice(place)
    assert key is not None
    clock = FixedClock(datetime.fromisoformat(now))
    office = open_office(place, key.key, clock, practice=True)
    gateways = PostgresGateways(LIMITS)
    one = SyncRound(office.units, office.bus, install_id, gateways, SMALL)
    doors.during(lambda: one.run(SYNC_ACTOR, Cancellation()), at)
    office.close()


def serve() -> None:
    for line in sys.stdin:
        told = json.loads(line)
        desk = os.fork()
        if desk == 0:
            try:
                run(*told)
            finally:
                os._exit(0)
        _, status = os.waitpid(desk, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the answer


class Killer:
    """Kills desks at steps of their rounds."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def kill(self, desk: DeskUnderTest, at: int) -> bool:
        """Let a closed desk hold a round until a step; return whether it came."""
        told = (
            str(desk.office.folder.path),
            desk.install_id,
            desk.clock.now().isoformat(),
            at,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        ended = int(self._process.stdout.readline())
        assert ended in (0, -signal.SIGKILL)
        return ended != 0


@contextmanager
def killer() -> Iterator[Killer]:
    """Start the process that desks are copied from."""
    with subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", __name__],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Killer(process)


if __name__ == "__main__":
    serve()
