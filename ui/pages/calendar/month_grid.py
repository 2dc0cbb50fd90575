"""The month as weeks below each other: each day says what it has room to say."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from services.core.texts import gettext as _
from services.core.texts import language
from services.korean.dates import date_text, time_text, weekday_letter
from services.meetings.slots import time_of
from ui.pages.calendar.blocks import Block
from ui.pages.calendar.blocks_view import BlocksView
from ui.tables.rows_model import RowsModel
from ui.theme import Theme

_LEAST_LINES = 16  # five weeks of a day, one entry and how many more
_PAD_PX = 5


@dataclass(frozen=True, slots=True)
class DayCell:
    """What one day shows: some of its blocks, and how many more there are."""

    day: date
    shown: tuple[Block, ...]
    more: int


def cell_of(
    day: date, blocks: tuple[Block, ...], current: Block | None, lines: int
) -> DayCell:
    """Return what fits into so many lines; the current block is always in it."""
    room = max(lines, 1)
    if len(blocks) <= room:
        return DayCell(day, blocks, 0)
    room = max(room - 1, 1)  # the last line says how many more
    begin = 0
    if current in blocks:
        begin = max(0, blocks.index(current) - room + 1)
    shown = blocks[begin : begin + room]
    return DayCell(day, shown, len(blocks) - len(shown))


class MonthGrid(BlocksView):
    """Paints a month in weeks; a day's whole list is in its tip and under Enter."""

    def __init__(
        self, rows: RowsModel[Block], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(rows, theme, parent)
        self.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)

    # -- geometry ------------------------------------------------------------------

    def _columns(self) -> int:
        return max((day.weekday() for day in self.days), default=0) + 1

    def _monday(self) -> date:
        first = self.days[0]
        return first - timedelta(days=first.weekday())

    def _weeks(self) -> int:
        return (self.days[-1] - self._monday()).days // 7 + 1

    def _line(self) -> int:
        return self.fontMetrics().height()

    def _cell(self, day: date) -> QRect:
        wide, high = self.viewport().width(), self.viewport().height()
        week, at = (day - self._monday()).days // 7, day.weekday()
        columns, weeks = self._columns(), self._weeks()
        left, top = wide * at // columns, high * week // weeks
        right, bottom = wide * (at + 1) // columns, high * (week + 1) // weeks
        return QRect(left, top, right - left, bottom - top)

    def contents_of(self, day: date) -> DayCell:
        """Return what a day shows at the size it has."""
        blocks = tuple(block for block in self.rows.rows if block.day == day)
        room = self._cell(day).height() - self._line() - _PAD_PX
        current = self.rows.row_at(self.currentIndex())
        return cell_of(day, blocks, current, room // self._line())

    def _line_rect(self, day: date, at: int) -> QRect:
        cell, line = self._cell(day), self._line()
        top = cell.top() + line * (at + 1) + 2
        return QRect(cell.left() + 2, top, cell.width() - 4, line)

    @override
    def rect_of(self, block: Block) -> QRect:
        if block.day not in self.days:
            return QRect()
        shown = self.contents_of(block.day).shown
        at = shown.index(block) if block in shown else len(shown)
        return self._line_rect(block.day, at)

    @override
    def tip_at(self, place: QPoint) -> str:
        day = next((d for d in self.days if self._cell(d).contains(place)), None)
        if day is None:
            return ""
        told = [date_text(day, language()), self.notes.get(day, "")]
        told += [block.spoken for block in self.rows.rows if block.day == day]
        return "\n".join(line for line in told if line)

    # -- painting ------------------------------------------------------------------

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        if not self.days:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for day in self.days:
            self._paint_day(painter, day)
        painter.end()

    def _paint_day(self, painter: QPainter, day: date) -> None:
        cell = self._cell(day)
        head = QRect(cell.left(), cell.top(), cell.width(), self._line() + 1)
        if day == self.today:
            painter.fillRect(head, self.theme.color("selected"))
        painter.setPen(self.theme.color("divider"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(cell)
        bold = QFont(self.font())
        bold.setBold(day == self.today)
        painter.setFont(bold)
        painter.setPen(self.day_color(day))
        self._write(painter, head, self.head_of(day))
        painter.setFont(self.font())
        shown = self.contents_of(day)
        for at, block in enumerate(shown.shown):
            self._paint_block(painter, self._line_rect(day, at), block)
        if shown.more:
            painter.setPen(self.theme.color("subtle"))
            told = _("{count} more").format(count=shown.more)
            self._write(painter, self._line_rect(day, len(shown.shown)), told)

    def head_of(self, day: date) -> str:
        """Return what stands over a day: its number, its weekday, what is special."""
        told = f"{day.day} {weekday_letter(day, language())}"
        return f"{told} {self.notes.get(day, '')}".rstrip()

    def _paint_block(self, painter: QPainter, rect: QRect, block: Block) -> None:
        ground, text = self.block_colors(block)
        current = block == self.rows.row_at(self.currentIndex())
        dashed = block.role == "meeting-tentative"
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(text, 3 if current else 1, style))
        painter.setBrush(ground)
        painter.drawRoundedRect(rect.adjusted(0, 0, 0, -1), 4, 4)
        painter.setPen(text)
        begin = time_text(time_of(block.begin))
        whole = f"{begin} {block.title}"
        room = rect.width() - 2 * _PAD_PX
        fits = self.fontMetrics().horizontalAdvance(whole) <= room
        self._write(painter, rect, whole if fits else block.title)

    def _write(self, painter: QPainter, rect: QRect, words: str) -> None:
        inside = rect.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        shown = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, shown)
