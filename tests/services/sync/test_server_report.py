"""The reporting views: what the city's own tools may read, typed, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

import psycopg
import pytest
from psycopg import sql

from models.base import Scope
from services.sync.gateway import Profile
from services.sync.server_report import ReportTaken
from services.sync.table_spec import Kind, TableSpec
from services.sync.wire import office_tables, table_specs
from tests.services.sync.shared_office import (
    AT_MS,
    SharedOffice,
    administration,
    new_row,
    run_as_superuser,
)

pytestmark = pytest.mark.server

CARDS = TableSpec(
    "dong_cards",
    Profile.CITY,
    fields={
        "title": Kind.TEXT,
        "cost": Kind.NUMBER,
        "shown": Kind.YES_NO,
        "heard_at": Kind.INSTANT,
        "day": Kind.DATE,
        "from": Kind.TIME,
        "marks": Kind.JSON,
    },
)
VISITS = TableSpec("visits", Profile.OFFICE, fields={"name": Kind.TEXT})
TABLES = (CARDS, VISITS)
TOLD = {
    "title": "버스 정류장 지붕",
    "cost": 1200,
    "shown": 1,
    "heard_at": AT_MS,
    "day": "2026-11-26",
    "from": "14:00",
    "marks": ["a"],
}
ODD: dict[str, Any] = {
    "title": None,
    "cost": "many",
    "shown": [],
    "heard_at": 10**30,
    "day": "2026-02-31",
    "from": "25:00",
}


@pytest.fixture
def office(shared: SharedOffice) -> SharedOffice:
    """A shared database with its reporting views."""
    administration().upgrade(shared.owner, TABLES)
    return shared


@contextmanager
def tool(office: SharedOffice) -> Iterator[psycopg.Connection[Any]]:
    """A login of the city's own, member of the reader."""
    (group,) = office.ask("select desk_group from sync.place")[0]
    reader = str(group).removesuffix("_desks") + "_report_reader"
    run_as_superuser(office.server, "drop role if exists city_tool")
    run_as_superuser(office.server, "create role city_tool login in role {}", reader)
    url = office.server.admin_url(office.database)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set session authorization city_tool")
        yield connection
    run_as_superuser(office.server, "drop role city_tool")


def read(office: SharedOffice, question: str) -> list[tuple[Any, ...]]:
    with tool(office) as connection:
        return connection.execute(sql.SQL(question)).fetchall()


def test_a_row_is_read_with_types_of_its_own(office: SharedOffice):
    row = new_row()
    desk = office.desk("A")
    desk.write("dong_cards", row, TOLD)
    with tool(office) as connection:
        connection.execute("set timezone to 'UTC'")
        (found,) = connection.execute("select * from report.dong_cards").fetchall()
    instant = datetime.fromtimestamp(AT_MS / 1000, tz=UTC)
    assert found == (
        *(row, instant, 1),
        *("버스 정류장 지붕", 1200, True, instant),
        *(date(2026, 11, 26), time(14), ["a"]),
    )


def test_odd_values_are_empty_and_hide_no_other_row(office: SharedOffice):
    desk = office.desk("A")
    desk.write("dong_cards", new_row(), ODD)
    desk.write("dong_cards", new_row(), TOLD)
    found = read(office, "select * from report.dong_cards order by seq")
    assert found[0][3:] == (None,) * 7
    assert found[1][3] == TOLD["title"]


def test_what_was_deleted_is_not_shown(office: SharedOffice):
    row, desk = new_row(), office.desk("A")
    desk.write("dong_cards", row, TOLD)
    assert len(read(office, "select from report.dong_cards")) == 1
    desk.catch_up()
    desk.write("dong_cards", row, kind="d")
    assert read(office, "select from report.dong_cards") == []


