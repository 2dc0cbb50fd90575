"""A window with one Hangul field that prints what the field shows at each change."""

import sys

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication

from ui.widgets.hangul_line_edit import HangulLineEdit

TITLE = "통통 입력"


class PrintingField(HangulLineEdit):
    """Prints its live text, the syllable in the making included."""

    def __init__(self) -> None:
        super().__init__()
        self.live_text_changed.connect(self._on_live_text_changed)

    @Slot(str)
    def _on_live_text_changed(self, text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


def main() -> int:
    """Show the field until the window is closed."""
    application = QApplication(sys.argv)
    field = PrintingField()
    field.setWindowTitle(TITLE)
    field.resize(400, 60)
    field.show()
    field.activateWindow()
    field.setFocus()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
