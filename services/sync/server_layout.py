"""How the shared database is laid out: numbered SQL, table rules, roles and rights.

Statements of the administration, each inside the transaction it is given.  What they
are for is told in ``server.py``.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import resources
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from models.base import Claims
from services.sync.gateway import ForeignServer
from services.sync.table_spec import TableSpec

Work = psycopg.Connection[Any]

PUBLISHED = (
    "hello(uuid, bigint, bigint, bigint, bytea, int)",
    "push(text[])",
    "quarantine(bigint, text, text)",
    "pull(bigint, int)",
    "bootstrap(text, uuid, int)",
    "open_conflicts(bigint, int)",
    "state_digest(text)",
    "desk_letters()",
    "bucket_digests(text, jsonb)",
    "mend(text, int)",
    "bucket(text, int, uuid, int)",
    "common(bigint[], bytea[])",
    "held(int, bigint[], bytea[])",
    "begin_after(bigint)",
)
DESK_SETTINGS = {
    "statement_timeout": "30s",
    "lock_timeout": "20s",
    "idle_in_transaction_session_timeout": "5s",
}
DESK_CONNECTIONS = 2
_LONGEST_STEM = 40  # of 63 bytes that a role's name may have


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered SQL file."""

    number: int
    name: str
    text: LiteralString = field(repr=False)


def steps() -> tuple[Step, ...]:
    """Return the numbered SQL files in order."""
    folder = resources.files("resources") / "sql"
    named = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    return tuple(Step(int(f.name[:3]), f.name, f.read_text("utf-8")) for f in named)


def apply(work: Work, owner: str, found: int) -> int:
    """Run the files newer than ``found`` as the owner; return how many."""
    newer = [step for step in steps() if step.number > found]
    run(work, "set local role {}", owner)
    for step in newer:
        work.execute(step.text)
        work.execute(
            "insert into sync.version (version, file) values (%s, %s)",
            (step.number, step.name),
        )
    work.execute("reset role")
    return len(newer)


def declare(work: Work, tables: Sequence[TableSpec]) -> None:
    """Set the rules of the listed tables; an unlisted one keeps its own."""
    for table in tables:
        work.execute(
            "insert into sync.tbl (tbl, scope, rules) values (%s, %s, %s::jsonb)"
            " on conflict (tbl) do update"
            " set scope = excluded.scope, rules = excluded.rules",
            (table.name, table.scope, json.dumps(_rules(table))),
        )


def _rules(table: TableSpec) -> dict[str, object]:
    return {
        "group": {f: name for name, fields in table.groups.items() for f in fields},
        "members": {name: list(fields) for name, fields in table.groups.items()},
        "last": dict.fromkeys(table.last_wins, True),
        "rank": {
            name: {
                value: rank
                for rank, step in enumerate(steps)
                for value in ((step,) if isinstance(step, str) else step)
            }
            for name, steps in table.forward.items()
        },
        **({} if table.claims is None else _claim_rules(table.claims)),
        **({"only_added": True} if table.insert_only else {}),
    }


def _claim_rules(claims: Claims) -> dict[str, object]:
    return {"claim": list(claims.fields), "claims": asdict(claims)}


def protect(work: Work, owner: str, group: str) -> None:
    """Leave desks the published functions and nothing else."""
    database = database_of(work)
    run(work, "revoke all on database {} from public", database)
    run(work, "grant connect on database {} to {}", database, group)
    work.execute("revoke create on schema public from public")
    run(work, "set local role {}", owner)
    work.execute("revoke all on schema sync from public")
    work.execute("revoke all on all tables in schema sync from public")
    work.execute("revoke all on all functions in schema sync from public")
    run(work, "grant usage on schema sync to {}", group)
    for function in PUBLISHED:
        run(work, f"grant execute on function sync.{function} to {{}}", group)
    work.execute("reset role")


def create_desk_role(work: Work, role: str, group: str, password: str) -> None:
    """Create a login that may do what desks may, within their limits."""
    create_role(work, role, password)
    run(work, "grant {} to {}", group, role)


def change_password(work: Work, role: str, password: str) -> None:
    """Give a login another password."""
    work.execute(
        sql.SQL("alter role {} password {}").format(
            sql.Identifier(role), sql.Literal(_hashed(work, role, password))
        )
    )


