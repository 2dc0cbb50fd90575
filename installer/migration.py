"""Writes the next migration from the records: python installer/migration.py "words"."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from services.core.database import Begin, new_key, open_engine  # noqa: E402 - after path


def main(message: str) -> None:
    """Write one step that leads from the newest migration to the records."""
    config = Config()
    folder = ROOT / "models" / "migrations"
    config.set_main_option("script_location", str(folder))
    number = len(list((folder / "versions").glob("[0-9]*.py"))) + 1
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "scratch.db"
        engine = open_engine(path, new_key(), Begin.WRITE, mode="rwc")
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")
        engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
