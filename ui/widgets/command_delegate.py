"""Paints a line of the palette: what it is called, and its key at the right."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

Index = QModelIndex | QPersistentModelIndex
KEY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ROW_HEIGHT = 1.7  # of the line height, as in the tables
_PADDING = 0.5


class CommandDelegate(QStyledItemDelegate):
    """Keeps the key in sight: a title too long for its line is cut before it."""

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        metrics = option.fontMetrics
        pad = metrics.height() * _PADDING
        key_px = metrics.horizontalAdvance(_key(index))
        room = option.rect.width() - key_px - 3 * pad
        side = Qt.TextElideMode.ElideRight
        option.text = metrics.elidedText(option.text, side, int(room))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        super().paint(painter, option, index)
        pad = round(option.fontMetrics.height() * _PADDING)
        place = option.rect.adjusted(0, 0, -pad, 0)
        painter.save()
        painter.setFont(option.font)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, side, _key(index))
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), round(option.fontMetrics.height() * _ROW_HEIGHT))


def _key(index: Index) -> str:
    return str(index.data(KEY_ROLE) or "")