@pytest.mark.parametrize(
    "statement",
    [
        "select * from sync.row_state",
        "select * from sync.log",
        "select * from sync.desk",
        "select sync.chain_fault()",
        "select * from sync.pull(0, 10)",
        "update report.dong_cards set title = ''",
        "delete from report.dong_cards",
        "insert into report.dong_cards (title) values ('')",
        "create table report.mine (a int)",
        "create temporary table mine (a int)",
        "create or replace view report.dong_cards as select 1 as id",
    ],
)
def test_the_reader_does_nothing_else(office: SharedOffice, statement: str):
    with tool(office) as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute(sql.SQL(statement))
    refusals = (
        psycopg.errors.InsufficientPrivilege,
        psycopg.errors.ObjectNotInPrerequisiteState,
        psycopg.errors.FeatureNotSupported,
    )
    assert isinstance(refused.value, refusals)


def test_office_tables_have_no_view_and_desks_may_not_read_any(office: SharedOffice):
    names = office.ask("select relname from pg_class where relkind = 'v' and"
                       " relnamespace = 'report'::regnamespace")  # fmt: skip
    assert names == [("dong_cards",)]
    (may,) = office.ask(
        "select has_table_privilege(db_role, 'report.dong_cards', 'select') from"
        " sync.desk limit 1"
    )[0]
    assert may is False


def test_an_upgrade_widens_a_view_in_its_place(office: SharedOffice):
    beside = office.superuser()
    beside.execute("create view public.titles as select title from report.dong_cards")
    wider = TableSpec(
        "dong_cards", Profile.CITY, fields={"new": Kind.TEXT, **CARDS.fields}
    )
    assert administration().check(office.owner, TABLES).findings == ()
    (behind,) = administration().check(office.owner, (wider, VISITS)).findings
    assert (behind.code, behind.amount) == ("reports_behind", 1)
    administration().upgrade(office.owner, (wider, VISITS))
    assert administration().check(office.owner, (wider, VISITS)).findings == ()
    assert office.ask("select count(*) from public.titles") == [(0,)]
    assert read(office, "select new, title from report.dong_cards") == []


def test_a_table_that_became_an_office_matter_loses_its_view(office: SharedOffice):
    closed = TableSpec("dong_cards", Profile.OFFICE, fields=CARDS.fields)
    administration().upgrade(office.owner, (closed,))
    assert office.ask("select to_regclass('report.dong_cards')") == [(None,)]


def test_a_right_that_is_not_the_readers_is_found(office: SharedOffice):
    office.superuser().execute("grant select on report.dong_cards to public")
    (found,) = administration().check(office.owner, TABLES).findings
    assert (found.code, found.amount) == ("report_rights", 1)
    administration().upgrade(office.owner, TABLES)
    assert administration().check(office.owner, TABLES).findings == ()


def test_a_right_of_the_reader_on_the_log_is_found(office: SharedOffice):
    (group,) = office.ask("select desk_group from sync.place")[0]
    reader = str(group).removesuffix("_desks") + "_report_reader"
    office.superuser().execute(
        sql.SQL("grant select on sync.log to {}").format(sql.Identifier(reader))
    )
    (found,) = administration().check(office.owner, TABLES).findings
    assert (found.code, found.amount) == ("report_rights", 1)


def test_a_report_schema_of_others_is_left_alone(office: SharedOffice):
    beside = office.superuser()
    beside.execute("drop schema report cascade")
    beside.execute("create schema report")
    with pytest.raises(ReportTaken):
        administration().upgrade(office.owner, TABLES)


def test_every_city_table_of_the_program_gets_a_view_with_every_field(
    office: SharedOffice,
):
    administration().upgrade(office.owner, table_specs())
    city = {n for n, t in office_tables().items() if t.scope is Scope.CITY}
    found = office.ask("select relname from pg_class where relkind = 'v' and"
                       " relnamespace = 'report'::regnamespace")  # fmt: skip
    assert {name for (name,) in found} == city
    assert administration().check(office.owner, table_specs()).findings == ()
    types = dict(
        office.ask(
            "select attname, format_type(atttypid, null) from pg_attribute"
            " where attrelid = 'report.dong'::regclass and attnum > 0"
        )
    )
    assert types["valid_from"] == "date"
    assert types["households"] == "bigint"
    assert types["outline"] == "jsonb"
    assert types["outlying"] == "boolean"
