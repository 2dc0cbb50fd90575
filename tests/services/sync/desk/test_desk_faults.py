"""A desk that ends at any step of a round: nothing is lost, nothing counts twice.

The steps of one reference exchange are counted first: each statement and each commit,
before it and after it, at the office file and at the server.  Then it is played once
for each step with something happening there, and the next round goes on.
"""

import os
from collections.abc import Callable

import pytest

from models.errors import DiskFull
from services.sync import conversation, push
from tests.services.sync.desk.desks import CityHall, DeskUnderTest, scripted
from tests.services.sync.desk.doors import Cut, Doors, each, that_differ
from tests.services.sync.desk.killed_desk import killer
from tests.services.sync.desk.reference_exchange import Reference, Trial, steps_of
from tests.soak import is_long

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(3600)]

NO_LIMIT = 1 << 30  # pages

NewHall = Callable[[], CityHall]


def test_an_exception_at_any_step_loses_and_doubles_nothing(
    new_halls: NewHall, doors: Doors, trial: Trial
):
    doors.counts = each if is_long() else that_differ
    steps = range(1, len(steps_of(new_halls, doors)) + 1)
    assert len(steps) > 60

    def ends(told: Reference, at: int) -> bool:
        return doors.during(told.hold, at)

    trial.all(ends, steps, len(steps), minutes=12)
    assert trial.end().shown > 0
    assert trial.missed == 0


@pytest.mark.parametrize("heals", [False, True], ids=["caught", "healed"])
def test_a_desk_that_acknowledges_before_it_sends_is_caught(
    new_halls: NewHall, monkeypatch: pytest.MonkeyPatch, *, heals: bool
):
    """The negative control: the same check on a desk with the two steps swapped.

    Its next rounds take the server for one that lost something and send that again;
    without that recovery the check fails.
    """
    if not heals:
        monkeypatch.setattr(conversation, "may_follow", lambda _memory, _common: False)
    send = push._send

    def too_early(exchange, ops) -> None:
        push._acknowledge(exchange, ops[-1].dseq)
        send(exchange, ops)

    monkeypatch.setattr(push, "_send", too_early)
    told = Reference.open(new_halls())
    told.prepare()

    def cut_before_push(call: str) -> None:
        if call == "push":
            raise Cut

    with pytest.raises(Cut):
        told.b.desk.sync(scripted(before=cut_before_push))
    for seat in (told.b, told.a, told.b):
        seat.desk.sync()
    assert told.office.count().is_clean is heals


@pytest.mark.skipif(os.name != "posix", reason="needs a signal nobody can catch")
def test_a_killed_desk_goes_on_where_it_was(
    new_halls: NewHall, doors: Doors, trial: Trial
):
    """An even sample of real kills; the soak takes all of them."""
    steps = range(1, len(steps_of(new_halls, doors)) + 1)

    with killer() as by:

        def dies(told: Reference, at: int) -> bool:
            desk = told.b.desk
            desk.office.close()
            came = by.kill(desk, at)
            told.b.desk = reopened(told, desk)
            return came

        trial.all(dies, steps, 6, minutes=12)
    trial.end()
    assert trial.missed == 0


def reopened(told: Reference, desk: DeskUnderTest) -> DeskUnderTest:
    """Return a desk after its program was started again."""
    told.office.hall.clock = desk.clock
    return told.office.hall.opened(desk.label, desk.office.folder)


def test_a_disk_that_is_full_at_any_page_loses_and_doubles_nothing(
    trial: Trial,
):
    """One page more is free each time, until a round has enough."""
    while not trial.missed:
        trial(fills, trial.tried)
    trial.end()
    assert trial.tried > 5


def fills(told: Reference, room: int) -> bool:
    """Hold a round with some pages of room; return whether the disk was full."""
    told.office.act(told.a, lambda at: at.add_person("김하늘", address="가" * 9000))
    told.a.desk.sync()
    limit(told.b.desk, room)
    try:
        told.b.desk.sync()
    except DiskFull:
        return True
    finally:
        limit(told.b.desk, NO_LIMIT)
    return False


def limit(desk: DeskUnderTest, room: int) -> None:
    with desk.office.writers.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + room}")
