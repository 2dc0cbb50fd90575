"""Each verb may leave its reverse; the last step comes first.

The stack lives as long as somebody is signed in; what it would undo is on disk.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from models.values import Permission, StaffId

if TYPE_CHECKING:
    from services.core.unit_of_work import Work

LONGEST = 50


@dataclass(frozen=True, slots=True)
class UndoStep:
    """How to take one step back.

    Attributes:
        what: Code of the sentence that says what would be undone.
        permission: Asked again when it is.
        reverse: Does it, inside a fresh transaction.
        facts: For the sentence; masked names at most.
    """

    what: str
    permission: Permission
    reverse: Callable[["Work"], None]
    facts: tuple[tuple[str, str], ...] = ()


@dataclass
class UndoStack:
    """The last steps of each signed-in person."""

    _steps: dict[StaffId, deque[UndoStep]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def push(self, owner: StaffId, step: UndoStep) -> None:
        """Remember ``step``; the oldest beyond fifty is forgotten."""
        with self._lock:
            self._steps.setdefault(owner, deque(maxlen=LONGEST)).append(step)

    def top(self, owner: StaffId) -> UndoStep | None:
        """Return what would be undone next."""
        with self._lock:
            steps = self._steps.get(owner)
            return steps[-1] if steps else None

    def pop(self, owner: StaffId, step: UndoStep) -> None:
        """Forget ``step`` after it was undone."""
        with self._lock:
            steps = self._steps.get(owner)
            if steps and steps[-1] is step:
                steps.pop()

    def forget(self) -> None:
        """Drop every step; at lock, because facts hold names."""
        with self._lock:
            self._steps.clear()
