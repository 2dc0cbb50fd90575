"""Practice offices of a size, made once, kept for as long as the schema is the same."""

import hashlib
import shutil
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from models.base import new_id
from models.reception import Person
from models.values import Matter, Permission, PersonId, Subject
from services.container import Opened, open_practice_signed_in
from services.core.clock import SystemClock
from services.core.config import OfficeFolder
from services.core.database import connect
from services.reception.values import CheckInForm
from services.sample_office.grow import grow
from services.sample_office.practice import make_practice_office
from services.trust.founding import found_practice

ROOT = Path(__file__).parents[2]
PEOPLE = 100_000
OPEN_MATTERS = 300
SEED = 1
_SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
_SYLLABLES = "가나다라마바사아자하고노도로모보소유주후기니미비시우경민준은"
_PIECE = 5_000


def grown_office(cache: Path, visits: int) -> OfficeFolder:
    """Return a practice office with so many ended visits."""

    def make(folder: OfficeFolder) -> None:
        found_practice(folder, SystemClock())
        with_opened(folder, lambda opened: _grow(opened, visits))

    return _kept(cache, f"visits-{visits}", make)


def crowded_office(cache: Path) -> OfficeFolder:
    """Return an office that knows 100,000 people, 300 of them with an open matter."""

    def make(folder: OfficeFolder) -> None:
        found_practice(folder, SystemClock())
        with_opened(folder, _crowd)

    return _kept(cache, f"people-{PEOPLE}", make)


def sample_office(cache: Path) -> OfficeFolder:
    """Return the practice office with its sample week, as `make run` shows it."""

    def make(folder: OfficeFolder) -> None:
        make_practice_office(folder, SystemClock())

    return _kept(cache, "sample", make)


def opened_office(folder: OfficeFolder) -> Opened:
    """Return the practice office of the folder, open and signed in."""
    opened = open_practice_signed_in(folder, SystemClock())
    if opened is None:
        raise LookupError(folder)
    return opened


def with_opened(folder: OfficeFolder, work: Callable[[Opened], object]) -> None:
    """Open the office, do the work, close it."""
    opened = opened_office(folder)
    try:
        work(opened)
    finally:
        opened.close()


def raw_connection(folder: OfficeFolder, key: bytes) -> Any:
    """Return a bare connection to an office file, with the settings of the program."""
    return connect(folder.database, key, mode="rw")


def _kept(cache: Path, name: str, make: Callable[[OfficeFolder], None]) -> OfficeFolder:
    folder = OfficeFolder(cache / _schema_key() / name)
    if not folder.database.exists():
        for old in cache.glob("schema-*"):
            if old.name != _schema_key():
                shutil.rmtree(old)
        part = OfficeFolder(folder.path.with_name(f"{name}.part"))
        shutil.rmtree(part.path, ignore_errors=True)
        part.path.parent.mkdir(parents=True, exist_ok=True)
        make(part)
        part.path.replace(folder.path)
    return folder


def _schema_key() -> str:
    """Return a name that changes when tables, triggers or the making change."""
    core = ROOT / "services" / "core"
    making = (*(ROOT / "services" / "sample_office").glob("*.py"), Path(__file__))
    triggers = (core / name for name in ("capture.py", "search_tables.py", "walls.py"))
    told = hashlib.sha256()
    for path in sorted((*(ROOT / "models").rglob("*.py"), *triggers, *making)):
        told.update(path.read_bytes())
    return f"schema-{told.hexdigest()[:12]}"


def _grow(opened: Opened, visits: int) -> None:
    units = opened.services.office.units
    grow(units, opened.actor, visits, SEED, lambda _done, _all: None)


def _names() -> tuple[str, ...]:
    """Return names of three syllables, mixed by chance but always the same."""
    chance = Random(SEED)  # noqa: S311 - names for a bench, no secret
    chosen = (
        (chance.choice(_SURNAMES), *chance.choices(_SYLLABLES, k=2))
        for _ in range(PEOPLE)
    )
    return tuple("".join(letters) for letters in chosen)


def _crowd(opened: Opened) -> None:
    office = opened.services.office
    rows = (
        {"name": name, "phone": f"010{n * 7919 % 100_000_000:08}"}
        for n, name in enumerate(_names())
    )
    while piece := list(islice(rows, _PIECE)):
        with office.units.begin(opened.actor, Permission.VISIT_CHECK_IN) as work:
            made = {"created_at": work.now, "created_by": opened.actor.staff_id}
            told = [{"id": new_id(), **made, **row} for row in piece]
            work.session.execute(insert(Person), told)
    for person_id in _some(opened):
        form = CheckInForm(
            matter=Matter.SUGGESTION,
            subject=Subject.PARKS,
            person_id=person_id,
            title="공원 조명",
        )
        opened.services.reception.check_in.run(opened.actor, form)


def _some(opened: Opened) -> tuple[PersonId, ...]:
    """Return people spread over all names, as many as have an open matter."""
    units = opened.services.office.units
    with units.read(opened.actor, Permission.PERSON_SEARCH) as reading:
        total = reading.session.scalar(select(func.count()).select_from(Person)) or 0
        ids = reading.session.scalars(select(Person.id).order_by(Person.id)).all()
        return tuple(PersonId(i) for i in ids[:: total // OPEN_MATTERS])
