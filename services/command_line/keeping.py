"""backup and restore: that the office is there tomorrow."""

import argparse
import shutil
from collections.abc import Mapping
from pathlib import Path

from models.errors import BackupUnusable, FileDamaged, OfficeExists
from models.values import AccessAction, Permission
from services.command_line.opening import folder_of, opened_office, refuse_existing
from services.command_line.speaking import Answer
from services.core.access_log import Access
from services.core.backup import write_copy
from services.core.config import OfficeFolder, write_whole
from services.core.office import is_whole
from services.core.texts import gettext as _

KEYS = "keys.json"


def backup(asked: argparse.Namespace) -> Answer:
    """Write an encrypted copy with the wraps of its key beside it (decision 13).

    The copy holds the line of the log that says it was made.
    """
    target: Path = asked.file
    refuse_existing(target, replaced=asked.replace)
    with opened_office(asked) as opened:
        office = opened.services.office
        with office.units.begin(opened.actor, Permission.BACKUP) as work:
            work.log(Access(AccessAction.BACKUP))
        write_copy(office.folder.database, office.key, target)
        keys = keys_of(target)
        write_whole(keys, office.folder.keys.read_bytes(), mode=0o600)
    return Answer(
        _("The backup is in {file} and {keys}; keep both together.").format(
            file=target, keys=keys.name
        ),
        {"file": str(target), "keys": str(keys)},
    )


def restore(asked: argparse.Namespace) -> Answer:
    """Put a backup where no office file is and open it once, to be sure of it.

    Keys that are there stay, as they open more accounts than those of the backup.  It
    becomes a new desk at its next sync.  If it does not open, nothing is left of it.
    """
    folder = folder_of(asked)
    source: Path = asked.file
    if folder.database.exists():
        raise OfficeExists
    source.open("rb").close()  # refused in words of the place
    copied = {folder.database: source}
    if not folder.keys.exists():
        if not keys_of(source).is_file():
            raise BackupUnusable(why="keys")
        copied[folder.keys] = keys_of(source)
    try:
        _put_back(folder, copied)
        _require_whole(asked)
    except BaseException as error:
        _remove(folder, copied)
        if isinstance(error, FileDamaged):
            raise BackupUnusable(why="damaged") from error
        raise
    return Answer(
        _("The backup is back in {folder}.").format(folder=folder.path),
        {"office": str(folder.path)},
    )


def _put_back(folder: OfficeFolder, copied: Mapping[Path, Path]) -> None:
    folder.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    for to, file in copied.items():
        to.touch(mode=0o600)  # before there is anything in it to read
        shutil.copyfile(file, to)


def _require_whole(asked: argparse.Namespace) -> None:
    """Open the office that was put back, and read all of it.

    Raises:
        FileDamaged: It is not whole.
    """
    with opened_office(asked) as opened:
        if not is_whole(opened.services.office.readers):
            raise FileDamaged(why="restored")


def keys_of(backup_file: Path) -> Path:
    """Return where the wraps of a backup's key lie."""
    return backup_file.with_name(f"{backup_file.name}.{KEYS}")


def _remove(folder: OfficeFolder, copied: Mapping[Path, Path]) -> None:
    """Remove what this restore put there."""
    for path in (*folder.path.glob(f"{folder.database.name}*"), *copied):
        path.unlink(missing_ok=True)
