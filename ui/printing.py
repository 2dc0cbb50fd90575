"""Sends pages to a printer, as they were previewed; without one it says so."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from models.errors import PrinterMissing
from services.briefing.pages import page_count, render

DPI = 300


def print_pdf(pdf: bytes, title: str, copies: int = 1) -> None:
    """Print every page on the chosen printer of this computer.

    Raises:
        PrinterMissing: There is none; the paper can be saved as PDF.
    """
    chosen = QPrinterInfo.defaultPrinter()
    if chosen.isNull():
        raise PrinterMissing
    printer = QPrinter(chosen, QPrinter.PrinterMode.HighResolution)
    printer.setResolution(DPI)
    printer.setDocName(title)
    printer.setCopyCount(copies)
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterMissing
    try:
        for number in range(1, page_count(pdf) + 1):
            if number > 1:
                printer.newPage()
            image = render(pdf, number, DPI)
            page = QImage(
                image.rgb,
                image.width,
                image.height,
                image.width * 3,
                QImage.Format.Format_RGB888,
            )
            target = QRect(0, 0, printer.width(), printer.height())
            painter.drawImage(target, page)
    finally:
        painter.end()
