"""A cut at every step of a round: nothing is lost and nothing counts twice.

The steps of one reference exchange are counted first; then it is run once for each
step, cut there, and run again.  Network calls are cut before they go out and after the
server has committed, local transactions before their commit; after a commit nothing
durable happens until the next step.
"""

import random
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import event

from models.reception import Person
from services.sync import conversation, push
from services.sync.exchange import Sizes
from tests.services.sync.desk.desks import (
    CityHall,
    DeskUnderTest,
    exactly_once,
    scripted,
    settle,
)
from tests.soak import how_many

pytestmark = pytest.mark.server

ROOT = Path(__file__).parents[4]
SMALL = Sizes(push_ops=2, pull_ops=2)
SEED = 20_261_126
KILLS = how_many(4, 10_000)  # no step more than there are


class Cut(Exception):
    """The power went."""


@dataclass(eq=False)
class Saw:
    """Counts the steps of a round and cuts at one of them."""

    at: int = 0
    steps: list[str] = field(default_factory=list)

    def __call__(self, name: object) -> None:
        self.steps.append(name if isinstance(name, str) else "commit")
        if len(self.steps) == self.at:
            raise Cut

    def sync(self, desk: DeskUnderTest) -> None:
        """Run a round, cut or not."""
        engine = desk.office.writers
        event.listen(engine, "commit", self)
        try:
            desk.sync(scripted(before=self, after=self))
        except Cut:
            pass
        finally:
            event.remove(engine, "commit", self)


@dataclass
class Scene:
    """Two desks that rival for one row and have news for each other."""

    hall: CityHall
    a: DeskUnderTest
    b: DeskUnderTest
    person: str

    def is_right(self) -> bool:
        """Whether all came through once, and both desks show the same."""
        names = {desk.row("person", self.person, "name") for desk in (self.a, self.b)}
        return (
            names == {("김하나",)}
            and exactly_once(self.hall, self.a)
            and exactly_once(self.hall, self.b)
            and self.a.contents() == self.b.contents()
            and self.a.conflicts() == self.b.conflicts()
            and [row[4] for row in self.b.conflicts()] == ['"김두리"']
        )


def scene(hall: CityHall) -> Scene:
    a, b = hall.desk("A"), hall.desk("B")
    person = a.add_person("김하늘")
    settle(a, b)
    a.sizes = b.sizes = SMALL
    a.edit(Person, person, name="김하나")
    a.add_person("김세나")
    a.remove(Person, a.add_person("김네나"))
    a.sync()
    b.edit(Person, person, name="김두리", address="중앙동")
    b.add_person("김다섯")
    b.add_person("김여섯")
    return Scene(hall, a, b, person)


@pytest.fixture
def every_step(
    new_halls: Callable[[], CityHall],
) -> Callable[[Callable[[Scene, int], bool]], list[int]]:
    """Runs a check for a cut at every step; returns the steps where it failed."""

    def run(check: Callable[[Scene, int], bool]) -> list[int]:
        saw, reference = Saw(), scene(new_halls())
        saw.sync(reference.b)
        steps = range(1, len(saw.steps) + 1)
        assert len(steps) > 20, saw.steps
        return [step for step in steps if not check(scene(new_halls()), step)]

    return run


def cut_and_go_on(told: Scene, step: int) -> bool:
    Saw(at=step).sync(told.b)
    settle(told.b, told.a)
    return told.is_right()


@pytest.mark.slow
def test_a_cut_at_any_step_loses_and_doubles_nothing(every_step):
    assert every_step(cut_and_go_on) == []


@pytest.mark.slow
@pytest.mark.parametrize("heals", [False, True], ids=["caught", "healed"])
def test_a_desk_that_acknowledges_before_it_sends_is_caught(
    new_halls: Callable[[], CityHall], monkeypatch: pytest.MonkeyPatch, *, heals: bool
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
    told = scene(new_halls())

    def cut_before_push(call: str) -> None:
        if call == "push":
            raise Cut

    with pytest.raises(Cut):
        told.b.sync(scripted(before=cut_before_push))
    settle(told.b, told.a)
    assert told.is_right() is heals


@pytest.mark.slow
def test_a_killed_desk_goes_on_where_it_was(new_halls: Callable[[], CityHall]):
    """A real kill at a seeded sample of steps; the soak takes all of them."""
    saw = Saw()
    saw.sync(scene(new_halls()).b)
    every = range(1, len(saw.steps) + 1)
    steps = random.Random(SEED).sample(every, min(KILLS, len(every)))  # noqa: S311 - a sample
    for step in steps:
        told = scene(new_halls())
        told.b.office.close()
        folder = told.b.office.folder
        killed = subprocess.run(  # noqa: S603 - our own script
            [
                sys.executable,
                "-m",
                "tests.services.sync.desk.killed_desk",
                str(folder.path),
                told.b.install_id,
                str(step),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        told.b = told.hall.opened("B", folder)
        settle(told.b, told.a)
        assert told.is_right(), f"killed at step {step}"
