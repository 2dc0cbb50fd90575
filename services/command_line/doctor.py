"""doctor: what is well with an office and what is not, and what to do about it."""

import argparse
import platform
import shutil
import sqlite3
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.trust import AccessEntry
from services.command_line.fact_words import fact_lines
from services.command_line.opening import opened_office
from services.command_line.speaking import DONE, REFUSED, Answer
from services.container import Opened
from services.core import schema
from services.core.access_log import first_break
from services.core.office import is_whole
from services.core.texts import gettext as _

LEAST_FREE_MIB = 500
WINDOW = "PySide6-Essentials"


def doctor(asked: argparse.Namespace) -> Answer:
    """Say what is well and what is not; nothing is changed."""
    with opened_office(asked) as opened:
        facts = _facts(opened)
    halted = str(facts["halted"])
    wrong = [*warnings(facts)]
    if halted:  # the reason that follows says what to do
        wrong.append(_("Sync has stopped until somebody looks at it."))
    sentence = _("Something is wrong; see the list.") if wrong else _("All is well.")
    return Answer(
        "\n".join((sentence, *(f"! {one}" for one in wrong))),
        {"well": not wrong, **facts},
        REFUSED if wrong else DONE,
        reason=halted,
        details=fact_lines(facts | {"halted": bool(halted)}),
    )


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


def warnings(facts: Mapping[str, object]) -> tuple[str, ...]:
    """Return what is not as it should be, each with what to do about it."""
    free = facts["free_mib"]
    found = (
        (
            not facts["file_whole"],
            _(
                "The office file is damaged: keep it, and put the last backup back into "
                "an empty folder with 'restore FILE'."
            ),
        ),
        (
            facts["log_breaks_at"] is not None,
            _(
                "The access log was altered: keep the office folder and its backups as "
                "they are, and tell the privacy officer."
            ),
        ),
        (
            bool(facts["clock_behind"]),
            _(
                "This computer's clock is earlier than the last entry of the office. "
                "Set the clock right before you receive a petition: its day counts."
            ),
        ),
        (
            facts["certificate_ends"] is not None,
            _(
                "The certificate of this desk ends soon, or has ended: have a new one "
                "made with 'server renew', then run 'enrol' with it."
            ),
        ),
        (
            bool(facts["pair_refused"]),
            _("PySide6 6.12 does not work with Python 3.11; install 6.11.2."),
        ),
        (
            isinstance(free, int) and free < LEAST_FREE_MIB,
            _(
                "There is little room left on the disk. Free some room before it is full."
            ),
        ),
    )
    return tuple(sentence for is_wrong, sentence in found if is_wrong)


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
