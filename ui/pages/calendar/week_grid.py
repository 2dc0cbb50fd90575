"""The week as a grid: a list to keys and screen readers, a timetable to the eye."""

from datetime import date

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from services.core.texts import language
from services.korean.dates import date_text, weekday_letter
from ui.pages.calendar.blocks import Block
from ui.pages.calendar.blocks_view import BlocksView
from ui.tables.rows_model import RowsModel
from ui.theme import Theme

FIRST_HOUR, LAST_HOUR = 9, 18
HEAD_LINES = 2.6


class WeekGrid(BlocksView):
    """Paints blocks by day and hour."""

    def __init__(
        self, rows: RowsModel[Block], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(rows, theme, parent)
        lines = (LAST_HOUR - FIRST_HOUR) * 1.5 + HEAD_LINES
        self.setMinimumHeight(round(self.fontMetrics().height() * lines))

    # -- geometry ------------------------------------------------------------------

    def _head(self) -> int:
        return round(self.fontMetrics().height() * HEAD_LINES)

    def _margin(self) -> int:
        return self.fontMetrics().horizontalAdvance("00:00") + 12

    def _column(self, day: date) -> QRect:
        at = self.days.index(day)
        left, wide = self._margin(), self.viewport().width() - self._margin()
        begin = left + wide * at // len(self.days)
        end = left + wide * (at + 1) // len(self.days)
        return QRect(begin, self._head(), end - begin, self._height())

    def _height(self) -> int:
        return max(self.viewport().height() - self._head() - 4, 1)

    def _y(self, minute: int) -> int:
        first, last = FIRST_HOUR * 60, LAST_HOUR * 60
        inside = min(max(minute, first), last)
        return self._head() + self._height() * (inside - first) // (last - first)

    @override
    def rect_of(self, block: Block) -> QRect:
        if block.day not in self.days:
            return QRect()
        column = self._column(block.day)
        wide = column.width() // block.lanes
        top, bottom = self._y(block.begin), self._y(block.end)
        least = self.fontMetrics().height() + 4
        left = column.left() + wide * block.lane
        return QRect(left + 2, top + 1, wide - 4, max(bottom - top - 2, least))

    # -- painting ------------------------------------------------------------------

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        if not self.days:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        for at in range(self.rows.rowCount()):
            index = self.rows.index(at, 0)
            block = self.rows.row_at(index)
            if block is not None:
                self._paint_block(painter, block, current=index == self.currentIndex())
        painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        line = self.theme.color("divider")
        for hour in range(FIRST_HOUR, LAST_HOUR + 1):
            y = self._y(hour * 60)
            painter.setPen(line)
            painter.drawLine(self._margin(), y, self.viewport().width(), y)
            if hour < LAST_HOUR:
                painter.setPen(self.theme.color("subtle"))
                painter.drawText(4, y + self.fontMetrics().ascent(), f"{hour:02d}:00")
        for day in self.days:
            self._paint_day(painter, day, line)

    def _paint_day(self, painter: QPainter, day: date, line: QColor) -> None:
        column = self._column(day)
        head = QRect(column.left(), 0, column.width(), self._head() - 2)
        if day == self.today:
            painter.fillRect(head, self.theme.color("selected"))
        painter.setPen(line)
        painter.drawLine(column.left(), 0, column.left(), self.viewport().height())
        note = self.notes.get(day, "")
        painter.setPen(self.day_color(day))
        bold = QFont(self.font())
        bold.setBold(day == self.today)
        painter.setFont(bold)
        told = self.head_of(day)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(head, flags, f"{told}\n{note}" if note else told)
        painter.setFont(self.font())

    def head_of(self, day: date) -> str:
        """Return what stands over a day: all days whole, or all of them short."""
        bold = QFont(self.font())
        bold.setBold(True)  # whichever of them is today
        measure = QFontMetrics(bold)
        is_short = any(
            measure.horizontalAdvance(date_text(one, language()))
            > self._column(one).width() - 8
            for one in self.days
        )
        if is_short:
            return f"{day.day} {weekday_letter(day, language())}"
        return date_text(day, language())

    def _paint_block(self, painter: QPainter, block: Block, *, current: bool) -> None:
        rect = self.rect_of(block)
        if rect.isEmpty():
            return
        ground, text = self.block_colors(block)
        dashed = block.role == "meeting-tentative"
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(text, 3 if current else 1, style))
        painter.setBrush(ground)
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(text)
        inside = rect.adjusted(6, 2, -4, -2)
        line = self.fontMetrics().height()
        if inside.height() >= 2 * line:
            lines = [block.title, block.detail]
        else:
            both = f"{block.title}  {block.detail}"
            fits = self.fontMetrics().horizontalAdvance(both) <= inside.width()
            lines = [both if fits else block.title]  # half a time of day says nothing
        for at, words in enumerate(lines):  # whole lines, never the upper half of one
            shown = self.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, inside.width()
            )
            y = inside.top() + at * line + self.fontMetrics().ascent()
            painter.drawText(inside.left(), y, shown)
