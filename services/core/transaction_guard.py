"""A network call while this thread holds a transaction is a fault in the program."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_held = threading.local()


class NetworkInTransaction(RuntimeError):
    """The network was asked inside an open transaction."""


@contextmanager
def transaction() -> Iterator[None]:
    """Mark this thread as holding a transaction."""
    _held.depth = getattr(_held, "depth", 0) + 1
    try:
        yield
    finally:
        _held.depth -= 1


def forbid_transaction() -> None:
    """Refuse to go on while this thread holds a transaction.

    Raises:
        NetworkInTransaction: It does; a stalled network would stop the desk.
    """
    if getattr(_held, "depth", 0):
        raise NetworkInTransaction
