"""Sync without a sign-in: the database key, closed for the program's own actor.

What opens it is a random secret in the system's secret store, under the account that
turned it on.  The office folder alone opens nothing, and neither does the store alone;
taking away either ends it.  The actor has one right (decision 12).
"""

import secrets
from collections.abc import Callable
from contextlib import suppress

from models.errors import (
    OfficeError,
    UnattendedOff,
    UnattendedSecretGone,
    WrongPassword,
)
from models.values import AccessAction, Permission, StaffId
from services.core.access_log import Access
from services.core.actor import SYNC_ACTOR, Actor
from services.core.cancellation import Cancellation
from services.core.config import OfficeFolder, install_id
from services.core.unit_of_work import UnitOfWork
from services.trust import key_ring
from services.trust.secret_store import drop_secret, keep_secret, kept_secret
from services.trust.sign_in import OpenedKey

_SECRET_BYTES = 32
_COST = key_ring.Cost(passes=1, memory_kib=8, lanes=1)  # 256 random bits: none to guess
_NOTE = "unattended"


class TurnOnUnattended:
    """Lets this desk sync while nobody is signed in."""

    permission = Permission.SETTINGS_OFFICE

    def __init__(self, units: UnitOfWork, folder: OfficeFolder, key: bytes) -> None:
        self._units = units
        self._folder = folder
        self._key = key

    def run(self, actor: Actor, stop: Cancellation) -> None:
        """Put a fresh secret into the system's store and close the key with it.

        The way back is ``TurnOffUnattended``.

        Raises:
            NotAllowed: The actor may not; the store was not asked.
            OfficeError: The store did not take it; nothing was changed.
        """
        with self._units.read(actor, self.permission):
            pass  # the right is asked before the store is
        name, secret = _name(self._folder), secrets.token_urlsafe(_SECRET_BYTES)
        staff_id = SYNC_ACTOR.staff_id
        keep_secret(name, secret, lambda: stop.is_set)
        try:
            wrap = key_ring.close_key(self._key, secret, staff_id, _COST)
            with self._units.begin(actor, self.permission) as work:
                work.log(Access(AccessAction.GRANT, "staff", staff_id, note=_NOTE))
                ring = key_ring.read_ring(self._folder)
                ring = key_ring.with_account(ring, key_ring.UNATTENDED, wrap)
                key_ring.write_ring(self._folder, ring)
        except BaseException:
            with suppress(OfficeError):
                drop_secret(name, lambda: stop.is_set)
            raise


class TurnOffUnattended:
    """Ends sync without a sign-in at this desk."""

    permission = Permission.SETTINGS_OFFICE

    def __init__(self, units: UnitOfWork, folder: OfficeFolder) -> None:
        self._units = units
        self._folder = folder

    def run(self, actor: Actor, stop: Cancellation) -> bool:
        """Take the closed key away, then the secret; say whether that went too.

        Without the closed key the secret opens nothing: a store that does not answer
        is no reason to leave it on.

        Raises:
            NotAllowed: The actor may not.
        """
        with self._units.begin(actor, self.permission) as work:
            ring = key_ring.read_ring(self._folder)
            if ring.unattended:
                staff_id = SYNC_ACTOR.staff_id
                work.log(Access(AccessAction.REMOVE, "staff", staff_id, note=_NOTE))
                ring = key_ring.without_account(ring, key_ring.UNATTENDED)
                key_ring.write_ring(self._folder, ring)
        try:
            drop_secret(_name(self._folder), lambda: stop.is_set)
        except OfficeError:
            return False
        return True


class UnattendedStanding:
    """Answers whether this desk may sync while nobody is signed in."""

    permission = Permission.SETTINGS_OWN

    def __init__(self, units: UnitOfWork, folder: OfficeFolder) -> None:
        self._units = units
        self._folder = folder

    def run(self, actor: Actor) -> bool:
        """Return whether it is turned on; the store is not asked."""
        with self._units.read(actor, self.permission):
            return key_ring.read_ring(self._folder).unattended


def open_unattended(folder: OfficeFolder, stopped: Callable[[], bool]) -> OpenedKey:
    """Return the key in the hands of the program's own actor.

    Raises:
        UnattendedOff: It is not turned on at this desk.
        UnattendedSecretGone: The store has no secret that fits, as under another
            account than the one that turned it on.
        OfficeError: The store did not answer.
    """
    wrap = key_ring.read_ring(folder).wraps.get(key_ring.UNATTENDED)
    if wrap is None:
        raise UnattendedOff
    secret = kept_secret(_name(folder), stopped)
    if secret is None:
        raise UnattendedSecretGone
    try:
        key = key_ring.open_key(wrap, secret)
    except WrongPassword:
        raise UnattendedSecretGone from None
    return OpenedKey(key, StaffId(wrap.staff_id))


def _name(folder: OfficeFolder) -> str:
    """Return under what name the secret lies; a copied folder has another one."""
    return f"sync {install_id(folder)}"
