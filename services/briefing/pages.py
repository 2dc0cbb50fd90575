"""Pages of a finished PDF for the screen and the printer: pictures and text, no Qt.

pdfium works on one document at a time, so calls take turns.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

POINTS_AN_INCH = 72
BYTES_A_PIXEL = 3

# pdfium breaks words at line ends itself and puts these where a hyphen stood.
_LINE_END_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})
_turn = threading.Lock()


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as rows of red, green, blue bytes, no padding between rows."""

    width: int
    height: int
    rgb: bytes

    def __repr__(self) -> str:
        return f"<PageImage {self.width}x{self.height}>"


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry of a PDF's table of contents; pages count from 1."""

    title: str
    page: int


def page_count(pdf: bytes) -> int:
    """Return how many pages there are."""
    with _opened(pdf) as document:
        return len(document)


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Return width and height of each page in points."""
    with _opened(pdf) as document:
        return tuple(document.get_page_size(at) for at in range(len(document)))


def render(pdf: bytes, page: int, dpi: int) -> PageImage:
    """Return one page, counted from 1, as a picture on white.

    Raises:
        IndexError: There is no such page.
    """
    with _opened(pdf) as document:
        _check(document, page)
        sheet = document[page - 1]
        bitmap = sheet.render(scale=dpi / POINTS_AN_INCH, rev_byteorder=True)
        try:
            row = bitmap.width * BYTES_A_PIXEL
            raw = bytes(bitmap.buffer)
            rows = (
                raw[at : at + row]
                for at in range(0, bitmap.stride * bitmap.height, bitmap.stride)
            )
            return PageImage(bitmap.width, bitmap.height, b"".join(rows))
        finally:
            bitmap.close()
            sheet.close()


def text(pdf: bytes, page: int) -> str:
    """Return what can be read on one page, counted from 1, line by line.

    Raises:
        IndexError: There is no such page.
    """
    with _opened(pdf) as document:
        _check(document, page)
        sheet = document[page - 1]
        words = sheet.get_textpage()
        try:
            read = str(words.get_text_range())
        finally:
            words.close()
            sheet.close()
    return read.translate(_LINE_END_HYPHENS).replace("\r\n", "\n")


def contents(pdf: bytes) -> tuple[Mark, ...]:
    """Return the table of contents in order."""
    with _opened(pdf) as document:
        return tuple(
            Mark(entry.get_title(), (entry.get_dest().get_index() or 0) + 1)
            for entry in document.get_toc()
        )


@contextmanager
def _opened(pdf: bytes) -> Iterator["PdfDocument"]:
    from pypdfium2 import PdfDocument  # noqa: PLC0415 - late: only for paper

    with _turn:
        document = PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def _check(document: "PdfDocument", page: int) -> None:
    if not 1 <= page <= len(document):
        msg = "no such page"
        raise IndexError(msg)