def _hashed(work: Work, role: str, password: str) -> str:
    """Return the password hashed here, so that no server log can ever hold it."""
    told = work.pgconn.encrypt_password(
        password.encode(), role.encode(), b"scram-sha-256"
    )
    return told.decode()


def create_role(work: Work, role: str, password: str) -> None:
    """Create a login within the limits of a desk, which may do nothing yet."""
    work.execute(
        sql.SQL("create role {} login password {}").format(
            sql.Identifier(role), sql.Literal(_hashed(work, role, password))
        )
    )
    set_limits(work, role)


def set_limits(work: Work, role: str) -> None:
    """Give a login the limits of a desk."""
    work.execute(
        sql.SQL("alter role {} connection limit {}").format(
            sql.Identifier(role), sql.Literal(DESK_CONNECTIONS)
        )
    )
    for name, value in DESK_SETTINGS.items():
        work.execute(
            sql.SQL("alter role {} set {} = {}").format(
                sql.Identifier(role), sql.Identifier(name), sql.Literal(value)
            )
        )


def amounts_wrong(work: Work) -> Mapping[str, int]:
    """Return by finding how much of it there is."""
    questions: Mapping[str, LiteralString] = {
        "log_incomplete": "select (select seq from sync.head) - count(*) from sync.log",
        "chain_broken": "select coalesce(sync.chain_fault(), 0)",
        "overlaps": "select count(*) from sync.open_overlaps()",
        "quarantined": "select count(*) from sync.quarantine q join sync.desk d"
        " using (desk_id) where q.error <> 'out_of_scope' or d.profile <> 'city'",
        "unpublished_rights": "select count(*) from information_schema.table_privileges"
        " p, sync.place where p.table_schema = 'sync' and p.grantee in"
        " ('PUBLIC', desk_group::text)",
    }
    return {code: must(work, question)[0] for code, question in questions.items()}


def stem_of(database: str) -> str:
    """Return the front of the office's role names, short and without clashes."""
    if len(database.encode()) <= _LONGEST_STEM:
        return database
    short = database.encode()[: _LONGEST_STEM - 9].decode(errors="ignore")
    return f"{short}_{hashlib.sha256(database.encode()).hexdigest()[:8]}"


def database_of(work: Work) -> str:
    """Return the name of the database at hand."""
    return str(must(work, "select current_database()")[0])


def schema_exists(work: Work) -> bool:
    """Return whether there is a ``sync`` schema, ours or not."""
    return bool(must(work, "select to_regnamespace('sync') is not null")[0])


def is_ours(work: Work) -> bool:
    """Return whether the ``sync`` schema is this program's."""
    found = must(
        work,
        "select count(*) = 2 from pg_class where relname in ('place', 'head')"
        " and relnamespace = to_regnamespace('sync')",
    )
    return bool(found[0])


def role_exists(work: Work, role: str) -> bool:
    """Return whether the cluster has that role."""
    return one(work, "select 1 from pg_roles where rolname = %s", role) is not None


def place_of(work: Work) -> tuple[str, str]:
    """Return the owner's and the desks' role, or refuse a foreign database."""
    if not schema_exists(work) or not is_ours(work):
        raise ForeignServer
    owner, group = must(work, "select owner_role, desk_group from sync.place")
    return owner, group


def version_of(work: Work) -> int:
    """Return the number of the last SQL file applied; 0 before the first."""
    return int(must(work, "select coalesce(max(version), 0) from sync.version")[0])


def one(work: Work, question: LiteralString, *values: object) -> tuple[Any, ...] | None:
    """Return the first row of the answer, or None."""
    answer: tuple[Any, ...] | None = work.execute(question, values).fetchone()
    return answer


def must(work: Work, question: LiteralString) -> tuple[Any, ...]:
    """Return the one row that has to be there."""
    answer = one(work, question)
    if answer is None:
        raise ForeignServer
    return answer


def run(work: Work, text: LiteralString, *names: str) -> None:
    """Run a statement with names put in as identifiers."""
    work.execute(sql.SQL(text).format(*map(sql.Identifier, names)))
