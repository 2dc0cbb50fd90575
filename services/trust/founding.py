"""Founds an office: file, first account, recovery code, or practice seal."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from models.errors import OfficeExists, OfficeFileMissing
from models.values import DeskProfile, Profile, StaffId
from services.core.actor import FOUNDER
from services.core.clock import Clock
from services.core.config import OfficeFolder
from services.core.database import new_key
from services.core.office import Founding, found_office, open_office
from services.trust import key_ring
from services.trust.accounts import AddStaff, StaffForm
from services.trust.passwords import OpenAccount
from services.trust.sign_in import PRACTICE_STAFF

_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE_GROUPS = 8
_CODE_LENGTH = 5  # 40 letters of 31: about 198 bits


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """Who founds the office and will let the others in."""

    login: str
    name: str
    password: str

    def __repr__(self) -> str:
        return "<FirstAccount>"


@dataclass(frozen=True, slots=True)
class Founded:
    """What must be told once: the recovery code is shown and never kept."""

    staff_id: StaffId
    recovery_code: str

    def __repr__(self) -> str:
        return "<Founded>"


def found(
    folder: OfficeFolder,
    clock: Clock,
    first: FirstAccount,
    *,
    letter: str = "A",
    profile: DeskProfile = DeskProfile.OFFICE,
) -> Founded:
    """Found a real office.

    Raises:
        OfficeExists: There is one in the folder; it was not touched.
        OfficeFileMissing: There are only the keys of one; they were not touched.
        FieldError: Login, name or password do not do.
    """
    _prepare(folder)
    key, code = new_key(), _recovery_code()
    with _whole_or_nothing(folder):
        found_office(folder, key, Founding(letter, profile))
        recovery = key_ring.close_key(key, code, key_ring.RECOVERY)
        ring = key_ring.KeyRing({key_ring.RECOVERY: recovery})
        key_ring.write_ring(folder, ring)
        office = open_office(folder, key, clock, practice=False)
        try:
            form = StaffForm(first.login, first.name, Profile.TEAM_LEADER)
            staff_id = AddStaff(office.units).run(FOUNDER, form)
            opener = OpenAccount(office.units, folder, key)
            opener.run(FOUNDER, staff_id, first.password)
        finally:
            office.close()
    return Founded(staff_id, code)


def found_practice(folder: OfficeFolder, clock: Clock, *, letter: str = "A") -> None:
    """Found a practice office, which signs in by itself and says so in the file.

    Raises:
        OfficeExists: There is an office in the folder; it was not touched.
        OfficeFileMissing: There are only the keys of one; they were not touched.
    """
    _prepare(folder)
    key = new_key()
    with _whole_or_nothing(folder):
        found_office(folder, key, Founding(letter, practice=True))
        key_ring.write_ring(folder, key_ring.KeyRing(practice_key=key.hex()))
        office = open_office(folder, key, clock, practice=True)
        try:
            form = StaffForm(
                "practice",
                "최연습",
                Profile.TEAM_LEADER,
                department="시민소통실",
                telephone="02-0000-0000",
                staff_id=PRACTICE_STAFF,
            )
            AddStaff(office.units).run(FOUNDER, form)
        finally:
            office.close()


def _prepare(folder: OfficeFolder) -> None:
    if folder.database.exists():
        raise OfficeExists
    if folder.keys.exists():
        raise OfficeFileMissing
    folder.path.mkdir(parents=True, exist_ok=True, mode=0o700)


@contextmanager
def _whole_or_nothing(folder: OfficeFolder) -> Iterator[None]:
    """Leave no half office behind, where nobody could sign in and nobody found one."""
    try:
        yield
    except BaseException:
        for name in (folder.database.name, folder.keys.name):
            for path in folder.path.glob(f"{name}*"):
                path.unlink()
        raise


def _recovery_code() -> str:
    return "-".join(
        "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
        for _ in range(_CODE_GROUPS)
    )
