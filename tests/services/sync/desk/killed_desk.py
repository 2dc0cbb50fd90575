"""A desk in a process of its own that dies by SIGKILL at one step of its round.

Arguments: the office folder, the installation's id, the step.  It ends normally and
prints how many steps there were if the round has fewer.
"""

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event

from services.core.actor import SYNC_ACTOR
from services.core.cancellation import Cancellation
from services.core.config import OfficeFolder
from services.core.office import open_office
from services.sync.exchange import Sizes
from services.sync.round import SyncRound
from services.trust.sign_in import open_practice
from tests.doubles.fixed_clock import FixedClock
from tests.services.sync.desk.desks import scripted

SMALL = Sizes(push_ops=2, pull_ops=2)


def run(folder: OfficeFolder, install_id: str, last_step: int) -> int:
    steps = 0

    def step(*_ignored: object) -> None:
        nonlocal steps
        steps += 1
        if steps == last_step:
            os.kill(os.getpid(), signal.SIGKILL)

    key = open_practice(folder)
    assert key is not None
    office = open_office(folder, key.key, FixedClock(), practice=True)
    event.listen(office.writers, "commit", step)
    gateways = scripted(before=step, after=step)
    one = SyncRound(office.units, office.bus, install_id, gateways, SMALL)
    one.run(SYNC_ACTOR, Cancellation())
    office.close()
    return steps


if __name__ == "__main__":
    steps = run(OfficeFolder(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3]))
    print(steps)  # noqa: T201 - the answer of this process
