"""Encrypted copies of the office file, made while it is in use and checked after."""

from pathlib import Path

from models.errors import FileDamaged
from services.core.database import connect, office_errors


def copy_office(path: Path, key: bytes, mark: str) -> Path:
    """Copy the file beside itself; return the copy.

    The copy has the same key, holds every committed row and is opened and checked.

    Raises:
        FileDamaged: The copy did not pass its check; it is left for inspection.
        DiskFull: There is no room for it.
    """
    target = path.with_name(f"{path.stem}-{mark}{path.suffix}")
    write_copy(path, key, target)
    return target


def write_copy(path: Path, key: bytes, target: Path) -> None:
    """Write a checked copy of the file to ``target``, replacing it when whole.

    Raises:
        FileDamaged: The copy did not pass its check.
        DiskFull: There is no room for it.
        OSError: The place takes no file.
    """
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)  # refused in words of the place, not of the office file
    with office_errors():
        source = connect(path, key, mode="ro")
        try:
            copy = connect(part, key, mode="rwc")
            try:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
                (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
            finally:
                copy.close()
        finally:
            source.close()
    if verdict != "ok":
        raise FileDamaged(why="copy_failed")
    part.replace(target)
