"""The gateway: every way of not getting an answer has its own kind, and an end."""

import hashlib
import select
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import psycopg
import pytest

from services.core.transaction_guard import (
    NetworkInTransaction,
    forbid_transaction,
    transaction,
)
from services.sync.address import Limits, ServerAddress
from services.sync.chain import GENESIS
from services.sync.gateway import (
    AddressUnreadable,
    BatchEnd,
    ForeignServer,
    Gateway,
    Greeting,
    Incompatible,
    Interrupted,
    LoginRefused,
    Offline,
    OpMark,
    OpsRefused,
    Refused,
    RowKey,
    StateRow,
    TlsRefused,
)
from services.sync.postgres import PostgresGateway, translate
from tests.services.sync.shared_office import (
    LIMITS,
    Desk,
    SharedOffice,
    never,
    new_row,
    nothing,
    op,
    run_as_superuser,
)

pytestmark = pytest.mark.server

CALLS: list[Callable[[Gateway], object]] = [
    lambda g: g.hello(Greeting(new_row(), 0, 0, 0, GENESIS, 1)),
    lambda g: g.push([]),
    lambda g: g.quarantine(1, "x", "y"),
    lambda g: g.pull(0, 1),
    lambda g: g.bootstrap(None, 1),
    lambda g: g.open_conflicts(0, 1),
    lambda g: g.proof("visits", {}),
    lambda g: g.mend("visits", 0),
    lambda g: g.bucket("visits", 0, None, 1),
    lambda g: g.desk_letters(),
    lambda g: g.common([BatchEnd(1, GENESIS)]),
    lambda g: g.held(1, [OpMark(1, GENESIS)]),
    lambda g: g.begin_after(1),
]


def to(
    url: str, limits: Limits = LIMITS, password: str | None = None
) -> PostgresGateway:
    address = ServerAddress(url, password or "x")
    return PostgresGateway(address, limits, nothing, never)


def test_a_port_where_nobody_listens_is_offline():
    with pytest.raises(Offline) as caught:
        to("postgresql://x@127.0.0.1:1/x").pull(0, 1)
    assert caught.value.facts == {"reason": "unreachable"}


def test_an_address_that_is_none_is_refused():
    with pytest.raises(AddressUnreadable) as caught:
        to("postgresql://x@127.0.0.1:1/x?nonsense=1").pull(0, 1)
    assert caught.value.facts == {"reason": "address"}


def test_a_server_without_tls_is_refused_where_tls_is_asked(shared: SharedOffice):
    url = f"{shared.address('A').url}?sslmode=require"
    with pytest.raises(TlsRefused) as caught:
        to(url).pull(0, 1)
    assert caught.value.facts == {"reason": "tls"}


def test_a_wrong_password_is_refused(shared: SharedOffice):
    with pytest.raises(LoginRefused) as caught:
        to(shared.address("A").url).pull(0, 1)
    assert caught.value.facts == {"reason": "login"}


def test_a_missing_database_is_foreign(shared: SharedOffice):
    address = shared.address("A")
    url = address.url.replace(shared.database, "no_such_database")
    with pytest.raises(ForeignServer):
        to(url, password=address.password).pull(0, 1)


@pytest.mark.parametrize("call", CALLS)
def test_a_database_without_the_office_is_foreign(shared: SharedOffice, call):
    address = shared.address("A")
    gateway = to(
        address.url.replace(shared.database, "postgres"),
        password=address.password,
    )
    with pytest.raises(ForeignServer):
        call(gateway)
    gateway.close()


def test_too_many_connections_of_one_desk_are_offline(shared: SharedOffice):
    shared.connection("A")
    shared.connection("A")
    with pytest.raises(Offline):
        shared.gateway("A").pull(0, 1)


@pytest.mark.parametrize("call", CALLS)
def test_no_call_goes_out_while_a_transaction_is_open(shared: SharedOffice, call):
    gateway = shared.gateway("A", guard=forbid_transaction)
    with transaction(), pytest.raises(NetworkInTransaction):
        call(gateway)


@pytest.mark.parametrize("call", CALLS)
def test_no_call_goes_out_after_stopping(shared: SharedOffice, call):
    with pytest.raises(Interrupted):
        call(shared.gateway("A", stopped=lambda: True))


@pytest.fixture
def locked(shared: SharedOffice) -> Iterator[SharedOffice]:
    """An office whose head another session holds, so that a push has to wait."""
    holder = shared.superuser()
    with holder.transaction():
        holder.execute("select * from sync.head for update")
        yield shared


def test_a_waiting_call_can_be_stopped(locked: SharedOffice):
    asked = iter([False])
    gateway = locked.gateway("A", stopped=lambda: next(asked, True))
    with pytest.raises(Interrupted):
        gateway.push([])


