"""A read-only view for each table that the whole city may see, for the city's own tools.

The views lie in the schema ``report`` and show the rows that live, with columns of
their own types.  A role without login may read them and nothing else; the IT office
gives its tools logins that are members of it.  Tables of scope *office* hold citizens
and have no view at all, so that no right given by mistake can open one.
"""

from collections.abc import Iterator, Mapping, Sequence

import psycopg
from psycopg import sql

from models.errors import OfficeError
from services.sync.gateway import Profile
from services.sync.server_layout import Work, must, one, role_exists, run
from services.sync.table_spec import Kind, TableSpec

SCHEMA = "report"
READER_ENDING, GROUP_ENDING = "_report_reader", "_desks"

# Each reads one field; what does not fit is null, so that one odd row hides no other.
_READERS: Mapping[Kind, sql.SQL] = {
    Kind.TEXT: sql.SQL("s.data->>{field}"),
    Kind.JSON: sql.SQL("s.data->{field}"),
    Kind.NUMBER: sql.SQL("report.as_number(s.data->{field})"),
    Kind.YES_NO: sql.SQL("report.as_number(s.data->{field}) <> 0"),
    Kind.INSTANT: sql.SQL("report.as_instant(s.data->{field})"),
    Kind.DATE: sql.SQL("report.as_date(s.data->>{field})"),
    Kind.TIME: sql.SQL("report.as_time(s.data->>{field})"),
}
_FUNCTIONS = ("as_number(jsonb)", "as_instant(jsonb)", "as_date(text)", "as_time(text)")
_MAKE_FUNCTIONS = sql.SQL(
    """
create or replace function report.as_number(jsonb) returns bigint
language sql immutable parallel safe as $$ select case
    when jsonb_typeof($1) = 'boolean' then ($1::bool)::int::bigint
    when jsonb_typeof($1) = 'number' and abs($1::numeric) < 9e18
        then trunc($1::numeric)::bigint end $$;
create or replace function report.as_instant(jsonb) returns timestamptz
language sql immutable parallel safe as $$ select case
    when abs(report.as_number($1)) < 200000000000000
        then to_timestamp(report.as_number($1) / 1000.0) end $$;
create or replace function report.as_date(text) returns date
language plpgsql immutable as $$ begin
    return case when $1 ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then $1::date end;
exception when data_exception then return null; end $$;
create or replace function report.as_time(text) returns time
language sql immutable parallel safe as $$ select case
    when $1 ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' then $1::time end $$;
"""
)
_ALWAYS = ("id", "changed_at", "seq")


class ReportTaken(OfficeError):
    """The database has a schema ``report`` that somebody else made."""

    code = "report_taken"


def reader_of(group: str) -> str:
    """Return the role that may read the views, named as the other roles are."""
    return group.removesuffix(GROUP_ENDING) + READER_ENDING


def publish_reports(
    work: Work, owner: str, group: str, tables: Sequence[TableSpec]
) -> None:
    """Make or renew the views, and let their reader read them and nothing else.

    Raises:
        ReportTaken: Somebody else's schema has the name.
    """
    reader = reader_of(group)
    if not role_exists(work, reader):
        run(work, "create role {} nologin", reader)
    _require_own_schema(work, owner)
    database = str(must(work, "select current_database()")[0])
    run(work, "grant connect on database {} to {}", database, reader)
    run(work, "set local role {}", owner)
    work.execute(_MAKE_FUNCTIONS)
    open_tables = {table.name: table for table in _open(tables)}
    for name in _views(work):
        if name not in open_tables:
            run(work, "drop view report.{} cascade", name)
    for table in open_tables.values():
        _make_view(work, table)
    work.execute("revoke all on schema report from public")
    work.execute("revoke all on all tables in schema report from public")
    work.execute("revoke all on all functions in schema report from public")
    run(work, "grant usage on schema report to {}", reader)
    for function in _FUNCTIONS:
        run(work, f"grant execute on function report.{function} to {{}}", reader)
    for name in open_tables:
        run(work, "grant select on report.{} to {}", name, reader)
    work.execute("reset role")


def reports_behind(work: Work, tables: Sequence[TableSpec]) -> int:
    """Return how many views are missing or lack a field that this program knows."""
    return sum(
        not {*_ALWAYS, *table.fields}.issubset(_columns(work, table.name))
        for table in _open(tables)
    )


def report_rights_wrong(work: Work) -> int:
    """Return how many rights there are past SELECT of the reader on the views."""
    (count,) = must(
        work,
        """
select (select count(*) from pg_class c, aclexplode(c.relacl) a, sync.place p
        where c.relnamespace = to_regnamespace('report')
          and a.grantee <> c.relowner
          and not (a.privilege_type = 'SELECT' and a.grantee = coalesce((select oid
              from pg_roles where rolname = regexp_replace(
                  p.desk_group::text, '_desks$', '_report_reader')), 0)))
     + (select count(*) from pg_class c, aclexplode(c.relacl) a, sync.place p
        join pg_roles r on r.rolname = regexp_replace(
            p.desk_group::text, '_desks$', '_report_reader')
        where c.relnamespace = to_regnamespace('sync') and a.grantee = r.oid)
     + (select count(*) from pg_class c join sync.tbl t on t.tbl = c.relname
        where c.relnamespace = to_regnamespace('report') and t.scope <> 'city')""",
    )
    return int(count)


def _open(tables: Sequence[TableSpec]) -> Iterator[TableSpec]:
    return (one for one in tables if one.scope == Profile.CITY and one.fields)


def _require_own_schema(work: Work, owner: str) -> None:
    found = one(
        work,
        "select pg_get_userbyid(nspowner) from pg_namespace where nspname = %s",
        SCHEMA,
    )
    if found is None:
        run(work, "create schema report authorization {}", owner)
    elif found[0] != owner:
        raise ReportTaken


def _views(work: Work) -> tuple[str, ...]:
    found = work.execute(
        "select relname from pg_class where relkind = 'v'"
        " and relnamespace = to_regnamespace('report')"
    )
    return tuple(row[0] for row in found)


def _columns(work: Work, view: str) -> tuple[str, ...]:
    """Return the columns of a view in their order; none for no view."""
    found = work.execute(
        "select a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid"
        " where c.relnamespace = to_regnamespace('report') and c.relname = %s"
        " and a.attnum > 0 order by a.attnum",
        (view,),
    )
    return tuple(row[0] for row in found)


def _make_view(work: Work, table: TableSpec) -> None:
    """Make a view, or widen it in its place, so that what is built on it stays.

    One that lost a field or changed a type is made anew.
    """
    try:
        with work.transaction():
            work.execute(_view(table, _columns(work, table.name)))
    except psycopg.errors.InvalidTableDefinition:
        run(work, "drop view report.{} cascade", table.name)
        work.execute(_view(table, ()))


def _view(table: TableSpec, known: Sequence[str]) -> sql.Composed:
    """Return the view's statement: its known columns first, in their order."""
    fields = [name for name in known if name in table.fields]
    fields += [name for name in table.fields if name not in known]
    columns = [
        sql.SQL("{} as {}").format(
            _READERS[table.fields[name]].format(field=sql.Literal(name)),
            sql.Identifier(name),
        )
        for name in fields
    ]
    return sql.SQL(
        "create or replace view report.{} with (security_barrier) as"
        " select s.row_id::text as id,"
        " report.as_instant(to_jsonb(s.edited_at)) as changed_at, s.ver as seq, {}"
        " from sync.row_state s where s.tbl = {} and not s.deleted"
    ).format(
        sql.Identifier(table.name), sql.SQL(", ").join(columns), sql.Literal(table.name)
    )
