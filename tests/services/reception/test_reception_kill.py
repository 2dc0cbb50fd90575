"""What the screen has said is on the disk, whatever happens next."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from services.core.office import is_whole, open_office
from services.trust.sign_in import open_practice
from tests.factories_reception import desk_of

ROOT = Path(__file__).parents[3]
CHILD = """
import sys
from pathlib import Path
from models.values import Matter
from services.core.actor import Actor
from services.core.config import OfficeFolder
from services.core.office import open_office
from services.trust.sign_in import PRACTICE_STAFF, open_practice
from tests.doubles.fixed_clock import FixedClock
from tests.factories_reception import desk_of, walk_in

folder = OfficeFolder(Path(sys.argv[1]))
office = open_office(folder, open_practice(folder).key, FixedClock(), practice=True)
desk = desk_of(office.units, office.undo)
made = desk.check_in.run(Actor(PRACTICE_STAFF), walk_in(matter=Matter.DIRECT))
print(made.label, made.receipt, flush=True)
sys.stdin.read()
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs a signal that cannot be caught")
def test_a_number_that_was_told_survives_a_kill(folder, clock, leader):
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-c", CHILD, str(folder.path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with child:
        label, receipt = child.stdout.readline().decode().split()
        child.kill()
    assert child.returncode == -signal.SIGKILL
    office = open_office(folder, open_practice(folder).key, clock, practice=True)
    try:
        desk = desk_of(office.units, office.undo)
        (row,) = desk.waiting_list.run(leader).rows
        assert (row.label, row.receipt) == (label, receipt)
        assert is_whole(office.readers)
    finally:
        office.close()