@pytest.fixture
def mute() -> Iterator[socket.socket]:
    """A machine that takes a connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)
        yield listener


def test_a_connection_that_does_not_come_about_can_be_stopped(mute: socket.socket):
    taken: list[socket.socket] = []

    def stopped() -> bool:
        if taken:
            return True  # asked again while the driver waits for the first word
        if select.select([mute], [], [], 0)[0]:
            taken.append(mute.accept()[0])
        return False

    port = mute.getsockname()[1]
    address = ServerAddress(f"postgresql://x@127.0.0.1:{port}/x", "x")
    limits = replace(LIMITS, connect_s=10)
    gateway = PostgresGateway(address, limits, nothing, stopped)
    with pytest.raises(Interrupted):
        gateway.pull(0, 1)
    assert taken
    taken[0].close()


def test_a_silent_server_is_offline(locked: SharedOffice):
    limits = Limits(connect_s=5, statement_s=20, lock_s=10, silence_s=0)
    address = locked.address("A")
    with pytest.raises(Offline) as caught:
        to(address.url, limits, address.password).push([])
    assert caught.value.facts == {"reason": "silence"}


def test_a_lock_held_too_long_is_offline(locked: SharedOffice):
    limits = Limits(connect_s=5, statement_s=20, lock_s=1, silence_s=25)
    address = locked.address("A")
    gateway = to(address.url, limits, address.password)
    with pytest.raises(Offline) as caught:
        gateway.push([])
    assert caught.value.facts == {"reason": "55P03"}


def test_after_a_lost_session_the_next_call_connects_again(shared: SharedOffice):
    gateway = shared.gateway("A")
    gateway.push([])
    shared.superuser().execute(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = %s",
        (shared.enrolments["A"].role,),
    )
    with pytest.raises(Offline):
        gateway.push([])
    assert gateway.push([]).new == 0


def test_an_error_quotes_no_row(shared: SharedOffice):
    with pytest.raises(OpsRefused) as caught:
        shared.gateway("A").push(['{"name": "홍길동'])
    assert "홍길동" not in str(caught.value) + repr(caught.value.facts)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("40001", Offline),
        ("40P01", Offline),
        ("55P03", Offline),
        ("57P01", Offline),
        ("08006", Offline),
        ("53300", Offline),
        ("25006", Offline),
        ("22P02", OpsRefused),
        ("23502", OpsRefused),
        ("54001", OpsRefused),
        ("42501", Refused),
        ("XX000", Refused),
    ],
)
def test_each_state_has_its_kind(state: str, kind: type[Exception]):
    assert type(translate(psycopg.errors.lookup(state)())) is kind


def test_a_program_too_old_without_a_number_is_still_told():
    class TooOld(psycopg.Error):
        sqlstate = "SY426"

    assert translate(TooOld()).facts == {"found": 0, "needed": 0}
    assert isinstance(translate(TooOld()), Incompatible)


def test_the_state_comes_in_pages_and_whole(shared: SharedOffice):
    a = shared.desk("A")
    rows = sorted(new_row() for _ in range(5))
    a.push(*(a.op("visits", row, {"n": 1}, user="u-1") for row in rows))
    a.write("visits", rows[0], kind="d")
    found: list[StateRow] = []
    after = None
    for _ in range(4):
        page = a.gateway.bootstrap(after, 2)
        found += page.rows
        after = page.last
    assert after is None
    assert [r.row_id for r in found] == rows
    assert [r.deleted for r in found] == [True, False, False, False, False]
    assert found[1].user == "u-1"
    assert a.gateway.bootstrap(RowKey("visits", rows[-1]), 2).rows == ()


def sums(desk: Desk, **fields: object) -> Mapping[int, int]:
    told = desk.gateway.proof("visits", fields)
    assert told is not None
    return told.sums


def test_an_op_that_changes_nothing_moves_no_sum(shared: SharedOffice):
    a, row = shared.desk("A"), new_row()
    a.write("visits", row, {"n": 1})
    before = sums(a, n=None)
    assert list(before) == [int(row[-4:], 16) % 64]
    a.write("visits", row, {"n": 1})
    assert sums(a, n=None) == before


def test_a_field_that_the_desk_does_not_know_is_not_summed(shared: SharedOffice):
    a, row = shared.desk("A"), new_row()
    a.write("visits", row, {"n": 1, "newer": "x"})
    assert sums(a, n=None) != sums(a, n=None, newer=None)
    assert sums(a, n=None, older=7) != sums(a, n=None, older=8)


def test_every_desk_hears_the_letters_of_all(shared: SharedOffice):
    letters = shared.gateway("K").desk_letters()
    assert letters is not None
    assert sorted(letters.values()) == ["A", "B", "C", "K"]


def test_ops_arrive_byte_for_byte(shared: SharedOffice):
    a = shared.gateway("A")
    text = op(1, 0, "visits", new_row(), {"note": 'a"b\\c\n{},각 ' + "각" * 3})
    a.push([text])
    (pulled,) = a.pull(0, 1).ops
    assert pulled.sha == hashlib.sha256(text.encode()).digest()
    assert shared.ask("select op from sync.log") == [(text,)]


def test_a_role_that_is_no_desk_is_told_so(shared: SharedOffice):
    run_as_superuser(
        shared.server,
        "create role {} login password 'x' in role {}",
        f"{shared.database}_stranger",
        "office_template_desks",
    )
    url = shared.server.desk_url(shared.database, f"{shared.database}_stranger")
    gateway = to(url)
    for call in CALLS:
        with pytest.raises(Exception, match="not_enrolled"):
            call(gateway)
    gateway.close()
