"""Brings an office file to this program's schema: refuse newer, copy older, verify.

Tables come from Alembic, one step a file; triggers are generated from the records and
made anew after each step, so that they always match the columns.  Alembic takes a tenth
of the start, so it is imported only for a file that has to change.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect

from models.errors import FileDamaged, NewerOffice
from services.core.backup import copy_office
from services.core.capture import capture_triggers
from services.core.search_tables import search_triggers
from services.core.walls import wall_triggers

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parents[2] / "models" / "migrations"
NEWEST = "0004"  # the head of the migrations, which this program's records match


def present(connection: Connection) -> str | None:
    """Return the revision of the file, or None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
    revision: str | None = found.scalar()
    return revision


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
    if found == NEWEST:
        return None
    if found is not None and found not in _known():
        raise NewerOffice(found=found, known=NEWEST)
    kept = None if found is None else copy_office(path, key, f"before-{NEWEST}")
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


def _known() -> frozenset[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see the module's docstring

    scripts = ScriptDirectory.from_config(_config())
    return frozenset(script.revision for script in scripts.walk_revisions())


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - see the module's docstring

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - see the module's docstring

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _check(connection: Connection) -> None:
    """Refuse a file that is not whole; the transaction is then undone."""
    (verdict,) = connection.exec_driver_sql("PRAGMA quick_check(1)").one()
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if verdict != "ok" or orphans is not None:
        raise FileDamaged(why="check_failed")
