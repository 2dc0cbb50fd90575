"""A timer syncs beside an open window: two programs at once on one office file.

Nothing locks them out of each other for the length of a round.  The server takes what
it has been told already as a repeat, and a page is written only if the desk still stands
where it was asked for, so the second one finds its work done.
"""

from collections.abc import Callable

import pytest

from models.reception import Person
from services.sync.exchange import Sizes
from services.sync.schedule import Outcome
from tests.services.sync.desk.desks import (
    CityHall,
    DeskUnderTest,
    exactly_once,
    scripted,
    settle,
)

pytestmark = pytest.mark.server

SMALL = Sizes(push_ops=2, pull_ops=2, first_pull=2)
MOST_CALLS = 40


def at_call(number: int, work: Callable[[], object]) -> Callable[[str], None]:
    """Do something else at one of the network calls, counted from 1."""
    calls = iter(range(1, MOST_CALLS))

    def script(_call: str) -> None:
        if next(calls) == number:
            work()

    return script


def written(a: DeskUnderTest, b: DeskUnderTest, people: list[str], turn: int) -> None:
    """Let both desks have news, and rival in one field."""
    for person in people:
        b.edit(Person, person, phone=f"0100000{turn:04}")
    b.add_person("두리")
    b.sync()
    a.edit(Person, people[0], phone=f"0111111{turn:04}")
    a.edit(Person, people[2], name=f"하나{turn}")
    a.add_person("세나")


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_round_beside_a_round_tells_everything_once(
    hall: CityHall, a: DeskUnderTest, b: DeskUnderTest, when: str
):
    a.sizes = SMALL
    timer = hall.opened("A", a.office.folder)
    timer.sizes = SMALL
    people = [a.add_person(f"김{n}") for n in range(3)]
    settle(a, b)
    number = 0
    while True:
        number += 1
        written(a, b, people, number)
        beside: list[Outcome] = []
        script = at_call(number, lambda: beside.append(timer.sync().outcome))  # noqa: B023 - called in this turn
        report = a.sync(scripted(**{when: script}))
        if not beside:
            break
        assert {report.outcome, *beside} <= {Outcome.DONE, Outcome.NOTHING_TO_DO}
        b.sync()
        a.sync()
        assert exactly_once(hall, a)
        assert a.contents() == b.contents()
        assert a.conflicts() == b.conflicts() != []
    assert number > 6
