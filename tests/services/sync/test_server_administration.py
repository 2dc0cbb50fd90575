"""Creating, enrolling, upgrading and checking, on each PostgreSQL of this machine."""

import traceback
from collections.abc import Iterator
from contextlib import closing
from typing import LiteralString

import psycopg
import pytest

from services.sync import server as server_module
from services.sync import server_layout
from services.sync.address import ServerAddress
from services.sync.chain import GENESIS, verify
from services.sync.enrolment import LabelUnfit
from services.sync.gateway import (
    BatchEnd,
    ForeignServer,
    Incompatible,
    Profile,
    Refused,
    Verdict,
)
from services.sync.postgres import PostgresGateway
from services.sync.server import AlreadyShared, LabelTaken, UnknownDesk
from services.sync.server_layout import stem_of, steps
from tests.postgres_server import (
    ServerBinaries,
    ThrowawayServer,
    server_binaries,
    throwaway_server,
)
from tests.services.sync.shared_office import (
    LIMITS,
    OWNER,
    OWNER_PASSWORD,
    TABLES,
    SharedOffice,
    administration,
    make_owner,
    never,
    new_row,
    nothing,
    op,
    placed,
    run_as_superuser,
)

pytestmark = pytest.mark.server
FIRST_RELEASE = 5  # the numbered SQL that it had
SECOND_RELEASE = 12


@pytest.fixture
def empty(shared: SharedOffice) -> Iterator[ServerAddress]:
    """A database of the IT office with nothing in it."""
    name = f"{shared.database}_empty"
    run_as_superuser(shared.server, "create database {} owner {}", name, OWNER)
    yield ServerAddress(shared.server.desk_url(name, OWNER), OWNER_PASSWORD)
    run_as_superuser(shared.server, "drop database {} with (force)", name)


def sign_in(
    server: ThrowawayServer, database: str, role: str, password: str
) -> PostgresGateway:
    address = ServerAddress(server.desk_url(database, role), password)
    return PostgresGateway(address, LIMITS, nothing, never)


@pytest.mark.slow
@pytest.mark.parametrize(
    "binaries", server_binaries(), ids=lambda b: f"PostgreSQL {b.major}"
)
def test_an_office_begins_works_and_is_found_in_order(binaries: ServerBinaries):
    """From an empty database, by an owner who is no superuser, to a proven chain."""
    with throwaway_server(binaries) as server:
        make_owner(server)
        run_as_superuser(server, "create database {} owner {}", "민원 Office-1", OWNER)
        url = server.desk_url("민원 Office-1", OWNER)
        owner = ServerAddress(url, OWNER_PASSWORD)
        administration().create(owner, TABLES)
        desk = administration().enrol(owner, "A", Profile.OFFICE, None)
        gateway = sign_in(server, "민원 Office-1", desk.role, desk.password)
        place = placed("1", 0, 30)
        gateway.push([op(n, 0, "meetings", new_row(), place) for n in (1, 2)])
        page = gateway.pull(0, 10)
        gateway.close()
        assert verify(page, 0, GENESIS) == page.batches[-1].hash
        report = administration().check(owner)
        assert (report.server_version, report.head) == (binaries.major, 2)
        assert [(f.code, f.amount) for f in report.findings] == [("overlaps", 1)]
        administration().revoke(owner, "A")
        assert administration().check(owner).desks[0].status == "revoked"


def test_creating_twice_is_refused_and_changes_nothing(shared: SharedOffice):
    before = shared.ask("select epoch from sync.head")
    with pytest.raises(AlreadyShared):
        administration().create(shared.owner, TABLES)
    assert shared.ask("select epoch from sync.head") == before


def test_a_database_of_others_is_left_alone(shared: SharedOffice, empty: ServerAddress):
    for verb in (administration().check, administration().restored):
        with pytest.raises(ForeignServer):
            verb(empty)
    shared.superuser().execute("drop schema sync cascade")
    shared.superuser().execute("create schema sync")
    with pytest.raises(ForeignServer):
        administration().create(shared.owner, TABLES)


def test_a_creation_that_fails_leaves_nothing(empty: ServerAddress):
    broken = (*TABLES, TABLES[0].__class__("x", "nowhere"))  # type: ignore[arg-type] # the fault
    with pytest.raises(Exception, match="ops_refused"):
        administration().create(empty, broken)
    with pytest.raises(ForeignServer):
        administration().check(empty)
    administration().create(empty, TABLES)


