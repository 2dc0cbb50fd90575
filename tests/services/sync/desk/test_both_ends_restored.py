"""Both ends come back from old backups at once, and the round that mends it is cut.

What either backup or its author's desk still has comes back once, whichever backup is
older.  A row that both lost may still stand on a third desk that had received it: there
it stays, in nobody's log, since only the desk that wrote a row hands it in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import pytest

from tests.services.sync.desk.desks import CityHall, DeskUnderTest
from tests.services.sync.desk.doors import Doors, each, that_differ
from tests.services.sync.desk.reference_exchange import Reference
from tests.services.sync.desk.watched_office import Figures, Key
from tests.soak import in_time, is_long, report

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(3600)]

NewHall = Callable[[], CityHall]

ORDERS = ("desk", "server")  # whose backup is the older one


@dataclass(frozen=True)
class Backups:
    """What was kept of both ends, one exchange apart."""

    server: str
    disk: DeskUnderTest
    seen: frozenset[Key]


def kept(told: Reference, older: str) -> Backups:
    """Keep one end, live on, keep the other, live on."""
    hall, desk = told.office.hall, told.b.desk
    server = hall.backup() if older == "server" else ""
    if server:
        live_on(told)
    hall.clock = desk.clock
    disk, seen = hall.copied(desk), frozenset(told.b.seen)
    live_on(told)
    if not server:
        server = hall.backup()
        live_on(told)
    return Backups(server, disk, seen)


def live_on(told: Reference) -> None:
    told.prepare()
    told.hold()
    told.finish()


def bring_back(told: Reference, backups: Backups) -> None:
    """Bring both ends back; what no machine has any more is given up."""
    office = told.office
    office.sync(told.a)
    office.reopen(told.b, backups.disk)
    there = office.restore_server(backups.server)
    office.came_from_copy(told.b, backups.seen & there)


def played(new_hall: NewHall, doors: Doors, older: str, at: int) -> Figures:
    """Bring both ends back, cut the round that mends it, and let everybody come."""
    told = Reference.open(new_hall())
    bring_back(told, kept(told, older))
    told.office.act(told.b, lambda desk: desk.add_person("김하늘"))
    doors.during(told.hold, at)
    told.office.rounds(4)
    figures = told.office.count()
    figures.unequal -= stay_with_a(told)
    assert figures.is_clean, (figures, told.office.wrong)
    return figures


def stay_with_a(told: Reference) -> int:
    """Return in how many tables A alone has rows, all of which the log does not have."""
    here, there = (seat.desk.contents() for seat in told.office.seats)
    alone = {name: {*here[name]} - {*there[name]} for name in here}
    logged = {line.op["row_id"] for line in told.office.log()}
    assert not logged & {row[0] for rows in alone.values() for row in rows}
    assert not any({*there[name]} - {*here[name]} for name in here)
    return sum(1 for rows in alone.values() if rows)


def test_both_ends_from_old_backups_lose_nothing_that_is_anywhere(
    new_halls: NewHall, doors: Doors, capsys: pytest.CaptureFixture[str]
):
    doors.counts = each if is_long() else that_differ
    total, tried = played(new_halls, doors, "desk", 0), 1
    places = list(product(range(1, len(doors.steps) + 1), ORDERS))
    for at, older in in_time(places, 1, minutes=6):
        total, tried = total + played(new_halls, doors, older, at), tried + 1
    with capsys.disabled():
        report(f"{tried} times both ends restored: {total}")
    assert total.shown > 0
