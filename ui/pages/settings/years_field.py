"""For how many years something is kept: one of the classes that the law knows."""

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from services.core.settings import ALWAYS, CLASSES
from services.core.texts import gettext as _
from services.core.texts import ngettext
from ui.drawers.choice import ChoiceField


class YearsField(ChoiceField):
    """Offers the classes; 3 picks three years, and 0 after it thirty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for years in CLASSES:
            self.addItem("", str(years))

    def retranslate(self) -> None:
        """Set every class in the language in use."""
        for at, years in enumerate(CLASSES):
            self.setItemText(at, _words(years))

    def years(self) -> int:
        """Return the class that is chosen; 0 for always."""
        return int(self.chosen_key())

    def choose_years(self, years: int) -> None:
        """Choose a class."""
        self.choose_key(str(years))

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        digit = e.text()
        if not (digit.isascii() and digit.isdigit()):
            super().keyPressEvent(e)
            return
        longer = self.years() * 10 if digit == "0" else int(digit)
        if longer != ALWAYS and longer in CLASSES:
            self.choose_years(longer)
            self.picked.emit()


def _words(years: int) -> str:
    if years == ALWAYS:
        return _("for good (semi-permanent, permanent)")
    return ngettext("{count} year", "{count} years", years).format(count=years)
