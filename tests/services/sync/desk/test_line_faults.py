"""A line that ends or falls silent anywhere, and a server session that is killed.

Each call of the reference exchange loses its question or its answer, or waits for one
of them until somebody presses stop; then the same after any number of bytes.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import product

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from services.core.cancellation import Cancellation
from services.sync.address import Limits
from services.sync.connection import GatewayFactory, PostgresGateways
from services.sync.schedule import Outcome
from tests.postgres_server import ThrowawayServer
from tests.services.sync.desk.cutting_proxy import (
    CuttingProxy,
    Fault,
    Way,
    cutting_proxy,
)
from tests.services.sync.desk.desks import CityHall
from tests.services.sync.desk.doors import Act, Doors, Step, at_server
from tests.services.sync.desk.reference_exchange import Reference, Trial, steps_of

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(3600)]

NewHall = Callable[[], CityHall]

LIMITS = Limits(connect_s=2, statement_s=20, lock_s=10, silence_s=25)
BROKEN = (Outcome.OFFLINE, Outcome.INTERRUPTED)


@pytest.fixture
def proxy(postgres: ThrowawayServer) -> Iterator[CuttingProxy]:
    with cutting_proxy(postgres.port) as proxy:
        yield proxy


def through(proxy: CuttingProxy) -> GatewayFactory:
    """Return gateways whose lines go through the proxy."""
    real = PostgresGateways(LIMITS)
    return lambda address, stopped: real(
        replace(address, url=make_conninfo(address.url, port=proxy.port)), stopped
    )


def hold(told: Reference, proxy: CuttingProxy) -> tuple[bool, dict[Way, int]]:
    """Hold a round through the proxy; silence makes somebody press stop.

    Returns:
        Whether the fault came, and how many bytes went through.
    """
    desk, own = told.b.desk, told.b.desk.gateways
    desk.cancellation, desk.gateways = Cancellation(), through(proxy)
    proxy.on_silence = desk.cancellation.set
    outcome = told.hold()
    desk.cancellation, desk.gateways = Cancellation(), own
    struck = proxy.struck
    assert not struck or outcome in BROKEN
    return struck, proxy.heal()


def before_a_call(step: Step) -> bool:
    return at_server(step) and not step.late


def test_a_call_that_meets_a_fault_is_harmless(
    new_halls: NewHall,
    doors: Doors,
    trial: Trial,
    proxy: CuttingProxy,
    postgres: ThrowawayServer,
):
    """It loses its question or its answer, waits for them, or finds itself killed."""
    doors.counts = before_a_call
    calls = range(1, len(steps_of(new_halls, doors)) + 1)
    assert len(calls) > 8
    faults: list[Act] = [
        lambda step: kill_session(postgres, step),
        *(partial(strike, proxy, *how) for how in product(Way, Fault)),
    ]

    def meets(told: Reference, place: tuple[int, Act]) -> bool:
        at, doors.act = place
        return doors.during(lambda: hold(told, proxy), at)

    places = list(product(calls, faults))
    trial.all(meets, places, 20, minutes=6)
    trial.end()
    assert trial.missed == 0


def strike(proxy: CuttingProxy, way: Way, fault: Fault, _step: Step) -> None:
    proxy.strike(way, fault)


def kill_session(server: ThrowawayServer, step: Step) -> None:
    if step.line is not None:
        with psycopg.connect(server.admin_url(), autocommit=True) as watch:
            pid = step.line.info.backend_pid
            watch.execute("select pg_terminate_backend(%s, 5000)", (pid,))


def test_a_line_that_breaks_after_any_byte_is_harmless(
    new_halls: NewHall, trial: Trial, proxy: CuttingProxy
):
    first = Reference.open(new_halls())
    first.prepare()
    _, passed = hold(first, proxy)
    first.finish()
    first.count()
    assert min(passed.values()) > 2000

    def breaks(told: Reference, place: tuple[Way, int, Fault]) -> bool:
        way, at, fault = place
        proxy.strike(way, fault, after=at)
        return hold(told, proxy)[0]

    places = [
        (way, at, fault) for way in Way for at in range(passed[way]) for fault in Fault
    ]
    trial.all(breaks, places, 8, minutes=20)
    trial.end()
    assert trial.missed <= trial.tried // 20  # a round is some bytes longer or shorter
