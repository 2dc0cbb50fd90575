"""What view models share: questions with a serial number, commands in order, news.

A late answer to an older question is dropped; a command's refusal goes to the window
unless the view model knows better.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from services.core.events import RecordsChanged
from ui.context import PageContext
from ui.reading import Reading
from ui.tasks import Lane

T = TypeVar("T")


class ViewModel(QObject):
    """State and commands of a page; knows no widget.

    Signals:
        changed: The state is another; show it again.
    """

    changed = Signal()

    def __init__(
        self, context: PageContext, kinds: frozenset[str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._kinds = kinds
        self._serial = 0
        self._reading = Reading.UNDER_WAY
        context.events.told.connect(self._on_told)

    @property
    def reading(self) -> Reading:
        """How far the question stands whose answer is shown."""
        return self._reading

    def reload(self) -> None:
        """Ask again for what is shown; a subclass says what."""

    def forget(self) -> None:
        """Drop every row; answers that are under way are not taken."""
        self._serial += 1
        self._reading = Reading.UNDER_WAY

    def ask(self, question: Callable[[], T], on_answer: Callable[[T], None]) -> None:
        """Ask in the background; only the newest question's answer is taken."""
        self._serial += 1
        serial = self._serial

        def take(answer: T) -> None:
            if serial == self._serial:
                self._reading = Reading.DONE
                on_answer(answer)
                self.changed.emit()

        def miss(error: Exception) -> None:
            if serial == self._serial:
                self._reading = Reading.FAILED
                self.changed.emit()
            self.context.fail(error)

        self.context.tasks.submit(
            question, owner=self, on_done=take, on_error=miss, lane=Lane.READ
        )

    def command(
        self,
        verb: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do something that writes; commands keep their order."""
        self.context.tasks.submit(
            verb,
            owner=self,
            on_done=on_done,
            on_error=on_error or self.context.fail,
            lane=Lane.WRITE,
        )

    @Slot(object)
    def _on_told(self, event: Any) -> None:  # noqa: ANN401 - whatever the bus tells
        if isinstance(event, RecordsChanged) and event.kinds & self._kinds:
            self.reload()
