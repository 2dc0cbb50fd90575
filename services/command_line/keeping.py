"""backup, restore and doctor: that the office is there tomorrow."""

import argparse
import platform
import shutil
import sqlite3
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import FileDamaged, OfficeExists
from models.trust import AccessEntry
from models.values import AccessAction, Permission
from services.command_line.opening import folder_of, opened_office, refuse_existing
from services.command_line.speaking import DONE, REFUSED, Answer
from services.container import Opened
from services.core import schema
from services.core.access_log import Access, first_break
from services.core.backup import write_copy
from services.core.config import OfficeFolder, write_whole
from services.core.office import is_whole
from services.core.texts import gettext as _

KEYS = "keys.json"
LEAST_FREE_MIB = 500
WINDOW = "PySide6-Essentials"


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
    """Put a backup into an empty folder and open it once, to be sure of it.

    It becomes a new desk at its next sync.  If it does not open, nothing is left.
    """
    folder = folder_of(asked)
    source: Path = asked.file
    if folder.database.exists() or folder.keys.exists():
        raise OfficeExists
    if not source.is_file() or not keys_of(source).is_file():
        raise FileDamaged(why="backup")
    folder.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file, to in ((source, folder.database), (keys_of(source), folder.keys)):
        to.touch(mode=0o600)  # before there is anything in it to read
        shutil.copyfile(file, to)
    try:
        _require_whole(asked)
    except BaseException:
        _remove(folder)
        raise
    return Answer(
        _("The backup is back in {folder}.").format(folder=folder.path),
        {"office": str(folder.path)},
    )


def _require_whole(asked: argparse.Namespace) -> None:
    """Open the office that was put back, and read all of it.

    Raises:
        FileDamaged: It is not whole.
    """
    with opened_office(asked) as opened:
        if not is_whole(opened.services.office.readers):
            raise FileDamaged(why="backup")


def keys_of(backup_file: Path) -> Path:
    """Return where the wraps of a backup's key lie."""
    return backup_file.with_name(f"{backup_file.name}.{KEYS}")


def _remove(folder: OfficeFolder) -> None:
    """Remove what this restore put there."""
    for path in (*folder.path.glob(f"{folder.database.name}*"), folder.keys):
        path.unlink(missing_ok=True)


def doctor(asked: argparse.Namespace) -> Answer:
    """Say what is well and what is not; nothing is changed."""
    with opened_office(asked) as opened:
        facts = _facts(opened)
    wrong = _wrong(facts)
    sentence = _("Something is wrong; see the list.") if wrong else _("All is well.")
    lines = [sentence, *(f"! {one}" for one in wrong)]
    lines += [f"  {name}: {value}" for name, value in facts.items()]
    told = {"well": not wrong, **facts}
    return Answer("\n".join(lines), told, REFUSED if wrong else DONE)


def _facts(opened: Opened) -> dict[str, object]:
    office = opened.services.office
    standing = opened.services.today.standing.run(opened.actor)
    return {
        "office": str(office.folder.path),
        "practice": office.practice,
        "schema": schema.NEWEST,
        "python": platform.python_version(),
        "window": _version(WINDOW),
        "cipher": _cipher(opened),
        "sqlite_of_python": sqlite3.sqlite_version,
        "pair_refused": _is_bad_pair(),
        "file_whole": is_whole(office.readers),
        "log_breaks_at": _log_break(opened),
        "desk": standing.label,
        "enrolled": standing.enrolled,
        "halted": standing.halted,
        "certificate_ends": standing.certificate_ends
        and str(standing.certificate_ends),
        "to_send": standing.to_send,
        "to_decide": standing.to_decide,
        "clock_behind": opened.clock_behind,
        "free_mib": shutil.disk_usage(office.folder.path).free >> 20,
    }


def _wrong(facts: Mapping[str, object]) -> list[str]:
    """Return a sentence for each thing that is not as it should be."""
    free = facts["free_mib"]
    found = (
        (not facts["file_whole"], _("The office file is damaged.")),
        (facts["log_breaks_at"] is not None, _("The access log was altered.")),
        (
            bool(facts["clock_behind"]),
            _("This computer's clock is earlier than the last entry of the office."),
        ),
        (bool(facts["halted"]), _("Sync has stopped until somebody looks at it.")),
        (
            facts["certificate_ends"] is not None,
            _("The certificate of this desk ends soon, or has ended."),
        ),
        (
            bool(facts["pair_refused"]),
            _("PySide6 6.12 does not work with Python 3.11; install 6.11.2."),
        ),
        (
            isinstance(free, int) and free < LEAST_FREE_MIB,
            _("There is little room left on the disk."),
        ),
    )
    return [sentence for is_wrong, sentence in found if is_wrong]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _is_bad_pair() -> bool:
    """Say whether the window would abort (decision 1)."""
    major, minor = platform.python_version_tuple()[:2]
    old_python = (int(major), int(minor)) < (3, 12)
    return old_python and _version(WINDOW).startswith("6.12.")


def _cipher(opened: Opened) -> str:
    with opened.services.office.readers.connect() as connection:
        return str(connection.exec_driver_sql("PRAGMA cipher_version").scalar())


def _log_break(opened: Opened) -> str | None:
    """Return desk and line where an access log does not follow itself."""
    with Session(opened.services.office.readers) as session:
        desks = session.scalars(select(AccessEntry.desk).distinct()).all()
        for desk in desks:
            lines = session.scalars(
                select(AccessEntry)
                .where(AccessEntry.desk == desk)
                .order_by(AccessEntry.line)
                .execution_options(yield_per=1_000)
            )
            broken = first_break(lines)
            if broken is not None:
                return f"{desk}:{broken}"
    return None
