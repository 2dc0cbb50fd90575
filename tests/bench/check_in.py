"""Durable check-in against its own statements, replayed raw on an equal file."""

import shutil
import statistics
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from models.values import Matter, Subject
from services.container import Opened
from services.core.backup import write_copy
from services.core.config import OfficeFolder
from services.reception.values import CheckInForm
from tests.bench.grown import grown_office, opened_office, raw_connection
from tests.bench.measure import ROUNDS, Result, timed_ms
from tests.bench.tape import Player, Tape

A_ROUND = 20
FEW, MANY = 1_000, 100_000
YEARS = range(2018, 2032)  # whose holidays every deadline is counted with


@dataclass
class Bench:
    """Three equal offices: the timed one, one that is listened to, one bare.

    What the second says is played to the third.
    """

    opened: Opened
    heard: Opened
    tape: Tape
    player: Player

    def round(self) -> tuple[float, float]:
        """Return milliseconds of one check-in, ours and raw; each durable."""
        ours = timed_ms(lambda: _check_in(self.opened))
        steps = self.tape.of(lambda: _check_in(self.heard))
        raw = timed_ms(lambda: self.player.play(steps))
        return ours / A_ROUND, raw / A_ROUND


def check_in(cache: Path, scratch: Path) -> list[Result]:
    """Measure check-in at each size against raw, and the sizes against each other."""
    with ExitStack() as exits:
        few = _bench(cache, scratch, FEW, exits)
        many = _bench(cache, scratch, MANY, exits)
        for bench in (few, many):
            bench.round()  # warms both sides
        rounds = [(*few.round(), *many.round()) for _ in range(ROUNDS)]
    few_ours, few_raw, many_ours, many_raw = map(
        statistics.median, zip(*rounds, strict=True)
    )
    name = "durable check-in at {:,} visits / same statements raw"
    return [
        Result(name.format(FEW), few_ours, few_raw, None),
        Result(name.format(MANY), many_ours, many_raw, 2.0),
        Result("durable check-in at 100,000 / at 1,000", many_ours, few_ours, 1.3),
    ]


def _check_in(opened: Opened) -> None:
    for number in range(A_ROUND):
        form = CheckInForm(
            matter=Matter.SUGGESTION,
            subject=Subject.PARKS,
            name=f"시험{number}",
            phone="010-0000-0000",
            title="공원 조명",
            note="산책로가 어두움",
        )
        opened.services.reception.check_in.run(opened.actor, form)


def _bench(cache: Path, scratch: Path, visits: int, exits: ExitStack) -> Bench:
    source = grown_office(cache, visits)
    opened = _copy(source, scratch / f"ours-{visits}", exits)
    tape = Tape()
    with tape.laid():
        heard = _copy(source, scratch / f"heard-{visits}", exits)
    twin = OfficeFolder(scratch / f"twin-{visits}")
    twin.path.mkdir()
    key = opened.services.office.key
    write_copy(scratch / f"ours-{visits}" / twin.database.name, key, twin.database)
    connection = raw_connection(twin, key)
    exits.callback(connection.close)
    return Bench(opened, heard, tape, Player(connection))


def _copy(source: OfficeFolder, path: Path, exits: ExitStack) -> Opened:
    folder = OfficeFolder(path)
    shutil.copytree(source.path, folder.path)
    opened = opened_office(folder)
    exits.callback(opened.close)
    opened.services.meetings.seed_holidays.run(opened.actor, YEARS)
    return opened
