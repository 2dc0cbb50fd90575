"""Parts beside each other while there is room for them, below each other if not."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget
from typing_extensions import override

_Direction = QBoxLayout.Direction


@dataclass(frozen=True, slots=True)
class _Part:
    widget: QWidget
    stretch: int
    least_chars: int

    def least_px(self) -> int:
        character = self.widget.fontMetrics().horizontalAdvance("가")
        return max(self.widget.minimumSizeHint().width(), self.least_chars * character)


class SideBySide(QWidget):
    """Lays its parts in a row, or in a column where the row would be too narrow.

    Even parts are as wide as each other in a row, so that rows stand in line.
    """

    def __init__(self, parent: QWidget | None = None, *, even: bool = False) -> None:
        super().__init__(parent)
        self._even = even
        self._parts: list[_Part] = []
        self._box = QBoxLayout(_Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)

    def add(self, part: QWidget, stretch: int = 0, least_chars: int = 0) -> None:
        """Add a part that wants at least so many Hangul characters in a row."""
        self._parts.append(_Part(part, stretch, least_chars))
        self._box.addWidget(part, stretch)
        self._turn()

    @property
    def is_row(self) -> bool:
        """Whether the parts stand beside each other just now."""
        return self._box.direction() == _Direction.LeftToRight

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for the width of the widest part: the others can go below it."""
        widths = [part.widget.minimumSizeHint().width() for part in self._parts]
        return QSize(max(widths, default=0), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._turn()
        super().resizeEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.FontChange):
            self._turn()  # a part asks for more or less room: other words, larger text
        return super().event(event)

    def _turn(self) -> None:
        shown = [part for part in self._parts if not part.widget.isHidden()]
        least = [part.least_px() for part in shown]
        needed = max(least, default=0) * len(least) if self._even else sum(least)
        needed += self._box.spacing() * (len(shown) - 1)
        row = needed <= self.width()
        self._box.setDirection(
            _Direction.LeftToRight if row else _Direction.TopToBottom
        )
