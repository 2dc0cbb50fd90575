"""Icons from the lucide package, drawn in a palette colour."""

from functools import cache
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 20, 24, 32, 48)


@cache
def _archive() -> ZipFile:
    return ZipFile(BytesIO((files("lucide") / "lucide.zip").read_bytes()))


@cache
def icon(name: str, color: str) -> QIcon:
    """Return an icon by its lucide name, drawn in ``color`` (``#rrggbb``)."""
    svg = _archive().read(f"{name}.svg").decode("utf-8").replace("currentColor", color)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    drawn = QIcon()
    for size in SIZES:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter)
        painter.end()
        drawn.addPixmap(picture)
    return drawn
