"""Opens an office in the background, and only then imports what opening needs.

The sign-in is on the screen before the database, the driver and the paper are
imported; this is where they are.
"""

import gc
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from services.core.cancellation import Cancellation
from services.core.clock import Clock
from services.core.config import OfficeFolder

if TYPE_CHECKING:
    from services.container import Opened
    from services.sync.conversation import RoundReport


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens one office folder, with a password or, for practice, without."""

    folder: OfficeFolder
    clock: Clock
    make_practice: bool = False

    def logins(self) -> tuple[str, ...]:
        """Return the accounts of this desk.

        Raises:
            OfficeMissing: There is no office in the folder.
            FileDamaged: The key ring cannot be read.
        """
        from services.trust.key_ring import read_ring  # noqa: PLC0415 - see the module's docstring

        return read_ring(self.folder).logins

    def is_practice(self) -> bool:
        """Whether the office signs in by itself."""
        if self.make_practice and not self.folder.keys.exists():
            return True
        from services.trust.key_ring import read_ring  # noqa: PLC0415 - see the module's docstring

        return read_ring(self.folder).practice

    def with_password(self, login: str, password: str, own: str = "") -> "Opened":
        """Open the office for one person; raises what the sign-in refuses.

        ``own`` is what a person chose instead of a password set by somebody else.
        """
        self.warm()
        from services.container import open_signed_in  # noqa: PLC0415 - see the module's docstring

        return open_signed_in(self.folder, login, password, self.clock, own)

    def is_unattended(self) -> bool:
        """Whether this desk may sync while nobody is signed in.

        Raises:
            KeysDamaged: The key ring cannot be read.
        """
        if not self.folder.keys.exists():  # a practice office that is still to be made
            return False
        from services.trust.key_ring import read_ring  # noqa: PLC0415 - see the module's docstring

        return read_ring(self.folder).unattended

    def sync_unattended(self, stop: Cancellation) -> "RoundReport | None":
        """Hold one round as the program's own actor, in an office opened for it alone.

        Raises what the secret store or the file refuses.
        """
        from services.container import open_for_sync  # noqa: PLC0415 - see the module's docstring

        opened = open_for_sync(self.folder, self.clock, lambda: stop.is_set)
        try:
            return opened.services.sync.round.run(opened.actor, stop)
        finally:
            opened.close()

    def practice(self) -> "Opened":
        """Open the practice office, making it first if it is missing."""
        self.warm()
        from services.sample_office.practice import open_practice_office  # noqa: PLC0415 - see the module's docstring

        return open_practice_office(self.folder, self.clock)

    def warm(self) -> None:
        """Import what opening will need, while the password is being typed.

        Importing makes many objects that stay and hardly any garbage: looking for it
        meanwhile would take a fifth of the time.
        """
        gc.disable()
        try:
            import_module("services.container")
        finally:
            gc.enable()
        gc.freeze()
