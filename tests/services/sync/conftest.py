"""One PostgreSQL for the session, one database for each test, copied from a template."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack

import pytest

from services.sync.server import Enrolment
from tests.postgres_server import ThrowawayServer, server_binaries, throwaway_server
from tests.services.sync.shared_office import (
    OWNER,
    SharedOffice,
    make_owner,
    make_template,
    run_as_superuser,
)

TEMPLATE = "office_template"


@pytest.fixture(scope="session")
def postgres() -> Iterator[ThrowawayServer]:
    """The newest PostgreSQL there is on this machine."""
    if not server_binaries():
        pytest.skip("no PostgreSQL binaries on this machine")
    with throwaway_server() as server:
        make_owner(server)
        yield server


@pytest.fixture(scope="session")
def enrolments(postgres: ThrowawayServer) -> Mapping[str, Enrolment]:
    return make_template(postgres, TEMPLATE)


@pytest.fixture
def shared(
    postgres: ThrowawayServer, enrolments: Mapping[str, Enrolment]
) -> Iterator[SharedOffice]:
    """An office's shared database that only this test sees."""
    database = f"office_{uuid.uuid4().hex[:12]}"
    run_as_superuser(
        postgres,
        "create database {} template {} owner {} strategy file_copy",
        database,
        TEMPLATE,
        OWNER,
    )
    with ExitStack() as exits:
        yield SharedOffice(postgres, database, enrolments, exits)
    run_as_superuser(postgres, "drop database {} with (force)", database)
