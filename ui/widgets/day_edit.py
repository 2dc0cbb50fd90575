"""A field for a day: typed as one writes it, shown with its weekday, or chosen."""

from datetime import date, timedelta
from typing import ClassVar

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QStyle, QWidget
from typing_extensions import override

from services.core.texts import gettext as _
from services.core.texts import language
from services.korean.dates import date_short, read_day, weekday_letter
from ui.widgets.value_edit import ValueEdit


class DayEdit(ValueEdit):
    """Holds one day; Up and Down go by days, Alt+Down opens the calendar."""

    unreadable: ClassVar[str] = "wrong_date"

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        """Show a day.

        Args:
            day: The first one; a day typed without its year is the one closest to it.
            parent: The form.
        """
        super().__init__(parent)
        self._near = day
        icon = self.style().standardIcon(QStyle.StandardPixmap.SP_ArrowDown)
        self._opener = QAction(icon, "", self)
        self._opener.triggered.connect(self.open_calendar)
        self.addAction(self._opener, self.ActionPosition.TrailingPosition)
        self._name_opener()
        self.set_day(day)

    def day(self) -> date | None:
        """Return the day that stands there, or None where none does."""
        return read_day(self.live_text(), self._near)

    def set_day(self, day: date) -> None:
        """Show another day; what a person types meanwhile is newer."""
        self._near = day
        self.set_text_when_idle(_text(day))

    @Slot()
    def open_calendar(self) -> None:
        """Show the month of the day below the field; Enter or a click takes another."""
        shown = self.day() or self._near
        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setAccessibleName(_("Calendar"))
        calendar.setVerticalHeaderFormat(
            QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader
        )
        calendar.setLocale(QLocale(language()))
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        calendar.activated.connect(self._on_day_taken)
        calendar.clicked.connect(self._on_day_taken)
        calendar.adjustSize()
        calendar.move(self.mapToGlobal(QPoint(0, self.height())))
        calendar.show()
        calendar.setFocus()

    @Slot(QDate)
    def _on_day_taken(self, taken: QDate) -> None:
        for calendar in self.findChildren(QCalendarWidget):
            calendar.close()
        self._replace(_text(date(taken.year(), taken.month(), taken.day())))
        self._tell()
        self._complain("")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() == Qt.Key.Key_Down:
            self.commit()
            self.open_calendar()
            return
        super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_opener()
        super().changeEvent(event)

    @override
    def _written(self, steps: int = 0) -> str | None:
        day = self.day()
        if day is None:
            return None
        try:
            return _text(day + timedelta(days=steps))
        except OverflowError:
            return _text(day)

    def _name_opener(self) -> None:
        self._opener.setToolTip(_("Calendar (Alt+Down)"))


def _text(day: date) -> str:
    """Return the day in digits, which can be typed over, and its weekday."""
    return f"{date_short(day)}({weekday_letter(day, language())})"
