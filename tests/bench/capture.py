"""What it costs that each change is written down: single commits with the triggers that
capture and without them, on equal files under the bare driver, each commit durable.
"""

import statistics
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from sqlalchemy import select

from models.reception import Visit
from models.values import Permission
from services.container import Opened
from services.core.backup import write_copy
from services.core.config import OfficeFolder
from tests.bench.check_in import FEW
from tests.bench.grown import grown_office, opened_office, raw_connection
from tests.bench.measure import ROUNDS, Result, timed_ms
from tests.bench.tape import Player

A_ROUND = 100
_CAPTURES = """SELECT name FROM sqlite_master WHERE type = 'trigger'
    AND (name LIKE '%_made' OR name LIKE '%_gone' OR name LIKE '%_kept')"""


def capture(cache: Path, scratch: Path) -> list[Result]:
    """Measure commits of one change each, made by plain SQL."""
    with ExitStack() as exits:
        opened = opened_office(grown_office(cache, FEW))
        exits.callback(opened.close)
        visits = _visits(opened)
        captured, silent = (
            _copy(opened, scratch / f"capture-{name}", exits) for name in "ab"
        )
        for (name,) in silent.connection.execute(_CAPTURES).fetchall():
            silent.connection.execute(f"DROP TRIGGER {name}")
        told = [_round(captured, silent, visits, n) for n in range(ROUNDS + 1)][1:]
    with_it, without = (statistics.median(side) for side in zip(*told, strict=True))
    return [
        Result("one change and its commit / without capture", with_it, without, 1.3)
    ]


def _round(
    captured: Player, silent: Player, visits: list[str], number: int
) -> tuple[float, float]:
    """Return milliseconds of one commit with capture and without, in turns."""
    with_it = without = 0.0
    for visit in visits:
        change = (f"창구 {number}", visit)
        with_it += timed_ms(lambda: _commit(captured, change))  # noqa: B023 - run at once
        without += timed_ms(lambda: _commit(silent, change))  # noqa: B023 - run at once
    return with_it / len(visits), without / len(visits)


def _commit(player: Player, change: tuple[str, str]) -> None:
    cursor: Any = player.connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    cursor.execute("UPDATE visit SET place = ? WHERE id = ?", change)
    cursor.execute("COMMIT")


def _visits(opened: Opened) -> list[str]:
    units = opened.services.office.units
    with units.read(opened.actor, Permission.PERSON_SEARCH) as reading:
        return list(reading.session.scalars(select(Visit.id).limit(A_ROUND)))


def _copy(opened: Opened, path: Path, exits: ExitStack) -> Player:
    office, folder = opened.services.office, OfficeFolder(path)
    folder.path.mkdir()
    write_copy(office.folder.database, office.key, folder.database)
    connection = raw_connection(folder, office.key)
    exits.callback(connection.close)
    return Player(connection)
