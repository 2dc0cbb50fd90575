"""What happens on the server inside a call: it is killed, has no room, or crashes.

Each row that a call writes is a moment before and after it, and so is its commit.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from services.core.config import OfficeFolder
from services.sync.schedule import Outcome
from tests.doubles.fixed_clock import FixedClock
from tests.postgres_server import server_binaries
from tests.services.sync.crashing_server import CrashingServer, crashing_server
from tests.services.sync.desk.conftest import Offices, opened_hall
from tests.services.sync.desk.desks import (
    TEMPLATE,
    CityHall,
    fresh_name,
    make_desk_template,
)
from tests.services.sync.desk.doors import Doors, Step, at_server
from tests.services.sync.desk.reference_exchange import Reference, Trial, steps_of
from tests.services.sync.shared_office import make_owner, run_as_superuser

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(3600)]

NewHall = Callable[[], CityHall]

MOMENTS = (Path(__file__).parent / "moments.sql").read_text(encoding="utf-8")
KINDS = ("kill", "53100", "40P01", "57P03")  # no room, a deadlock, shutting down
NEVER = 1 << 40


@pytest.fixture
def watched(trial: Trial) -> Trial:
    """Tries faults on servers that count their moments."""
    trial.new_hall = counting(trial.new_hall)
    return trial


def counting(new_hall: NewHall) -> NewHall:
    def counted() -> CityHall:
        hall = new_hall()
        hall.tell(MOMENTS.replace("%", "%%"))
        return hall

    return counted


def plan(told: Reference, what: str, at: int, pid: int = 0) -> None:
    hall = told.office.hall
    hall.tell("alter sequence moments.passed restart")
    hall.tell("update moments.plan set what = %s, at = %s, pid = %s", what, at, pid)


def passed(told: Reference) -> int:
    """End the plan; return how many moments there were."""
    hall = told.office.hall
    hall.tell("update moments.plan set what = ''")
    last, called = hall.ask("select last_value, is_called from moments.passed")[0]
    return int(last) if called else 0


def moments_of(new_hall: NewHall) -> range:
    told = Reference.open(new_hall())
    told.prepare()
    plan(told, "count", NEVER)
    told.hold()
    moments = range(1, passed(told) + 1)
    told.finish()
    told.count()
    return moments


def test_a_call_that_ends_at_any_row_it_writes_is_harmless(watched: Trial):
    moments = moments_of(watched.new_hall)
    assert len(moments) > 60

    def ends(told: Reference, place: tuple[int, str]) -> bool:
        at, what = place
        plan(told, what, at)
        outcome = told.hold()
        came = passed(told) >= at
        assert not came or outcome is Outcome.OFFLINE
        return came

    places = [(at, what) for at in moments for what in KINDS]
    watched.all(ends, places, 15, minutes=6)
    watched.end()
    assert watched.missed == 0


@pytest.fixture(scope="module")
def crashing() -> Iterator[CrashingServer]:
    binaries = server_binaries()
    if not binaries:
        pytest.skip("no PostgreSQL binaries on this machine")
    with crashing_server(binaries[0]) as crashing:
        run_as_superuser(crashing.server, "alter role all set synchronous_commit = on")
        make_owner(crashing.server)
        yield crashing


@pytest.fixture
def on_crashing(
    trial: Trial,
    crashing: CrashingServer,
    founded: Mapping[str, OfficeFolder],
    tmp_path: Path,
) -> Iterator[Trial]:
    """Tries faults on a server that can crash."""
    enrolments = make_desk_template(crashing.server)
    offices = Offices(TEMPLATE, founded)
    with ExitStack() as exits:

        def make() -> CityHall:
            opened = contextmanager(opened_hall)(
                crashing.server,
                enrolments,
                offices,
                tmp_path / fresh_name(),
                FixedClock(),
            )
            return exits.enter_context(opened)

        trial.new_hall = counting(make)
        yield trial


def test_a_server_that_crashes_at_any_time_is_harmless(
    on_crashing: Trial, crashing: CrashingServer, doors: Doors
):
    """``pg_ctl stop -m immediate`` between two calls, and inside any of them."""

    def crash(_step: Step) -> None:
        crashing.restart_at_once()

    doors.act, doors.counts = crash, at_server
    steps = range(1, len(steps_of(on_crashing.new_hall, doors)) + 1)
    moments = moments_of(on_crashing.new_hall)

    def between(told: Reference, at: int) -> bool:
        return doors.during(told.hold, at)

    def inside(told: Reference, at: int) -> bool:
        plan(told, "crash", at, crashing.pid)
        came = told.hold() is Outcome.OFFLINE
        crashing.start_again()
        passed(told)
        return came

    on_crashing.all(between, steps, 3, minutes=4)
    on_crashing.all(inside, moments, 3, minutes=4)
    on_crashing.end()
    assert on_crashing.missed == 0
