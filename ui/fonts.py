"""The one font family of window and paper."""

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Noto Sans KR"
FILES = ("NotoSansKR-Regular.ttf", "NotoSansKR-Bold.ttf")
BASE_PT = 11.0


class FontsMissing(RuntimeError):
    """The family is not there; ``make setup`` makes it."""


def load(folder: Path) -> str:
    """Register the family and return its name.

    Raises:
        FontsMissing: A file is absent or cannot be read.
    """
    for name in FILES:
        path = folder / name
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FontsMissing(name)
    return FAMILY


def base_font(scale: float) -> QFont:
    """Return the font of ordinary text at one of the five text sizes."""
    font = QFont(FAMILY)
    font.setPointSizeF(BASE_PT * scale)
    return font
