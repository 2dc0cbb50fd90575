"""Desks with real files on one shared database, a fresh set for each test."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.core.config import OfficeFolder
from services.sync.server import Enrolment
from services.trust.founding import found_practice
from tests.doubles.fixed_clock import FixedClock
from tests.postgres_server import ThrowawayServer
from tests.services.sync.desk.desks import (
    LETTERS,
    SETTLED,
    TEMPLATE,
    CityHall,
    DeskUnderTest,
    copy_database,
    fresh_name,
    make_desk_template,
    settle,
)
from tests.services.sync.desk.doors import Doors
from tests.services.sync.desk.reference_exchange import Trial
from tests.services.sync.shared_office import run_as_superuser
from tests.soak import report


@pytest.fixture(scope="session")
def desk_enrolments(postgres: ThrowawayServer) -> Mapping[str, Enrolment]:
    return make_desk_template(postgres)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, OfficeFolder]:
    """One founded practice office for each letter, to be copied."""
    base = tmp_path_factory.mktemp("founded")
    offices = {label: OfficeFolder(base / label) for label in LETTERS}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TONGTONG_CONFIG", str(base / "config"))
        for label, folder in offices.items():
            found_practice(folder, FixedClock(), letter=label)
    return offices


@dataclass(frozen=True)
class Offices:
    """What tests copy: closed office files, and the database they belong to."""

    database: str
    files: Mapping[str, OfficeFolder]


@pytest.fixture(scope="session")
def settled(
    postgres: ThrowawayServer,
    desk_enrolments: Mapping[str, Enrolment],
    founded: Mapping[str, OfficeFolder],
    tmp_path_factory: pytest.TempPathFactory,
) -> Offices:
    """A and B after their first rounds; the others have not come yet."""
    base = tmp_path_factory.mktemp("settled")
    copy_database(postgres, TEMPLATE, SETTLED)
    with ExitStack() as exits:
        hall = CityHall(
            postgres, SETTLED, desk_enrolments, founded, base, FixedClock(), exits
        )
        desks = [hall.desk(label) for label in ("A", "B")]
        settle(*desks)
        folders = {desk.label: desk.office.folder for desk in desks}
    return Offices(SETTLED, {**founded, **folders})


def opened_hall(
    server: ThrowawayServer,
    enrolments: Mapping[str, Enrolment],
    offices: Offices,
    folder: Path,
    clock: FixedClock,
) -> Iterator[CityHall]:
    database = fresh_name()
    copy_database(server, offices.database, database)
    with ExitStack() as exits:
        yield CityHall(
            server, database, enrolments, offices.files, folder, clock, exits
        )
    run_as_superuser(server, "drop database {} with (force)", database)


@pytest.fixture
def hall(
    postgres: ThrowawayServer,
    desk_enrolments: Mapping[str, Enrolment],
    settled: Offices,
    clock: FixedClock,
    tmp_path: Path,
) -> Iterator[CityHall]:
    """The shared database of this test's own office, with A and B settled."""
    yield from opened_hall(postgres, desk_enrolments, settled, tmp_path, clock)


@pytest.fixture
def new_halls(
    postgres: ThrowawayServer,
    desk_enrolments: Mapping[str, Enrolment],
    settled: Offices,
    tmp_path: Path,
) -> Iterator[Callable[[], CityHall]]:
    """Makes as many offices as one test needs."""
    with ExitStack() as exits:

        def make() -> CityHall:
            folder = tmp_path / fresh_name()
            opened = contextmanager(opened_hall)(
                postgres, desk_enrolments, settled, folder, FixedClock()
            )
            return exits.enter_context(opened)

        yield make


@pytest.fixture
def a(hall: CityHall) -> DeskUnderTest:
    return hall.desk("A")


@pytest.fixture
def b(hall: CityHall) -> DeskUnderTest:
    return hall.desk("B")


@pytest.fixture
def c(hall: CityHall) -> DeskUnderTest:
    """A desk that comes for the first time."""
    return hall.desk("C")


@pytest.fixture
def doors(monkeypatch: pytest.MonkeyPatch) -> Doors:
    """Hears every statement of each desk that is opened from here on."""
    doors = Doors()
    doors.stand(monkeypatch.setattr)
    return doors


@pytest.fixture
def trial(
    new_halls: Callable[[], CityHall],
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Trial]:
    """Tries faults; tells at the end what was counted."""
    trial = Trial(new_halls)
    yield trial
    with capsys.disabled():
        report(f"{request.node.name}: {trial.told()}")
