"""Opens the practice office, making it with its sample first."""

from models.errors import PracticeSealBroken
from services.container import Opened, open_practice_signed_in
from services.core.clock import Clock
from services.core.config import OfficeFolder
from services.trust.founding import found_practice


def open_practice_office(folder: OfficeFolder, clock: Clock) -> Opened:
    """Open the practice office of the folder; a missing one is made.

    Raises:
        PracticeSealBroken: The folder holds a real office.
    """
    if not folder.database.exists():
        found_practice(folder, clock)
    opened = open_practice_signed_in(folder, clock)
    if opened is None:
        raise PracticeSealBroken
    return opened
