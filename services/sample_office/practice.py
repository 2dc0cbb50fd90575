"""Opens the practice office, making it with its sample first."""

import shutil
from random import Random

from models.errors import PracticeSealBroken
from services.container import Opened, build_services, open_practice_signed_in
from services.core.actor import Actor
from services.core.clock import Clock, local
from services.core.config import OfficeFolder
from services.core.office import Office, open_office
from services.sample_office.city import add_city
from services.sample_office.clock import SampleClock
from services.sample_office.people import STAFF
from services.sample_office.week import Week
from services.trust.founding import found_practice
from services.trust.sign_in import PRACTICE_STAFF, open_practice

SEED = 1
PART = ".making"
YEARS_AROUND = 2


def open_practice_office(folder: OfficeFolder, clock: Clock) -> Opened:
    """Open the practice office of the folder; a missing one is made.

    Raises:
        PracticeSealBroken: The folder holds a real office.
    """
    if not folder.database.exists():
        make_practice_office(folder, clock)
    opened = open_practice_signed_in(folder, clock)
    if opened is None:
        raise PracticeSealBroken
    return opened


def make_practice_office(folder: OfficeFolder, clock: Clock, seed: int = SEED) -> None:
    """Make a practice office with its sample; half-made ones are begun anew.

    Args:
        folder: Where it will lie.
        clock: The sample ends at its present moment.
        seed: Equal seeds and moments make equal samples.

    Raises:
        OfficeExists: There is an office in the folder.
    """
    part = OfficeFolder(folder.path.with_name(folder.path.name + PART))
    shutil.rmtree(part.path, ignore_errors=True)
    found_practice(part, clock)
    key = open_practice(part)
    if key is None:
        raise PracticeSealBroken
    sample_clock = SampleClock(clock.now())
    office = open_office(part, key.key, sample_clock, practice=True)
    try:
        fill(office, sample_clock, Random(seed))  # noqa: S311 - a sample, no secret
    finally:
        office.close()
    folder.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    for made in part.path.iterdir():
        if made.is_file():
            made.replace(folder.path / made.name)
    shutil.rmtree(part.path)


def fill(office: Office, clock: SampleClock, random: Random) -> None:
    """Write the city, its staff, its calendar and a week of work."""
    now = clock.now()
    services, actor = build_services(office), Actor(PRACTICE_STAFF)
    year = local(now).year
    services.meetings.seed_calendar.run(actor)
    years = range(year - YEARS_AROUND, year + YEARS_AROUND)
    services.meetings.seed_holidays.run(actor, years)
    services.meetings.seed_elections.run(actor)
    for form in STAFF:
        services.trust.add_staff.run(actor, form)
    add_city(office.units, actor, random)
    Week(services, actor, clock, random, now).build()
