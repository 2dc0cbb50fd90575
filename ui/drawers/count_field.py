"""A small whole number, typed with digits or stepped with the arrow keys."""

from PySide6.QtWidgets import QSpinBox, QWidget

MOST = 99_999


class CountField(QSpinBox):
    """Takes 0 to 99,999; the first digit typed replaces the zero."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, MOST)
        self.setAccelerated(True)
        self.setKeyboardTracking(False)
        self.lineEdit().setObjectName("")
        self.setMinimumHeight(self.fontMetrics().height() + 14)
