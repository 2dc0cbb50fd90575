"""The way back in when a password is lost or its account is locked."""

import re

from models.errors import (
    OwnPasswordNeeded,
    UnknownAccount,
    WrongPassword,
    WrongRecoveryCode,
)
from models.values import AccessAction, StaffId
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.config import OfficeFolder
from services.core.office import open_office
from services.trust import key_ring
from services.trust.sign_in import check_password

_CODE = re.compile(r"[A-Z0-9]{5}(-[A-Z0-9]{5}){7}", re.IGNORECASE)


def is_recovery_code(text: str) -> bool:
    """Whether a text has the shape of a recovery code."""
    return _CODE.fullmatch(text.strip()) is not None


def recover_account(
    folder: OfficeFolder, clock: Clock, login: str, code: str, password: str
) -> None:
    """Give an account a new password with the recovery code of the office.

    The code opens the office itself: only then is anything written.

    Raises:
        UnknownAccount: There is no such account on this desk.
        WrongRecoveryCode: It is not the code that was told at the founding.
        OwnPasswordNeeded: It is, and there is no new password.
        FieldError: The password is too short.
    """
    ring = key_ring.read_ring(folder)
    wrap, recovery = ring.wraps.get(login), ring.wraps.get(key_ring.RECOVERY)
    if wrap is None or login not in ring.logins:
        raise UnknownAccount
    if recovery is None:
        raise WrongRecoveryCode
    try:
        key = key_ring.open_key(recovery, code.strip().upper())
    except WrongPassword as error:
        raise WrongRecoveryCode from error
    if not password:
        raise OwnPasswordNeeded
    check_password(password)
    office = open_office(folder, key, clock, practice=False)
    try:
        with office.units.begin_unchecked(Actor(StaffId(wrap.staff_id))) as work:
            work.log(
                Access(AccessAction.GRANT, "staff", wrap.staff_id, note="recovery")
            )
    finally:
        office.close()
    opened = key_ring.close_key(key, password, wrap.staff_id)
    key_ring.write_ring(folder, key_ring.with_account(ring, login, opened))
