"""Changes language, text size and colours of the whole program, and remembers them."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from services.core import texts
from ui.theme import SCALES, Scheme, Theme
from ui.window_state import WindowState


class Looks(QObject):
    """The one place where the program's looks change.

    Signals:
        changed: Language, size or colours are others; the desk is made anew.
    """

    changed = Signal()

    def __init__(self, theme: Theme, state: WindowState, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = state

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return self._theme

    @Slot(str)
    def use_language(self, language: str) -> None:
        """Show every text in ``language``, at once."""
        texts.use(language)
        self._state.put("language", language)
        application = QCoreApplication.instance()
        if application is not None:
            changed = QEvent(QEvent.Type.LanguageChange)
            QCoreApplication.sendEvent(application, changed)
        self.changed.emit()

    @Slot(str)
    def use_scale(self, scale: str) -> None:
        """Show every text at one of the five sizes."""
        self._apply(Theme(self._theme.scheme, float(scale)))

    @Slot(str)
    def use_scheme(self, scheme: str) -> None:
        """Show the other set of colours."""
        self._apply(Theme(Scheme(scheme), self._theme.scale))

    @Slot()
    def larger(self) -> None:
        """Show the next larger text size."""
        self._step(1)

    @Slot()
    def smaller(self) -> None:
        """Show the next smaller text size."""
        self._step(-1)

    @Slot()
    def normal(self) -> None:
        """Show the ordinary text size."""
        self._apply(Theme(self._theme.scheme, 1.0))

    def _step(self, step: int) -> None:
        at = SCALES.index(self._theme.scale) if self._theme.scale in SCALES else 1
        at = min(max(at + step, 0), len(SCALES) - 1)
        self._apply(Theme(self._theme.scheme, SCALES[at]))

    def _apply(self, theme: Theme) -> None:
        self._theme = theme
        self._state.put("scale", f"{theme.scale:g}")
        self._state.put("scheme", theme.scheme.value)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application)
        self.changed.emit()
