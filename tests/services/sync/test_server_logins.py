"""Logins that changed their own limits, who stands in the way, and what is no fault."""

import re

import psycopg
import pytest

import resources
from services.sync import server_logins
from services.sync.server import Finding
from services.sync.server_stick import make_importer
from tests.services.sync.shared_office import (
    TABLES,
    SharedOffice,
    administration,
    new_row,
    placed,
    run_as_superuser,
)

pytestmark = pytest.mark.server


def findings(shared: SharedOffice) -> dict[str, int]:
    found = administration().check(shared.owner, TABLES).findings
    return {one.code: one.amount for one in found}


@pytest.mark.parametrize(
    "change",
    [
        "alter role {role} set statement_timeout = 0",
        "alter role {role} reset all",
        "alter role {role} in database {database} set lock_timeout = 0",
    ],
)
def test_limits_that_a_desk_changed_are_told_and_put_back(
    shared: SharedOffice, change: str
):
    role = shared.enrolments["B"].role
    line = change.format(role=role, database=shared.database)
    shared.connection("B").execute(line.encode())
    assert findings(shared) == {"limits_changed": 1}
    administration().upgrade(shared.owner, TABLES)
    assert findings(shared) == {}
    assert shared.connection("B").execute("show lock_timeout").fetchone() == ("20s",)


def test_a_push_that_is_held_open_is_told_with_who_holds_it(
    shared: SharedOffice, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(server_logins, "LONGEST_PUSH_S", 0)
    connection = shared.connection("B")
    with connection.transaction():
        connection.execute("select sync.push('{}')")
        (found,) = administration().check(shared.owner, TABLES).findings
    assert found == Finding("head_held", 1, shared.enrolments["B"].role)
    assert findings(shared) == {}


def test_a_desk_cannot_hold_up_the_administration(shared: SharedOffice):
    shared.connection("B").execute("select pg_advisory_lock(7261001)")
    assert findings(shared) == {}
    assert administration().upgrade(shared.owner, TABLES) == 0


def test_what_stays_at_a_city_desk_is_no_fault(shared: SharedOffice):
    city, office = shared.desk("K"), shared.desk("A")
    city.gateway.quarantine(1, '{"dseq":1}', "out_of_scope")
    report = administration().check(shared.owner, TABLES)
    assert (report.findings, report.kept_in_scope) == ((), 1)
    office.gateway.quarantine(1, '{"dseq":1}', "out_of_scope")
    assert findings(shared) == {"quarantined": 1}


def test_a_double_booking_is_told_until_it_is_decided(shared: SharedOffice):
    a, b, row = shared.desk("A"), shared.desk("B"), new_row()
    a.write("meetings", new_row(), placed("1", 0, 30))
    b.write("meetings", row, placed("1", 0, 30))
    assert findings(shared) == {"overlaps": 1}
    told = {"conflict_seq": 2, "field": "$claim:room:1"}
    a.write("meetings", row, told, kind="r")
    assert findings(shared) == {}
    b.catch_up()
    b.write("meetings", row, {"end": "09:20"})  # another place, another question
    assert findings(shared) == {"overlaps": 1}


def test_an_importer_that_no_dump_lets_in_is_told_and_let_in(shared: SharedOffice):
    login = make_importer(administration(), shared.owner)
    for role in ("public", login.role):
        line = f"revoke all on database {{}} from {role}"
        run_as_superuser(shared.server, line, shared.database)
    assert findings(shared)["shut_out"] == 2
    url = shared.server.desk_url(shared.database, login.role)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, password=login.password)
    administration().upgrade(shared.owner, TABLES)
    assert findings(shared) == {}
    psycopg.connect(url, password=login.password).close()


def test_the_importer_reads_for_no_desk_without_a_card(shared: SharedOffice):
    shared.desk("A").write("visits", new_row(), {"name": "가"})
    login = make_importer(administration(), shared.owner)
    url = shared.server.desk_url(shared.database, login.role)
    with (
        psycopg.connect(url, password=login.password) as line,
        pytest.raises(psycopg.Error) as caught,
    ):
        line.execute("select * from sync.pull_for(1, 0)")
    assert caught.value.sqlstate == "SY411"


def test_what_the_manual_closes_is_closed_and_nothing_else(shared: SharedOffice):
    page = resources.path("manual/it-office.md").read_text("utf-8")
    lines = re.findall(r"^(?:grant usage on language|revoke) .*;$", page, re.MULTILINE)
    assert len(lines) == 4
    for line in lines:
        told = line.replace("tongtong_sync_owner", "office_template_sync_owner")
        shared.superuser().execute(told.encode())
    desk = shared.connection("B")
    for statement in (
        b"do $$ begin end $$",
        b"select lo_create(0)",
        b"select lo_from_bytea(0, 'a')",
        b"select pg_advisory_lock(1)",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            desk.execute(statement)
    assert shared.desk("B").write("visits", new_row(), {"name": "가"}).new == 1
    with shared.superuser() as line:
        line.execute("set role office_template_sync_owner")
        line.execute(
            "create function sync.later() returns void language plpgsql as"
            " $$ begin end $$"
        )
    assert administration().upgrade(shared.owner, TABLES) == 0
    assert findings(shared) == {}
