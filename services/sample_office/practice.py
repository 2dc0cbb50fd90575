"""Opens the practice office, making it with its sample first."""

from models.errors import OfficeFileMissing, PracticeSealBroken
from services.container import Opened, open_practice_signed_in
from services.core.clock import Clock
from services.core.config import OfficeFolder
from services.trust.founding import found_practice
from services.trust.sign_in import open_practice

SEED = 1
UNFINISHED = "sample.part"


def open_practice_office(
    folder: OfficeFolder, clock: Clock, seed: int = SEED
) -> Opened:
    """Open the practice office of the folder; a missing one is made.

    Raises:
        PracticeSealBroken: The folder holds a real office.
        OfficeFileMissing: It holds the keys of a real office whose file is gone.
    """
    _remove_unfinished(folder)
    if not folder.database.exists():
        _remove_lone_keys(folder)
        make_practice_office(folder, clock, seed)
    return _open(folder, clock)


def make_practice_office(folder: OfficeFolder, clock: Clock, seed: int = SEED) -> None:
    """Make the practice office of the folder with its sample.

    A mark stands in the folder until all is there, so that a program killed meanwhile
    leaves no half of a sample that looks whole.

    Raises:
        OfficeExists: There is an office in the folder; it was not touched.
    """
    from services.sample_office.build import fill  # noqa: PLC0415 - only the first time
    from services.sample_office.clock import SampleClock  # noqa: PLC0415 - see above

    moved = SampleClock(clock.now())
    found_practice(folder, moved)
    mark = folder.path / UNFINISHED
    mark.touch()
    opened = _open(folder, moved)
    try:
        fill(opened, moved, seed)
    finally:
        opened.close()
    mark.unlink()


def _remove_unfinished(folder: OfficeFolder) -> None:
    """Remove a practice office whose making was cut off; never a real one."""
    mark = folder.path / UNFINISHED
    if not mark.exists():
        return
    if open_practice(folder) is None:
        raise PracticeSealBroken
    for path in (*folder.path.glob("office.db*"), folder.keys, mark):
        path.unlink(missing_ok=True)


def _remove_lone_keys(folder: OfficeFolder) -> None:
    """Remove the keys of a practice office whose file is gone; never real ones."""
    if not folder.keys.exists():
        return
    if open_practice(folder) is None:
        raise OfficeFileMissing
    folder.keys.unlink()


def _open(folder: OfficeFolder, clock: Clock) -> Opened:
    opened = open_practice_signed_in(folder, clock)
    if opened is None:
        raise PracticeSealBroken
    return opened
