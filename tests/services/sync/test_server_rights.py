"""A desk's login may call the published functions and do nothing else."""

from typing import Any

import psycopg
import pytest
from psycopg import sql

from services.sync.gateway import NotEnrolled, Refused
from services.sync.server_layout import PUBLISHED
from tests.services.sync.shared_office import (
    OWNER,
    TABLES,
    SharedOffice,
    administration,
    run_as_superuser,
)

pytestmark = pytest.mark.server

FORBIDDEN = (
    "select * from sync.log",
    "select * from sync.desk",
    "insert into sync.log select * from sync.log",
    "update sync.head set seq = 0",
    "delete from sync.log",
    "truncate sync.log",
    "select * from sync.head for update",
    "copy sync.log to stdout",
    "create table public.mine (a int)",
    "create table sync.mine (a int)",
    "create temporary table mine (a int)",
    "create schema mine",
    "create role mine",
    "create function sync.mine() returns int language sql as 'select 1'",
    "set role office_template_sync_owner",
    "alter function sync.push(text[]) security invoker",
    "drop schema sync cascade",
    "select sync.chain_fault()",
    "select sync.take_claims('t', gen_random_uuid(), null, '[]', 1)",
    "select sync.me()",
    "select * from sync.reader()",
    "alter system set fsync = off",
    "select pg_read_file('postgresql.conf')",
)


@pytest.fixture
def protected(shared: SharedOffice) -> SharedOffice:
    """A copy has no rights of its own on the database; an upgrade gives them again."""
    administration().upgrade(shared.owner, TABLES)
    return shared


def is_refused(connection: psycopg.Connection[Any], statement: str) -> bool:
    try:
        connection.execute(sql.SQL(statement))
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


def test_a_desk_is_refused_everything_else(protected: SharedOffice):
    connection = protected.connection("A")
    assert [s for s in FORBIDDEN if not is_refused(connection, s)] == []


def test_without_the_upgrade_a_desk_could_make_temporary_tables(shared: SharedOffice):
    """The twin: the refusals come from our rights, not from the statements."""
    assert not is_refused(shared.connection("A"), "create temporary table mine (a int)")


def test_exactly_the_published_functions_are_open_to_desks(protected: SharedOffice):
    may = protected.ask(
        "select count(*) from pg_proc p where pronamespace = 'sync'::regnamespace"
        " and has_function_privilege(%s, p.oid, 'execute')",
        protected.enrolments["A"].role,
    )
    assert may == [(len(PUBLISHED),)]


def test_the_functions_belong_to_nobody_who_can_log_in(protected: SharedOffice):
    owners = protected.ask(
        "select distinct rolname, rolcanlogin, rolsuper from pg_proc p"
        " join pg_roles r on r.oid = p.proowner where pronamespace = 'sync'::regnamespace"
    )
    assert owners == [("office_template_sync_owner", False, False)]


def test_every_open_function_fixes_its_search_path(protected: SharedOffice):
    loose = protected.ask(
        "select proname from pg_proc where pronamespace = 'sync'::regnamespace"
        " and prosecdef and not coalesce(proconfig, '{}')"
        " @> array['search_path=pg_catalog, sync, pg_temp']"
    )
    assert loose == []


def test_a_desk_is_who_logged_in_and_not_who_it_says(shared: SharedOffice):
    run_as_superuser(shared.server, "grant {} to {}", "office_template_desks", OWNER)
    connection = psycopg.connect(shared.owner.url, password=shared.owner.password)
    with connection, pytest.raises(psycopg.Error) as caught:
        connection.execute("select sync.push('{}')")
    assert caught.value.sqlstate == "SY403"


def test_a_revoked_desk_is_shut_out_at_once_and_for_ever(shared: SharedOffice):
    desk = administration().enrol(
        shared.owner, "Z", shared.desk("A").hello().profile, None
    )
    shared.enrolments = {**shared.enrolments, "Z": desk}
    gateway = shared.gateway("Z")
    gateway.push([])
    administration().revoke(shared.owner, "Z")
    with pytest.raises(Exception, match=r"offline|not_enrolled"):
        gateway.push([])
    with pytest.raises(Refused):
        gateway.push([])


def test_a_desk_whose_status_alone_is_revoked_is_no_desk(shared: SharedOffice):
    gateway = shared.gateway("A")
    shared.superuser().execute(
        "update sync.desk set status = 'revoked' where label = 'A'"
    )
    for call in (lambda: gateway.push([]), lambda: gateway.pull(0, 1)):
        with pytest.raises(NotEnrolled):
            call()
