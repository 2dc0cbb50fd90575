"""Desks with real files on one shared database, a fresh set for each test."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from services.core.config import OfficeFolder
from services.sync.server import Enrolment
from services.trust.founding import found_practice
from tests.doubles.fixed_clock import FixedClock
from tests.postgres_server import ThrowawayServer
from tests.services.sync.desk.desks import (
    LETTERS,
    TEMPLATE,
    CityHall,
    DeskUnderTest,
    fresh_name,
    make_desk_template,
)
from tests.services.sync.shared_office import OWNER, run_as_superuser


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


@pytest.fixture
def hall(
    postgres: ThrowawayServer,
    desk_enrolments: Mapping[str, Enrolment],
    founded: Mapping[str, OfficeFolder],
    clock: FixedClock,
    tmp_path: Path,
) -> Iterator[CityHall]:
    """The shared database of this test's own office."""
    database = fresh_name()
    run_as_superuser(
        postgres,
        "create database {} template {} owner {} strategy file_copy",
        database,
        TEMPLATE,
        OWNER,
    )
    with ExitStack() as exits:
        yield CityHall(
            postgres, database, desk_enrolments, founded, tmp_path, clock, exits
        )
    run_as_superuser(postgres, "drop database {} with (force)", database)


@pytest.fixture
def a(hall: CityHall) -> DeskUnderTest:
    return hall.desk("A")


@pytest.fixture
def b(hall: CityHall) -> DeskUnderTest:
    return hall.desk("B")


@pytest.fixture
def c(hall: CityHall) -> DeskUnderTest:
    return hall.desk("C")
