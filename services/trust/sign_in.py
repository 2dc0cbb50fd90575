"""Opens the office for one person: password to key, key to file, and the log line."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import from_ms, to_ms
from models.errors import (
    AccountSuspended,
    FieldError,
    OwnPasswordNeeded,
    WrongPassword,
)
from models.sync import SyncState
from models.trust import AccessEntry, Staff
from models.values import AccessAction, StaffId
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.config import OfficeFolder
from services.core.database import office_errors
from services.core.form_faults import Fault
from services.core.office import Office
from services.trust import key_ring

SHORTEST_PASSWORD = 9
TOLERANCE = timedelta(minutes=2)  # what a time server may put right
PRACTICE_STAFF = StaffId("00000000-0000-7000-8000-0000000000d5")


@dataclass(frozen=True, slots=True)
class OpenedKey:
    """The database key in one person's hands; kept in memory until lock."""

    key: bytes
    staff_id: StaffId

    def __repr__(self) -> str:
        return "<OpenedKey>"


def open_with_password(
    folder: OfficeFolder, login: str, password: str, clock: Clock, own: str = ""
) -> OpenedKey:
    """Return the key that this password opens.

    Args:
        folder: Of the office.
        login: Names the account.
        password: As it was typed.
        clock: For the delays.
        own: What the person has chosen instead of a password set by somebody else.

    Raises:
        OwnPasswordNeeded: Somebody else has set this one; ``own`` is missing.
        FieldError: ``own`` is too short, or the same.
        WrongPassword: It does not; how many tries are left is a fact of it.
        SignInDelayed: Wait before the next try.
        AccountLocked: Too many wrong passwords.
        UnknownAccount: No such account on this desk.
    """
    now = to_ms(clock.now())
    ring = key_ring.read_ring(folder)
    wrap = key_ring.account(ring, login, now)
    try:
        key = key_ring.open_key(wrap, password)
    except WrongPassword:
        # Written before the answer: killing the program does not win a try back.
        key_ring.write_ring(folder, key_ring.after_failure(ring, login, now))
        raise
    if wrap.first:
        own_wrap = _own(key, wrap, password, own)
        key_ring.write_ring(folder, key_ring.with_account(ring, login, own_wrap))
    elif wrap.failures:
        key_ring.write_ring(folder, key_ring.after_success(ring, login))
    return OpenedKey(key, StaffId(wrap.staff_id))


def _own(key: bytes, wrap: key_ring.Wrap, password: str, own: str) -> key_ring.Wrap:
    if not own:
        raise OwnPasswordNeeded
    check_password(own)
    if own == password:
        raise FieldError(field="password", fault="same")
    return key_ring.close_key(key, own, wrap.staff_id)


def check_password(password: str) -> None:
    """Refuse a password that is too short.

    Raises:
        FieldError: It is.
    """
    for field, fault in password_faults(password):
        raise FieldError(field=field, fault=fault)


def password_faults(password: str) -> tuple[Fault, ...]:
    """Return what is wrong with a password."""
    is_short = len(password) < SHORTEST_PASSWORD
    return (("password", "short"),) if is_short else ()


def open_practice(folder: OfficeFolder) -> OpenedKey | None:
    """Return the key of a practice office, or None for a real one."""
    ring = key_ring.read_ring(folder)
    if not ring.practice:
        return None
    return OpenedKey(bytes.fromhex(ring.practice_key), PRACTICE_STAFF)


def is_clock_behind(office: Office) -> bool:
    """Say whether the desk was worked at later than this computer says it is.

    Raises:
        FileDamaged: The log cannot be read.
    """
    desk = select(SyncState.label).scalar_subquery()
    newest = select(AccessEntry.at).where(AccessEntry.desk == desk)
    with office_errors(), Session(office.readers) as session:
        last = session.scalar(newest.order_by(AccessEntry.line.desc()).limit(1))
    return last is not None and office.clock.now() < last - TOLERANCE


def sign_in(office: Office, staff_id: StaffId) -> Actor:
    """Log the sign-in and the failed tries before it; return who acts from now on.

    Signing in needs no permission: it is what every right is asked after.

    Raises:
        AccountSuspended: The person works here no more.
    """
    ring = key_ring.read_ring(office.folder)
    actor = Actor(staff_id)
    with office.units.begin_unchecked(actor) as work:
        staff = work.session.get(Staff, staff_id)
        suspended = staff is not None and not staff.active
        for attempt in ring.attempts:
            failed = Access(AccessAction.SIGN_IN_FAILED)
            work.log_of(failed, from_ms(attempt.at_ms), attempt.staff_id)
        action = AccessAction.SIGN_IN_FAILED if suspended else AccessAction.SIGN_IN
        work.log(Access(action, note="suspended" if suspended else ""))
    if ring.attempts:
        key_ring.write_ring(office.folder, replace(ring, attempts=()))
    if suspended:
        raise AccountSuspended
    return actor
