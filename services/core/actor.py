"""Who is acting; every service call carries one."""

from dataclasses import dataclass
from typing import Final

from models.values import Permission, StaffId


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in member of staff, or the program's own quiet work.

    Attributes:
        staff_id: Whose name the change carries.
        own: Permissions held without a grant; empty for people, whose grants are
            read from the office file in each transaction.
    """

    staff_id: StaffId
    own: frozenset[Permission] = frozenset()


# Quiet sync: one permission, no password (decision 12).
SYNC_ACTOR: Final = Actor(StaffId("system-sync"), frozenset({Permission.SYNC_RUN}))

# Set-up of a fresh office, before anybody has an account.
FOUNDER: Final = Actor(StaffId("system-founder"), frozenset(Permission))
