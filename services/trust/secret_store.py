"""The system's own secret store: where the one secret lies that no person types.

What stands behind it differs: Windows keeps it for the account, a desktop for the
session, a machine without a screen has none.  Each of these is an ordinary answer in
words, and none of them may hold up a desk.
"""

from collections.abc import Callable
from typing import TypeVar

from models.errors import (
    KeyringFailed,
    KeyringLocked,
    KeyringMissing,
    KeyringSilent,
    OfficeError,
)
from services.core.aside import LetGo, run_aside
from services.core.config import APPLICATION
from services.core.transaction_guard import forbid_transaction

T = TypeVar("T")

LIMIT_S = 20.0  # somebody may have to unlock the store at the screen


def keep_secret(name: str, secret: str, stopped: Callable[[], bool]) -> None:
    """Put a secret into the store.

    Raises:
        KeyringMissing: There is none, or it keeps nothing.
        KeyringLocked: It is locked and nobody opened it.
        KeyringSilent: It did not answer in time.
        KeyringFailed: It did not take it.
    """

    def put() -> None:
        import keyring  # noqa: PLC0415 - looks for every kind of store

        keyring.set_password(APPLICATION, name, secret)
        if keyring.get_password(APPLICATION, name) != secret:
            raise KeyringMissing

    _ask(put, stopped)


def kept_secret(name: str, stopped: Callable[[], bool]) -> str | None:
    """Return the secret, or None if the store has none; raises as ``keep_secret``."""

    def get() -> str | None:
        import keyring  # noqa: PLC0415 - looks for every kind of store

        return keyring.get_password(APPLICATION, name)

    return _ask(get, stopped)


def drop_secret(name: str, stopped: Callable[[], bool]) -> None:
    """Take the secret out of the store; raises as ``keep_secret``."""

    def drop() -> None:
        import keyring  # noqa: PLC0415 - looks for every kind of store

        if keyring.get_password(APPLICATION, name) is not None:
            keyring.delete_password(APPLICATION, name)

    _ask(drop, stopped)


def _ask(work: Callable[[], T], stopped: Callable[[], bool]) -> T:
    """Ask the store beside this thread; no transaction waits for it."""
    forbid_transaction()
    try:
        return run_aside(work, stopped, LIMIT_S)
    except OfficeError:
        raise
    except LetGo:
        fault: OfficeError = KeyringSilent()
    except Exception as error:  # noqa: BLE001 - a store raises what its system raises
        fault = _fault(error)
    # Raised out here: what the store said may name the secret.
    raise fault


def _fault(error: Exception) -> OfficeError:
    from keyring import errors  # noqa: PLC0415 - see above

    match error:
        case errors.NoKeyringError():
            return KeyringMissing()
        case errors.KeyringLocked():
            return KeyringLocked()
        case _:
            return KeyringFailed()
