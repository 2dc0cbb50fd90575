"""Shows the real pages of a PDF, one below the other, readable by screen readers."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from services.briefing.pages import page_count, render, text
from services.core.texts import gettext as _

POINTS_AN_INCH = 72


class PdfView(QScrollArea):
    """Draws each page as wide as the view; the page's text is its spoken name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pdfView")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pages = QWidget(self)
        self._column = QVBoxLayout(self._pages)
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(self._pages)
        self._labels: list[QLabel] = []

    def show_pdf(self, pdf: bytes) -> None:
        """Show these pages; the first is in sight."""
        self.clear()
        width = max(self.viewport().width() - 40, 300)
        paper_pt = render(pdf, 1, POINTS_AN_INCH).width  # one pixel for each point
        dpi = round(POINTS_AN_INCH * width / paper_pt)
        for number in range(1, page_count(pdf) + 1):
            image = render(pdf, number, dpi)
            picture = QImage(
                image.rgb,
                image.width,
                image.height,
                image.width * 3,
                QImage.Format.Format_RGB888,
            )
            label = QLabel(self._pages)
            label.setPixmap(QPixmap.fromImage(picture))
            label.setAccessibleName(_("Page {number}").format(number=number))
            label.setAccessibleDescription(text(pdf, number))
            self._column.addWidget(label)
            self._labels.append(label)
        self.verticalScrollBar().setValue(0)

    def clear(self) -> None:
        """Show nothing."""
        for label in self._labels:
            self._column.removeWidget(label)
            label.deleteLater()
        self._labels = []
