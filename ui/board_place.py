"""Holds the board over every lock; knows nothing of what it shows.

The frame has it from the start, so it imports nothing that opening an office needs.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from ui.board_window import BoardWindow


class BoardPlace(QObject):
    """Holds the board while it is on; lives as long as the frame."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._window: BoardWindow | None = None

    @property
    def window(self) -> "BoardWindow | None":
        """The board, while it is on."""
        return self._window

    def hold(self, window: "BoardWindow") -> None:
        """Keep the board until it is closed."""
        window.closed.connect(self._on_window_closed)
        self._window = window

    def close(self) -> None:
        """Turn the board off, if it is on."""
        if self._window is not None:
            self._window.close()

    @Slot()
    def _on_window_closed(self) -> None:
        self._window = None
