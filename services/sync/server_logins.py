"""The logins of desks and of the importer: their limits, and who stands in the way.

A login may change its own limits; PostgreSQL has no right against that.  So an upgrade
sets them again, and a check tells of them and of a push that does not end.
"""

from collections.abc import Sequence

import psycopg

from services.sync.server_layout import (
    DESK_CONNECTIONS,
    DESK_SETTINGS,
    Work,
    database_of,
    must,
    run,
    set_limits,
)

IMPORTER_ONLY = (
    "hello_signed(int, text, bytea)",
    "push_signed(int, text, bigint, bytea[], bytea, int, text[], text)",
    "pull_for(int, bigint, int)",
)
LONGEST_PUSH_S = 60  # a push that takes longer was held open on purpose


def allow_importer(work: Work, owner: str, role: str) -> None:
    """Give the importer's login what it needs, and nothing else."""
    run(work, "grant connect on database {} to {}", database_of(work), role)
    run(work, "set local role {}", owner)
    run(work, "grant usage on schema sync to {}", role)
    for function in IMPORTER_ONLY:
        run(work, f"grant execute on function sync.{function} to {{}}", role)
    work.execute("reset role")


def importers(work: Work) -> tuple[str, ...]:
    """Return the logins that may enter sticks, whatever the database is called now."""
    rows = work.execute(
        "select r.rolname from pg_proc p, aclexplode(p.proacl) a"
        " join pg_roles r on r.oid = a.grantee"
        " where p.pronamespace = 'sync'::regnamespace and p.proname = 'push_signed'"
        " and a.grantee <> p.proowner"
    )
    return tuple(role for (role,) in rows)


def settle_logins(work: Work, owner: str) -> None:
    """Let the importer in again, and put back the limits that a login changed."""
    for role in importers(work):
        allow_importer(work, owner, role)
    for role in limits_changed(work):
        try:
            with work.transaction():
                for (database,) in work.execute(
                    "select d.datname from pg_db_role_setting s"
                    " join pg_database d on d.oid = s.setdatabase"
                    " join pg_roles r on r.oid = s.setrole where r.rolname = %s",
                    (role,),
                ).fetchall():
                    run(work, "alter role {} in database {} reset all", role, database)
                run(work, "alter role {} reset all", role)
                set_limits(work, role)
        except psycopg.errors.InsufficientPrivilege:
            continue  # a superuser made it; a check goes on telling of it


def limits_changed(work: Work) -> Sequence[str]:
    """Return the logins whose limits are not those that they were given."""
    limits = sorted(f"{name}={value}" for name, value in DESK_SETTINGS.items())
    rows = work.execute(
        "select r.rolname from pg_roles r where (r.rolname = any(%s) or r.rolname in"
        " (select db_role from sync.desk where status = 'active')) and"
        " (r.rolconnlimit <> %s or %s::text[] is distinct from"
        ' (select array_agg(c order by c collate "C") from unnest(r.rolconfig) c)'
        " or exists (select from pg_db_role_setting s where s.setrole = r.oid"
        " and s.setdatabase <> 0)) order by 1",
        (list(importers(work)), DESK_CONNECTIONS, limits),
    )
    return [role for (role,) in rows]


def shut_out(work: Work, group: str) -> int:
    """Return how many of those who must come in may not connect."""
    (amount,) = work.execute(
        "select count(*) from unnest(%s::text[]) role"
        " where not has_database_privilege(role, current_database(), 'connect')",
        ([group, *importers(work)],),
    ).fetchone() or (0,)
    return int(amount)


def head_held(work: Work) -> tuple[str, int]:
    """Return who keeps all others from handing in, and for how many seconds by now.

    Nobody and nought, unless it is longer than any push takes.
    """
    holders = work.execute(
        "select distinct a.usename::text from pg_locks l join pg_stat_activity a"
        " using (pid) where l.relation = 'sync.head'::regclass and l.granted"
        " and l.mode <> 'AccessShareLock' and l.pid <> pg_backend_pid()"
        " and not exists (select from pg_locks w where w.pid = l.pid and not w.granted)"
    ).fetchall()
    for (role,) in holders:
        seconds = _open_for(work, role)
        if seconds >= LONGEST_PUSH_S:
            return role, max(seconds, 1)
    return "", 0


def _open_for(work: Work, role: str) -> int:
    """Return how long a login's oldest transaction is open; nought where it is hidden."""
    try:
        with work.transaction(force_rollback=True):
            run(work, "grant {} to current_user", role)  # else its times are hidden
            (seconds,) = work.execute(
                "select coalesce(max(extract(epoch from clock_timestamp()"
                " - xact_start)), 0)::int from pg_stat_activity where usename = %s",
                (role,),
            ).fetchone() or (0,)
    except psycopg.errors.InsufficientPrivilege:
        return 0
    return int(seconds)


def kept_in_scope(work: Work) -> int:
    """Return how many changes of city desks stayed where they were made, as they must."""
    return int(
        must(
            work,
            "select count(*) from sync.quarantine q join sync.desk d using (desk_id)"
            " where q.error = 'out_of_scope' and d.profile = 'city'",
        )[0]
    )
