"""A day's work that is killed at its n-th call into C; what was done is printed.

Run as a program: folder, which day, and the call at which it dies (0: never).
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from models.values import Matter
from services.container import Opened, open_practice_signed_in
from services.core import schema
from services.core.backup import write_copy
from services.core.config import OfficeFolder
from services.exchange.import_file import ImportOrder
from services.exchange.kinds import FileKind
from services.trust import key_ring
from tests.doubles.fixed_clock import FixedClock
from tests.factories_reception import group, walk_in

PEOPLE = "성명,연락처\n고가온,010-5550-0011\n나다온,010-5550-0012\n"
STEPS = 3  # rounds of the day


def done(**what: object) -> None:
    """Tell the outside that this is on the disk."""
    print(json.dumps(what), flush=True)  # noqa: T201 - what it tells


def reopened(folder: OfficeFolder) -> Opened:
    """Open the practice office."""
    opened = open_practice_signed_in(folder, FixedClock())
    assert opened is not None
    return opened


def work(folder: OfficeFolder, opened: Opened) -> None:
    """Check in, keep drafts, lock, take a file in, back up, close the day."""
    people = folder.path / "people.csv"
    people.write_text(PEOPLE, encoding="utf-8")
    for step in range(STEPS):
        services, actor = opened.services, opened.actor
        made = services.reception.check_in.run(
            actor, walk_in(f"김{'가나다'[step]}늘", matter=Matter.DIRECT)
        )
        done(visit=made.label)
        services.trust.save_draft.run(actor, "check_in", {"name": f"초안 {step}"})
        done(draft=f"초안 {step}")
        told = services.reception.check_in_group.run(actor, group())
        done(visit=told.label)
        opened.close()
        done(locked=step)
        opened = reopened(folder)
    services, actor = opened.services, opened.actor
    order = ImportOrder(FileKind.PEOPLE, people, valid_from=date(2018, 1, 1))
    services.exchange.import_file.run(actor, order)
    done(people=2)
    office = services.office
    write_copy(folder.database, office.key, folder.path / "copy.db")
    done(copy="copy.db")
    ring = key_ring.read_ring(folder)
    wrap = key_ring.Wrap("somebody", "AA==", "AA==", "AA==")
    key_ring.write_ring(folder, replace(ring, wraps={"somebody": wrap}))
    done(account="somebody")
    services.closing.sign_off.run(actor)
    done(signed=True)
    opened.close()


def kill_at(call: int) -> Callable[..., None]:
    """Return what kills this process at that call."""
    calls = 0

    def count(_frame: object, event: str, _what: object) -> None:
        nonlocal calls
        calls += event == "c_call"
        if call and calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        count.calls = calls  # type: ignore[attr-defined] # read at the end

    return count


def main(path: str, day: str, at: str) -> None:
    """Live the day until the call at which it dies."""
    folder, counting = OfficeFolder(Path(path)), kill_at(int(at))
    if day == "migrate":
        schema.MIGRATIONS = folder.path.parent / "migrations"
        schema.NEWEST = "9999"
        sys.setprofile(counting)
        reopened(folder).close()
        done(migrated=True)
    else:
        opened = reopened(folder)
        sys.setprofile(counting)
        work(folder, opened)
    sys.setprofile(None)
    done(calls=counting.calls)  # type: ignore[attr-defined] # set by each call


if __name__ == "__main__":
    main(*sys.argv[1:])
