"""Opens the office for one person: password to key, key to file, and the log line."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import from_ms, to_ms
from models.errors import WrongPassword
from models.sync import SyncState
from models.trust import AccessEntry
from models.values import AccessAction, StaffId
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.config import OfficeFolder
from services.core.office import Office
from services.trust import key_ring

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
    folder: OfficeFolder, login: str, password: str, clock: Clock
) -> OpenedKey:
    """Return the key that this password opens.

    Raises:
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
    if wrap.failures:
        key_ring.write_ring(folder, key_ring.after_success(ring, login))
    return OpenedKey(key, StaffId(wrap.staff_id))


def open_practice(folder: OfficeFolder) -> OpenedKey | None:
    """Return the key of a practice office, or None for a real one."""
    ring = key_ring.read_ring(folder)
    if not ring.practice:
        return None
    return OpenedKey(bytes.fromhex(ring.practice_key), PRACTICE_STAFF)


def is_clock_behind(office: Office) -> bool:
    """Say whether the desk was worked at later than this computer says it is."""
    desk = select(SyncState.label).scalar_subquery()
    newest = select(AccessEntry.at).where(AccessEntry.desk == desk)
    with Session(office.readers) as session:
        last = session.scalar(newest.order_by(AccessEntry.line.desc()).limit(1))
    return last is not None and office.clock.now() < last - TOLERANCE


def sign_in(office: Office, staff_id: StaffId) -> Actor:
    """Log the sign-in and the failed tries before it; return who acts from now on.

    Signing in needs no permission: it is what every right is asked after.
    """
    ring = key_ring.read_ring(office.folder)
    actor = Actor(staff_id)
    with office.units.begin_unchecked(actor) as work:
        for attempt in ring.attempts:
            failed = Access(AccessAction.SIGN_IN_FAILED)
            work.log_of(failed, from_ms(attempt.at_ms), attempt.staff_id)
        work.log(Access(AccessAction.SIGN_IN))
    if ring.attempts:
        key_ring.write_ring(office.folder, replace(ring, attempts=()))
    return actor
