"""A clock that makes two transactions meet between reading and writing, if they can."""

from datetime import datetime
from threading import Barrier, BrokenBarrierError

from tests.doubles.fixed_clock import THURSDAY


class RendezvousClock:
    """Waits for the other thread when asked the time inside a transaction.

    A transaction asks once, after its first read and before its first write.  If the
    code lets both in, they meet here with equal reads; if it does not, the first gives
    up waiting and goes on alone.
    """

    def __init__(self, now: datetime = THURSDAY, patience_s: float = 1.0) -> None:
        self._now = now
        self._patience_s = patience_s
        self._barrier = Barrier(2)
        self.met = False

    def now(self) -> datetime:
        try:
            self._barrier.wait(self._patience_s)
        except BrokenBarrierError:
            return self._now
        self.met = True
        return self._now
