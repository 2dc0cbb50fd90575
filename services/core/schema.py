"""Brings an office file to this program's schema: refuse newer, copy older, verify.

Tables come from Alembic, one step a file; triggers are generated from the records and
made anew after each step, so that they always match the columns.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from models.errors import FileDamaged, NewerOffice
from services.core.backup import copy_office
from services.core.capture import capture_triggers
from services.core.search_tables import search_triggers
from services.core.walls import wall_triggers

MIGRATIONS = Path(__file__).parents[2] / "models" / "migrations"


def newest() -> str:
    """Return the revision that this program's records match."""
    head = _scripts().get_current_head()
    if head is None:
        raise LookupError("no migration")
    return head


def present(connection: Connection) -> str | None:
    """Return the revision of the file, or None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def bring_up(engine: Engine, path: Path, key: bytes) -> Path | None:
    """Migrate the file to the newest schema; do nothing when it is there.

    Args:
        engine: A writing engine on the file.
        path: The file, for the copy that is kept before an older one is changed.
        key: The database key.

    Returns:
        Where the copy of the older file lies, or None.

    Raises:
        NewerOffice: A newer program wrote the file; nothing was touched.
        FileDamaged: The file did not pass its check after the migration.
    """
    with engine.connect() as connection:
        found = present(connection)
    if found == newest():
        return None
    if found is not None and found not in _known():
        raise NewerOffice(found=found, known=newest())
    kept = None if found is None else copy_office(path, key, f"before-{newest()}")
    with engine.begin() as connection:
        _drop_triggers(connection)
        _upgrade(connection)
        make_triggers(connection)
        _check(connection)
    return kept


def make_triggers(connection: Connection) -> None:
    """Create every generated trigger."""
    for sql in (*capture_triggers(), *wall_triggers(), *search_triggers()):
        connection.exec_driver_sql(sql)


def _drop_triggers(connection: Connection) -> None:
    found = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    for (name,) in found.all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _known() -> frozenset[str]:
    return frozenset(script.revision for script in _scripts().walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _check(connection: Connection) -> None:
    """Refuse a file that is not whole; the transaction is then undone."""
    (verdict,) = connection.exec_driver_sql("PRAGMA quick_check(1)").one()
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if verdict != "ok" or orphans is not None:
        raise FileDamaged(why="check_failed")
