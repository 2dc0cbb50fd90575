"""A flag that long work asks, and the one way to wait that can be interrupted."""

import threading

from typing_extensions import override


class Cancellation:
    """Set from one thread, asked by another."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        """Ask the work to stop at its next safe place."""
        self._event.set()

    @property
    def is_set(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait at most ``seconds``; return whether stopping was asked."""
        return self._event.wait(seconds)


class EitherOf(Cancellation):
    """Stops when one of two asks for it: who began the work, or who watches it."""

    def __init__(self, first: Cancellation, second: Cancellation) -> None:
        super().__init__()
        self._both = (first, second)

    @property
    @override
    def is_set(self) -> bool:
        """Whether somebody asked to stop."""
        return super().is_set or any(one.is_set for one in self._both)
