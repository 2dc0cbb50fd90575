"""Passwords of this desk: each closes the database key for one person."""

from dataclasses import dataclass
from enum import StrEnum

from models.errors import FieldError, WrongPassword
from models.trust import Staff
from models.values import AccessAction, Permission, StaffId
from services.core.access_log import Access
from services.core.actor import FOUNDER, Actor
from services.core.clock import Clock
from services.core.config import OfficeFolder
from services.core.unit_of_work import UnitOfWork, Work
from services.trust import key_ring
from services.trust.sign_in import check_password, open_with_password


class AccountState(StrEnum):
    """How somebody can sign in at this desk."""

    NONE = "none"
    FIRST = "first"  # with a password that somebody else has set
    OPEN = "open"
    LOCKED = "locked"


class OpenAccount:
    """Gives a member of staff a password on this desk."""

    permission = Permission.STAFF_MANAGE

    def __init__(self, units: UnitOfWork, folder: OfficeFolder, key: bytes) -> None:
        self._units = units
        self._folder = folder
        self._key = key

    def run(self, actor: Actor, staff_id: StaffId, password: str) -> None:
        """Close the database key with ``password`` for this person.

        Also opens a locked account again: the count begins anew.  Whoever got the
        password from somebody else chooses their own at the first sign-in.

        Raises:
            FieldError: The password is too short, the login is somebody else's, or
                the person is suspended.
                NotFound: There is no such member of staff.
        """
        check_password(password)
        with self._units.begin(actor, self.permission) as work:
            staff = work.get(Staff, staff_id)
            if not staff.active:
                raise FieldError(field="password", fault="suspended")
            account = Account(staff_id, staff.login)
            give_password(work, self._folder, account, (self._key, password))


class ChangePassword:
    """Lets somebody choose another password of their own."""

    permission = Permission.SETTINGS_OWN

    def __init__(self, units: UnitOfWork, folder: OfficeFolder, clock: Clock) -> None:
        self._units = units
        self._folder = folder
        self._clock = clock

    def run(self, actor: Actor, old: str, new: str) -> None:
        """Close the key with ``new``; wrong tries count as at sign-in.

        Raises:
            FieldError: The old password is wrong, or the new one will not do.
            AccountLocked: Too many wrong passwords.
            SignInDelayed: Wait before the next try.
        """
        check_password(new)
        ring = key_ring.read_ring(self._folder)
        login = login_of(ring, actor.staff_id)
        try:
            opened = open_with_password(self._folder, login, old, self._clock)
        except WrongPassword:
            raise FieldError(field="old", fault="wrong") from None
        with self._units.begin(actor, self.permission) as work:
            work.log(Access(AccessAction.CHANGE, "staff", actor.staff_id, note="pw"))
        wrap = key_ring.close_key(opened.key, new, actor.staff_id)
        ring = key_ring.read_ring(self._folder)
        key_ring.write_ring(self._folder, key_ring.with_account(ring, login, wrap))


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account on this desk."""

    staff_id: StaffId
    login: str


def give_password(
    work: Work, folder: OfficeFolder, account: Account, closing: tuple[bytes, str]
) -> None:
    """Close the database key for an account, as the last step of a transaction.

    Args:
        work: Its transaction; what it has to tell goes along.
        folder: Of the office.
        account: Whose.
        closing: The key and the password.

    Raises:
        FieldError: The login is somebody else's on this desk.
    """
    ring = key_ring.read_ring(folder)
    known = ring.wraps.get(account.login)
    if known is not None and known.staff_id != account.staff_id:
        raise FieldError(field="login", fault="taken")
    told_by_other = work.actor.staff_id not in (account.staff_id, FOUNDER.staff_id)
    wrap = key_ring.close_key(*closing, account.staff_id, first=told_by_other)
    work.log(Access(AccessAction.GRANT, "staff", account.staff_id, note="account"))
    work.touched("staff")
    work.session.flush()
    key_ring.write_ring(folder, key_ring.with_account(ring, account.login, wrap))


def take_password(folder: OfficeFolder, account: Account) -> None:
    """Let an account of this desk open nothing any more."""
    ring = key_ring.read_ring(folder)
    wrap = ring.wraps.get(account.login)
    if wrap is not None and wrap.staff_id == account.staff_id:
        key_ring.write_ring(folder, key_ring.without_account(ring, account.login))


def login_of(ring: key_ring.KeyRing, staff_id: StaffId) -> str:
    """Return under which login somebody has an account here; "" without one."""
    own = (name for name in ring.logins if ring.wraps[name].staff_id == staff_id)
    return next(own, "")


def account_state(ring: key_ring.KeyRing, staff_id: StaffId) -> AccountState:
    """Return how somebody can sign in at this desk."""
    login = login_of(ring, staff_id)
    if not login:
        return AccountState.NONE
    wrap = ring.wraps[login]
    if wrap.locked:
        return AccountState.LOCKED
    return AccountState.FIRST if wrap.first else AccountState.OPEN
