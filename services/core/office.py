"""Makes and opens the office file."""

from contextlib import ExitStack
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.errors import (
    FileDamaged,
    OfficeExists,
    OfficeFileMissing,
    OfficeMissing,
    PracticeSealBroken,
)
from models.sync import SyncState
from models.trust import LocalFact
from models.values import DeskProfile
from services.core.clock import Clock
from services.core.config import OfficeFolder, install_id
from services.core.database import (
    Begin,
    office_errors,
    open_engine,
    refuse_plain_file,
)
from services.core.events import EventBus
from services.core.schema import bring_up, present
from services.core.undo import UndoStack
from services.core.unit_of_work import UnitOfWork

PRACTICE_SEAL = "practice"
PROVISIONAL = "임"  # marks the numbers of a desk that is not enrolled (decision 10)


@dataclass(frozen=True, slots=True)
class Founding:
    """How a fresh office begins.

    Attributes:
        letter: The desk's letter, provisional until a server reserved it.
        practice: Sealed into the file; such an office signs in by itself.
    """

    letter: str = "A"
    profile: DeskProfile = DeskProfile.OFFICE
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """An open office file and what every room needs of it."""

    folder: OfficeFolder
    key: bytes
    practice: bool
    readers: Engine
    writers: Engine
    units: UnitOfWork
    bus: EventBus
    undo: UndoStack
    clock: Clock
    closing: ExitStack

    def close(self) -> None:
        """Close every connection; nothing is pending, each save was durable."""
        self.closing.close()

    def __repr__(self) -> str:
        return "<Office>"


def provisional_label(letter: str, install: str) -> str:
    """Return the mark of a desk that no server knows yet, such as ``임A7f``."""
    return f"{PROVISIONAL}{letter}{install[:2]}"


def found_office(folder: OfficeFolder, key: bytes, founding: Founding) -> None:
    """Make the office file.

    Raises:
        OfficeExists: There is one already; it was not touched.
        ReadOnly: The folder takes no files.
    """
    if folder.database.exists():
        raise OfficeExists
    install = install_id(folder)
    with office_errors():
        engine = open_engine(folder.database, key, Begin.WRITE, mode="rwc")
        try:
            bring_up(engine, folder.database, key)
            with Session(engine) as session, session.begin():
                session.add(
                    SyncState(
                        one=1,
                        install_id=install,
                        label=provisional_label(founding.letter, install),
                        profile=founding.profile.value,
                    )
                )
                sealed = "1" if founding.practice else "0"
                session.add(LocalFact(key=PRACTICE_SEAL, value=sealed))
        finally:
            engine.dispose()
    folder.database.chmod(0o600)


def open_office(
    folder: OfficeFolder, key: bytes, clock: Clock, *, practice: bool
) -> Office:
    """Open the office file, bringing an older one to this program's schema.

    Raises:
        OfficeMissing: There is no file; an ``OfficeFileMissing`` where its keys are.
        FileDamaged: It cannot be read with this key, or is not encrypted.
        NewerOffice: A newer program wrote it.
        PracticeSealBroken: Folder and file disagree about being practice.
    """
    if not folder.database.exists():
        raise OfficeFileMissing if folder.keys.exists() else OfficeMissing
    refuse_plain_file(folder.database)
    closing = ExitStack()
    with office_errors():
        writers = open_engine(folder.database, key, Begin.WRITE)
        closing.callback(writers.dispose)
        readers = open_engine(folder.database, key, Begin.READ)
        closing.callback(readers.dispose)
        try:
            _require_founded(readers)
            bring_up(writers, folder.database, key)
            _check_seal(readers, practice=practice)
        except BaseException:
            closing.close()
            raise
    bus, undo = EventBus(), UndoStack()
    bus.subscribe(undo.hear)
    units = UnitOfWork(readers, writers, clock, bus, undo)
    return Office(
        folder, key, practice, readers, writers, units, bus, undo, clock, closing
    )


def _require_founded(readers: Engine) -> None:
    """Refuse an empty file: an office that lost everything is not a new one."""
    with readers.connect() as connection:
        if present(connection) is None:
            raise FileDamaged(why="empty")


def _check_seal(readers: Engine, *, practice: bool) -> None:
    with Session(readers) as session:
        sealed = session.scalar(
            select(LocalFact.value).where(LocalFact.key == PRACTICE_SEAL)
        )
    if (sealed == "1") != practice:
        raise PracticeSealBroken


def is_whole(engine: Engine) -> bool:
    """Whether the file passes SQLite's own integrity check."""
    try:
        with engine.connect() as connection:
            (verdict,) = connection.exec_driver_sql("PRAGMA integrity_check(1)").one()
    except DBAPIError:
        return False
    return bool(verdict == "ok")
