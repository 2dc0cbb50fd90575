"""What week and month have in common: a list to keys and screen readers."""

from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QHelpEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QToolTip, QWidget
from typing_extensions import override

from ui.pages.calendar.blocks import Block
from ui.tables.rows_model import RowsModel
from ui.theme import Theme

_ROLES = {
    "session": ("information_bg", "information"),
    "danger": ("danger_bg", "danger"),
    "quiet": ("waiting_bg", "waiting"),
    "visit": ("success_bg", "success"),
    "meeting-tentative": ("base", "subtle"),
    "meeting-confirmed": ("record_bg", "record"),
    "meeting-held": ("waiting_bg", "waiting"),
    "meeting-no_show": ("warning_bg", "warning"),
}
_SATURDAY, _SUNDAY = 5, 6
Index = QModelIndex | QPersistentModelIndex


class BlocksView(QListView):
    """Shows blocks by day; arrow keys walk through them in order.

    Who paints says in ``rect_of`` where a block is.
    """

    def __init__(
        self, rows: RowsModel[Block], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.rows = rows
        self.theme = theme
        self.days: tuple[date, ...] = ()
        self.notes: dict[date, str] = {}
        self.today: date | None = None
        self.setModel(rows)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def show_days(
        self, days: tuple[date, ...], notes: dict[date, str], today: date
    ) -> None:
        """Show these days; ``notes`` says what is special about one."""
        self.days, self.notes, self.today = days, notes, today
        self.viewport().update()

    def rect_of(self, block: Block) -> QRect:
        """Return where a block is painted; empty if it is not."""
        raise NotImplementedError

    def tip_at(self, place: QPoint) -> str:
        """Return the whole of what lies there."""
        block = self.rows.row_at(self.indexAt(place))
        return "" if block is None else block.spoken

    def day_color(self, day: date) -> QColor:
        """Return in what colour a day is named."""
        if self.notes.get(day) or day.weekday() == _SUNDAY:
            return self.theme.color("holiday")
        return self.theme.color("saturday" if day.weekday() == _SATURDAY else "text")

    def block_colors(self, block: Block) -> tuple[QColor, QColor]:
        """Return the ground and the text of a block."""
        ground, text = _ROLES.get(block.role, _ROLES["quiet"])
        return self.theme.color(ground), self.theme.color(text)

    @override
    def visualRect(self, index: Index) -> QRect:
        block = self.rows.row_at(index)
        return self.rect_of(block) if block is not None else QRect()

    @override
    def indexAt(self, p: QPoint) -> QModelIndex:
        for at in range(self.rows.rowCount()):
            index = self.rows.index(at, 0)
            if self.visualRect(index).contains(p):
                return index
        return QModelIndex()

    @override
    def visualRegionForSelection(self, selection: object) -> QRegion:
        return QRegion(self.viewport().rect())

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return super().viewportEvent(event)

    @override
    def moveCursor(
        self,
        cursorAction: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        actions = QAbstractItemView.CursorAction
        back = (actions.MoveUp, actions.MoveLeft, actions.MovePrevious)
        at, last = self.currentIndex().row(), self.rows.rowCount() - 1
        match cursorAction:
            case actions.MoveHome:
                at = 0
            case actions.MoveEnd:
                at = last
            case action if action in back:
                at -= 1
            case _:
                at += 1
        return self.rows.index(min(max(at, 0), max(last, 0)), 0)
