"""Each verb may leave its reverse; the last step comes first, either way.

The stack lives as long as somebody is signed in; what it would undo is on disk.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from models.values import Permission, StaffId
from services.core.access_log import Access
from services.core.events import Event, Origin, RecordsChanged

if TYPE_CHECKING:
    from services.core.unit_of_work import Work
    from services.core.way_forward import RowAgain

LONGEST = 50


@dataclass(frozen=True, slots=True)
class UndoStep:
    """How to take one step back.

    Attributes:
        what: Code of the sentence that says what would be undone.
        permission: Asked again when it is.
        reverse: Does it, inside a fresh transaction.
        facts: For the sentence; masked names at most.
        logged: What the verb wrote to the access log; written again with a redo.
        can_be_redone: False where more than records would have to follow.
    """

    what: str
    permission: Permission
    reverse: Callable[["Work"], None]
    facts: tuple[tuple[str, str], ...] = ()
    logged: tuple[Access, ...] = ()
    can_be_redone: bool = True


@dataclass(frozen=True, slots=True)
class RedoStep:
    """A step that was taken back, and the way to where it had led."""

    step: UndoStep
    way: tuple["RowAgain", ...]


@dataclass
class UndoStack:
    """The last steps of each signed-in person."""

    _steps: dict[StaffId, deque[UndoStep]] = field(default_factory=dict)
    _ahead: dict[StaffId, deque[RedoStep]] = field(default_factory=dict)
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

    def went_back(self, owner: StaffId, redo: RedoStep) -> None:
        """Move a step that was taken back to what can be made again."""
        self.pop(owner, redo.step)
        with self._lock:
            self._ahead.setdefault(owner, deque(maxlen=LONGEST)).append(redo)

    def went_forward(self, owner: StaffId, redo: RedoStep) -> None:
        """Move a step that was made again to what can be taken back."""
        with self._lock:
            ahead = self._ahead.get(owner)
            if ahead and ahead[-1] is redo:
                ahead.pop()
        self.push(owner, redo.step)

    def ahead(self, owner: StaffId) -> RedoStep | None:
        """Return what would be made again next."""
        with self._lock:
            ahead = self._ahead.get(owner)
            return ahead[-1] if ahead else None

    def forget_ahead(self) -> None:
        """Offer nothing to be made again; the records went another way."""
        with self._lock:
            self._ahead.clear()

    def hear(self, event: Event) -> None:
        """Offer no redo over what other desks changed."""
        if isinstance(event, RecordsChanged) and event.origin is Origin.SYNC:
            self.forget_ahead()

    def forget(self) -> None:
        """Drop every step; at lock, because facts hold names."""
        with self._lock:
            self._steps.clear()
            self._ahead.clear()
