"""Generates the triggers that write each change into the outbox.

The change and its op are one transaction, whoever writes: a unit of work, a bulk
UPDATE, raw SQL.  Only these triggers are silent while a remote change is applied;
the stamps, which keep a row's local version, are not.
"""

from collections.abc import Iterator

from sqlalchemy import Table

from models.base import UNCAPTURED, Claims, Kept, Record, Scope
from models.registry import records

# Raised whenever a column or table is added; goes with each op as its writer's.
SCHEMA_VERSION = 1

# The table itself knows of rows made by the running statement, the sequence of rows
# that were cleared away long after they were acknowledged.
_NEXT = (
    "max(coalesce((SELECT max(dseq) FROM sync_outbox), 0), coalesce("
    "(SELECT seq FROM sqlite_sequence WHERE name = 'sync_outbox'), 0)) + 1"
)


def synced() -> tuple[type[Record], ...]:
    """Return the records whose changes leave the desk."""
    return tuple(r for r in records() if r.sync.scope is not Scope.LOCAL)


def captured_fields(record: type[Record]) -> tuple[str, ...]:
    """Return the columns of ``record`` that are sent."""
    return tuple(c.name for c in table_of(record).columns if c.name not in UNCAPTURED)


def json_fields(record: type[Record]) -> frozenset[str]:
    """Return the columns of ``record`` that hold JSON text and are sent as JSON."""
    columns = table_of(record).columns
    return frozenset(c.name for c in columns if c.info.get("json"))


def table_of(record: type[Record]) -> Table:
    """Return the table of a mapped record."""
    table = record.__table__
    if not isinstance(table, Table):
        raise TypeError(record)
    return table


def capture_triggers() -> Iterator[str]:
    """Yield the capture and stamp triggers of every record, as SQL."""
    for record in records():
        if issubclass(record, Kept):
            yield _stamp(table_of(record).name)
        if record.sync.scope is not Scope.LOCAL:
            yield from _capture(record)


def _stamp(name: str) -> str:
    return (
        f"CREATE TRIGGER {name}_stamp AFTER UPDATE ON {name} "
        "WHEN new.version = old.version BEGIN "
        f"UPDATE {name} SET version = old.version + 1, "
        "changed_at = sync_at(), changed_by = sync_user() WHERE id = new.id; END"
    )


def _capture(record: type[Record]) -> Iterator[str]:
    name = table_of(record).name
    fields = captured_fields(record)
    every = ", ".join(f"'{f}', {_value(record, f)}" for f in fields)
    claims = claims_sql(record.sync.claims) if record.sync.claims else None
    yield _trigger(
        f"{name}_made AFTER INSERT ON {name}",
        "",
        _op(name, "u", "new", f"json_object({every})", claims),
    )
    yield _trigger(
        f"{name}_gone AFTER DELETE ON {name}",
        "",
        _op(name, "d", "old", "json('{}')", None),
    )
    if not record.sync.insert_only:
        yield _trigger(
            f"{name}_kept AFTER UPDATE ON {name}",
            f"AND ({_any_changed(fields)})",
            _op(name, "u", "new", "moved.now", _moved_claims(record))
            + f", {_changes(record, fields)} AS moved",
        )


def _value(record: type[Record], name: str) -> str:
    return f"json(new.{name})" if name in json_fields(record) else f"new.{name}"


def _any_changed(fields: tuple[str, ...]) -> str:
    return " OR ".join(f"new.{f} IS NOT old.{f}" for f in fields)


def _changes(record: type[Record], fields: tuple[str, ...]) -> str:
    """Return SQL for objects of the changed fields, now and before; nulls stay nulls.

    ``json_patch`` would drop the nulls, and a subtype does not pass a UNION: so each
    value travels as JSON text and is read again.
    """

    def told(row: str, name: str) -> str:
        column = f"{row}.{name}"
        return column if name in json_fields(record) else f"json_quote({column})"

    pairs = " UNION ALL ".join(
        f"SELECT '{f}' AS k, {told('new', f)} AS v, {told('old', f)} AS w "
        f"WHERE new.{f} IS NOT old.{f}"
        for f in fields
    )
    return (
        "(SELECT json_group_object(k, json(v)) AS now, "
        f"json_group_object(k, json(w)) AS was FROM ({pairs}))"
    )


def claims_sql(claims: Claims) -> str:
    """Return SQL for the list of what a new row claims.

    The shared database computes it from the merged row; one that is older believes it.
    """
    when = " AND ".join(
        f"new.{name} IN ({', '.join(map(repr, values))})"
        for name, values in claims.when.items()
    )
    resources = " UNION ALL ".join(
        f"SELECT '{kind}:' || new.{name} AS resource WHERE new.{name} IS NOT NULL"
        for kind, name in claims.resources.items()
    )

    def at(name: str) -> str:
        local = f"new.{claims.day} || 'T' || new.{name} || ':00{claims.offset}'"
        return f"(unixepoch({local})) * 1000"

    return (
        f"json(CASE WHEN {when or 'true'} THEN ("
        "SELECT json_group_array(json_object('resource', resource, "
        f"'from', {at(claims.begins)}, 'to', {at(claims.ends)})) "
        f"FROM ({resources})) ELSE '[]' END)"
    )


def _moved_claims(record: type[Record]) -> str | None:
    """Return SQL for the claims when they changed, else null: the key is left out."""
    claims = record.sync.claims
    if claims is None:
        return None
    return f"CASE WHEN {_any_changed(claims.fields)} THEN {claims_sql(claims)} END"


def _trigger(head: str, also: str, body: str) -> str:
    return f"CREATE TRIGGER {head} WHEN sync_applying() = 0 {also} BEGIN {body}; END"


def _op(name: str, kind: str, row: str, patch: str, claims: str | None) -> str:
    """Return the INSERT of one op; its text is written here and never made again."""
    op = (
        "json_object('dseq', next.dseq, "
        f"'base', sync_base('{name}', {row}.id), 'txn', sync_txn(), "
        f"'tbl', '{name}', 'row_id', {row}.id, 'kind', '{kind}', "
        f"'patch', json({patch}), 'user', sync_user(), 'at', sync_at(), "
        f"'ver', {SCHEMA_VERSION}, 'epoch', sync_epoch())"
    )
    if claims is not None:
        # A merge patch: a null on its right side leaves the key out.
        op = f"json_patch({op}, json_object('claims', json({claims})))"
    was = "moved.was" if patch == "moved.now" else "NULL"
    return (
        "INSERT INTO sync_outbox (dseq, tbl, row_id, op, at, was) "
        f"SELECT next.dseq, '{name}', {row}.id, {op}, sync_at(), {was} "
        f"FROM (SELECT {_NEXT} AS dseq) AS next"
    )
