"""A field for a time of day: typed as one writes it, shown with 24 hours."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from services.korean.dates import read_time, time_text
from ui.widgets.value_edit import ValueEdit

STEP = timedelta(minutes=5)
_ANY_DAY = date(2000, 1, 1)


class TimeEdit(ValueEdit):
    """Holds one time of day; Up and Down go by five minutes."""

    unreadable: ClassVar[str] = "wrong_time"

    def __init__(self, at: time, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_time(at)

    def time_of_day(self) -> time | None:
        """Return the time that stands there, or None where none does."""
        return read_time(self.live_text())

    def set_time(self, at: time) -> None:
        """Show another time; what a person types meanwhile is newer."""
        self.set_text_when_idle(time_text(at))

    @override
    def _written(self, steps: int = 0) -> str | None:
        at = self.time_of_day()
        if at is None:
            return None
        return time_text((datetime.combine(_ANY_DAY, at) + STEP * steps).time())