def test_an_old_server_is_named_as_too_old(
    empty: ServerAddress, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(server_module, "OLDEST_SERVER", 99)
    with pytest.raises(Incompatible) as caught:
        administration().create(empty, TABLES)
    assert caught.value.facts["needed"] == 99


def test_a_database_newer_than_the_program_is_left_alone(shared: SharedOffice):
    shared.superuser().execute("insert into sync.version values (999, '999_later.sql')")
    with pytest.raises(Incompatible):
        administration().upgrade(shared.owner, TABLES)


def test_an_upgrade_may_be_repeated(shared: SharedOffice):
    assert administration().upgrade(shared.owner, TABLES) == 0
    assert administration().upgrade(shared.owner, TABLES) == 0


def test_a_letter_is_given_once(shared: SharedOffice):
    administration().revoke(shared.owner, "C")
    with pytest.raises(LabelTaken):
        administration().enrol(shared.owner, "C", Profile.OFFICE, None)
    # The role is the cluster's and so the other tests': let it in again.
    run_as_superuser(shared.server, "alter role {} login", shared.enrolments["C"].role)


@pytest.mark.parametrize("label", ["", "a", "ABC", "가", "A'"])
def test_a_letter_is_a_letter(shared: SharedOffice, label: str):
    with pytest.raises(LabelUnfit):
        administration().enrol(shared.owner, label, Profile.OFFICE, None)


def test_an_unknown_letter_cannot_be_revoked(shared: SharedOffice):
    with pytest.raises(UnknownDesk):
        administration().revoke(shared.owner, "Q")


def test_a_desk_enrolled_without_an_installation_takes_the_first(shared: SharedOffice):
    enrolment = administration().enrol(shared.owner, "D", Profile.OFFICE, None)
    shared.enrolments = {**shared.enrolments, "D": enrolment}
    desk = shared.desk("D")
    assert desk.hello(install_id=new_row()).verdict is Verdict.CLONED
    assert desk.hello().verdict is Verdict.OK


def test_a_password_is_shown_nowhere_but_to_the_one_who_enrols(shared: SharedOffice):
    enrolment = administration().enrol(shared.owner, "E", Profile.OFFICE, None)
    assert enrolment.password not in repr(enrolment)
    stored = shared.ask(
        "select rolpassword from pg_authid where rolname = %s", enrolment.role
    )
    assert stored[0][0].startswith("SCRAM-SHA-256$")
    log = (shared.server.folder / "server.log").read_text("utf-8")
    assert enrolment.password not in log
    wrong = ServerAddress(shared.address("A").url, "a-wrong-password")
    with pytest.raises(Refused) as caught:
        administration().check(wrong)
    told = "".join(traceback.format_exception(caught.value))
    assert "a-wrong-password" not in told + repr(wrong)
    assert caught.value.__context__ is None


def test_a_check_finds_a_log_that_was_tampered_with(shared: SharedOffice):
    a = shared.desk("A")
    a.write("visits", new_row(), {"note": "1"})
    a.write("visits", new_row(), {"note": "2"})
    assert administration().check(shared.owner).findings == ()
    shared.superuser().execute("update sync.log set op = op || ' ' where seq = 2")
    (finding,) = administration().check(shared.owner).findings
    assert (finding.code, finding.amount) == ("chain_broken", 2)


def test_a_check_finds_a_log_that_was_cut(shared: SharedOffice):
    a = shared.desk("A")
    a.write("visits", new_row(), {"note": "1"})
    a.write("visits", new_row(), {"note": "2"})
    shared.superuser().execute("delete from sync.log where seq = 2")
    codes = {f.code for f in administration().check(shared.owner).findings}
    assert codes == {"log_incomplete", "chain_broken"}


def test_a_check_tells_how_far_each_desk_is_behind(shared: SharedOffice):
    a = shared.desk("A")
    a.write("visits", new_row(), {"note": "1"})
    a.catch_up()
    a.hello()
    a.write("visits", new_row(), {"note": "2"})
    behind = {d.label: d.behind for d in administration().check(shared.owner).desks}
    assert behind == {"A": 1, "B": 2, "C": 2, "K": 2}


def test_a_restore_begins_a_history_with_a_new_name(shared: SharedOffice):
    before = shared.desk("A").epoch
    after = administration().restored(shared.owner)
    assert shared.desk("A").epoch == after != before


def test_role_names_fit_whatever_the_database_is_called():
    long = "가" * 21
    assert stem_of("tongtong") == "tongtong"
    assert len(f"{stem_of(long)}_sync_owner_9999".encode()) <= 63
    assert stem_of(long) != stem_of(long[:-1] + "나")


def test_a_server_of_the_first_release_learns_what_came_later(
    postgres: ThrowawayServer, monkeypatch: pytest.MonkeyPatch
):
    """Its desks go on meanwhile: they are told that it cannot do that yet."""
    name, run = "first_release", run_as_superuser
    run(postgres, "create database {} owner {}", name, OWNER)
    owner = ServerAddress(postgres.desk_url(name, OWNER), OWNER_PASSWORD)
    first = tuple(step for step in steps() if step.number <= FIRST_RELEASE)
    with monkeypatch.context() as patch:
        patch.setattr(server_layout, "steps", lambda: first)
        told = server_layout.PUBLISHED
        last = told.index("state_digest(text)")
        patch.setattr(server_layout, "PUBLISHED", told[: last + 1])
        administration().create(owner, TABLES)
        given = administration().enrol(owner, "A", Profile.OFFICE, None)
    address = ServerAddress(postgres.desk_url(name, given.role), given.password)
    with closing(PostgresGateway(address, LIMITS, nothing, never)) as desk:
        assert desk.proof("visits", {}) is None
        assert desk.desk_letters() is None
        assert administration().upgrade(owner, TABLES) == len(steps()) - len(first)
        assert desk.proof("visits", {}) is not None
        assert desk.desk_letters() is not None
        assert desk.common([BatchEnd(1, GENESIS)]) == 0
    assert administration().check(owner, TABLES).findings == ()
    run(postgres, "drop database {} with (force)", name)


LAID_OUT: tuple[LiteralString, ...] = (
    (
        "select pg_get_functiondef(oid) from pg_proc"
        " where pronamespace = 'sync'::regnamespace and prokind <> 'a'"
    ),
    (
        "select aggfnoid::text, aggtransfn::text, agginitval from pg_aggregate"
        " join pg_proc on oid = aggfnoid where pronamespace = 'sync'::regnamespace"
    ),
    (
        "select table_name, column_name, data_type, is_nullable, column_default"
        " from information_schema.columns where table_schema = 'sync'"
    ),
    "select indexdef from pg_indexes where schemaname = 'sync'",
    (
        "select pg_get_constraintdef(oid) from pg_constraint"
        " where connamespace = 'sync'::regnamespace"
    ),
    "select proname, proacl::text from pg_proc where pronamespace = 'sync'::regnamespace",
)


def test_an_upgraded_database_is_laid_out_like_a_fresh_one(
    shared: SharedOffice, postgres: ThrowawayServer, monkeypatch: pytest.MonkeyPatch
):
    """And knows the places of what was written before there was a rule for them."""
    name, run = "second_release", run_as_superuser
    run(postgres, "create database {} owner {}", name, OWNER)
    owner = ServerAddress(postgres.desk_url(name, OWNER), OWNER_PASSWORD)
    before = tuple(step for step in steps() if step.number <= SECOND_RELEASE)
    with monkeypatch.context() as patch:
        patch.setattr(server_layout, "steps", lambda: before)
        administration().create(owner, TABLES)
        given = administration().enrol(owner, "A", Profile.OFFICE, None)
    with closing(sign_in(postgres, name, given.role, given.password)) as desk:
        rows = [new_row(), new_row()]
        place = placed("1", 0, 30)
        desk.push([op(n, 0, "meetings", row, place) for n, row in enumerate(rows, 1)])
        assert administration().upgrade(owner, TABLES) == len(steps()) - len(before)
        (finding,) = administration().check(owner, TABLES).findings
        assert (finding.code, finding.amount) == ("overlaps", 1)
        third = op(3, 0, "meetings", new_row(), place)
        assert desk.push([third]).conflicts == 1
    with psycopg.connect(postgres.admin_url(name)) as upgraded:
        for question in LAID_OUT:
            there = {str(row).replace(name, "") for row in upgraded.execute(question)}
            fresh = {str(row) for row in shared.ask(question)}
            assert there == {one.replace("office_template", "") for one in fresh}
    run(postgres, "drop database {} with (force)", name)
