"""A state as colour, sign and word together."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.widgets.role import set_role


class Chip(QLabel):
    """Shows one state; the theme colours it by the role ``chip-<state>``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_state(self, state: str, sign: str, word: str) -> None:
        """Show ``sign`` and ``word`` in the colours of ``state``.

        A screen reader is told the word alone: signs are read out badly.
        """
        set_role(self, f"chip-{state}")
        self.setText(f"{sign} {word}".strip())
        self.setAccessibleName(word)
