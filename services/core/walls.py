"""Rules that one desk must not break, kept by the office file itself.

Replicas carry no UNIQUE and no CHECK across fields: a row from another desk would
vanish on a clash.  So these triggers are silent while a remote change is applied;
clashes between desks are shown to a person instead.
"""

from collections.abc import Iterator

from models.registry import records
from services.core.capture import table_of


def wall_triggers() -> Iterator[str]:
    """Yield the triggers that refuse, as SQL."""
    for record in records():
        if record.sync.insert_only:
            yield from _insert_only(table_of(record).name)
    yield from _double_booking("host")
    yield from _double_booking("room")
    yield _taken("visit", ("day", "letter", "number"), "waiting_number")
    yield _taken("petition", ("year", "desk", "serial"), "receipt_number")
    yield _taken("staff", ("login",), "login")
    yield _taken("access_entry", ("desk", "line"), "access_line")


def _insert_only(name: str) -> Iterator[str]:
    for verb in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {name}_stays_{verb.lower()} BEFORE {verb} ON {name} "
            "WHEN sync_applying() = 0 BEGIN "
            f"SELECT RAISE(ABORT, 'insert_only:{name}'); END"
        )


def _double_booking(resource: str) -> Iterator[str]:
    """Yield walls for one confirmed meeting at a time; a stated reason opens them."""
    column = f"{resource}_id"
    for verb in ("INSERT", "UPDATE"):
        yield (
            f"CREATE TRIGGER meeting_{resource}_{verb.lower()} "
            f"BEFORE {verb} ON meeting WHEN sync_applying() = 0 "
            "AND new.state = 'confirmed' AND new.overlap_reason IS NULL BEGIN "
            f"SELECT RAISE(ABORT, 'double_booking:{resource}') FROM meeting AS other "
            "WHERE other.id <> new.id AND other.state = 'confirmed' "
            "AND other.day = new.day AND other.starts_at < new.ends_at "
            f"AND new.starts_at < other.ends_at AND other.{column} = new.{column} "
            "LIMIT 1; END"
        )


def _taken(table: str, columns: tuple[str, ...], what: str) -> str:
    same = " AND ".join(f"other.{c} = new.{c}" for c in columns)
    return (
        f"CREATE TRIGGER {table}_{what}_taken BEFORE INSERT ON {table} "
        "WHEN sync_applying() = 0 BEGIN "
        f"SELECT RAISE(ABORT, 'taken:{what}') FROM {table} AS other "
        f"WHERE {same} LIMIT 1; END"
    )
