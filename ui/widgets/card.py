"""A titled section of a page."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.widgets.role import set_role


class Card(QFrame):
    """Frames what belongs together; ``body`` takes the widgets, ``head`` extras."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self._title = QLabel(self)
        set_role(self._title, "title")
        outer = QVBoxLayout(self)
        self.head = QHBoxLayout()
        self.head.addWidget(self._title, 1)
        self.body = QVBoxLayout()
        outer.addLayout(self.head)
        outer.addLayout(self.body, 1)
        self.set_title(title)

    def set_title(self, title: str) -> None:
        """Show ``title`` above the section and make it the section's name."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self.setAccessibleName(title)
