"""Paints a state as a chip: sign and word on the state's colours."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from ui.tables.rows_model import STATE_ROLE

ChipColors = Callable[[str], tuple[QColor, QColor]]
_ROUNDING = 0.25  # of the line height
_PADDING = 0.4


class StateDelegate(QStyledItemDelegate):
    """Paints cells that have a state as chips, all others as they are.

    Args:
        chip_colors: Gives ground and text colour of a state, from the theme in use.
        parent: Owns the delegate.
    """

    def __init__(self, chip_colors: ChipColors, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chip_colors = chip_colors

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        state = index.data(STATE_ROLE)
        if not isinstance(state, str) or not state:
            super().paint(painter, option, index)
            return
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        words = cell.text
        cell.text = ""
        item = QStyle.ControlElement.CE_ItemViewItem
        cell.widget.style().drawControl(item, cell, painter, cell.widget)
        self._paint_chip(painter, cell, words, state)

    def _paint_chip(
        self, painter: QPainter, cell: QStyleOptionViewItem, words: str, state: str
    ) -> None:
        ground, ink = self._chip_colors(state)
        line = cell.fontMetrics.height()
        pad = line * _PADDING
        area = QRectF(cell.rect).adjusted(pad / 2, 0, -pad / 2, 0)
        # A sign may come from another font, whose advance is told a little short.
        wide = cell.fontMetrics.horizontalAdvance(words) + 2 * pad + line / 4
        chip = QRectF(0, 0, min(wide, area.width()), min(line * 1.3, area.height()))
        chip.moveCenter(area.center())
        chip.moveLeft(area.left())
        inside = chip.adjusted(pad, 0, -pad, 0)
        shown = words
        if wide > area.width():
            shown = cell.fontMetrics.elidedText(
                words, Qt.TextElideMode.ElideRight, int(inside.width())
            )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(chip, line * _ROUNDING, line * _ROUNDING)
        painter.setPen(ink)
        painter.setFont(cell.font)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.drawText(inside, flags, shown)
        painter.restore()
