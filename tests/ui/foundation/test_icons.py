from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from ui.icons import SIZES, icon


def ink(picture):
    """Return the strongest colour of a picture and how opaque it is there."""
    places = [
        picture.pixelColor(x, y)
        for x in range(picture.width())
        for y in range(picture.height())
    ]
    return max(places, key=QColor.alpha)


def test_an_icon_is_drawn_in_the_colour_that_was_asked_for(qapp):
    for color in ("#256ef4", "#f4f5f6"):
        drawn = ink(icon("printer", color).pixmap(48, 48).toImage())
        assert drawn.alpha() > 200
        wanted = QColor(color)
        assert abs(drawn.red() - wanted.red()) <= 2
        assert abs(drawn.blue() - wanted.blue()) <= 2


def test_an_icon_is_drawn_for_every_size_and_not_stretched(qapp):
    sizes = icon("search", "#1e2124").availableSizes()
    assert sorted(size.width() for size in sizes) == list(SIZES)
    assert all(size == QSize(size.width(), size.width()) for size in sizes)


def test_an_icon_is_drawn_once(qapp):
    assert icon("search", "#1e2124") is icon("search", "#1e2124")
