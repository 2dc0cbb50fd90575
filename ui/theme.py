"""Colours by role in two schemes, text sizes in five steps; after KRDS.

Source: KRDS tokens, resolved in ``resources/styles/krds.json``.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

import resources
from ui.fonts import base_font
from ui.theme_qss import style_sheet

SCALES = (0.9, 1.0, 1.1, 1.3, 1.5)
SPACE = (4, 8, 12, 16, 24)

# A state as colour: the sign and the word stand beside it, colour never speaks alone.
STATE_ROLES = {
    "waiting": "waiting",
    "called": "warning",
    "in_counselling": "information",
    "to_record": "record",
    "closed": "success",
    "absent": "danger",
    "on_hold": "hold",
    "handed_over": "hold",
    "carried_over": "hold",
    "left": "waiting",
    "cancelled": "waiting",
}


class Scheme(StrEnum):
    """Which set of colours is shown."""

    LIGHT = "light"
    HIGH_CONTRAST = "high_contrast"


@cache
def colors(scheme: Scheme) -> dict[str, str]:
    """Return every role's colour in ``scheme``."""
    told = json.loads(resources.path("styles/krds.json").read_text(encoding="utf-8"))
    chosen: dict[str, str] = told[scheme.value]
    return chosen


@dataclass(frozen=True, slots=True)
class Theme:
    """A scheme at a text size."""

    scheme: Scheme = Scheme.LIGHT
    scale: float = 1.0

    def color(self, role: str) -> QColor:
        """Return the colour of a role."""
        return QColor(colors(self.scheme)[role])

    def state_colors(self, state: str) -> tuple[QColor, QColor]:
        """Return ground and text of a state's chip."""
        role = STATE_ROLES.get(state, "waiting")
        return self.color(f"{role}_bg"), self.color(role)

    def apply(self, application: QApplication) -> None:
        """Show the whole program in this theme."""
        application.setStyle("Fusion")
        light = self.scheme is Scheme.LIGHT
        scheme = Qt.ColorScheme.Light if light else Qt.ColorScheme.Dark
        application.styleHints().setColorScheme(scheme)
        application.setFont(base_font(self.scale))
        application.setPalette(self.palette())
        for kind in _FRAMED:
            application.setPalette(self._framed_palette(), kind)  # type: ignore[arg-type]  # the stub says bytes, Qt takes str
        application.setStyleSheet(style_sheet(colors(self.scheme), self.scale))

    def palette(self) -> QPalette:
        """Return the palette for what the style sheet leaves alone."""
        palette = QPalette()
        for role, name in _PALETTE.items():
            palette.setColor(role, self.color(name))
        for role in (
            QPalette.ColorRole.Text,
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.ButtonText,
        ):
            disabled = QPalette.ColorGroup.Disabled
            palette.setColor(disabled, role, self.color("disabled"))
        return palette

    def _framed_palette(self) -> QPalette:
        palette = self.palette()
        frame = self.color("border").lighter(_FUSION_DARKENS_BY)
        palette.setColor(QPalette.ColorRole.Window, frame)
        return palette


# Fusion frames these in the window colour made darker, which on a dark window is
# nearly black.  Only this colour is changed: the style sheet must not touch their parts.
_FRAMED = ("QCheckBox", "QRadioButton", "QComboBox", "QAbstractSpinBox")
_FUSION_DARKENS_BY = 140

_ROLE = QPalette.ColorRole
_PALETTE = {
    _ROLE.Window: "window",
    _ROLE.Base: "base",
    _ROLE.AlternateBase: "alternate",
    _ROLE.Text: "text",
    _ROLE.WindowText: "text",
    _ROLE.ButtonText: "text",
    _ROLE.Button: "base",
    _ROLE.Highlight: "primary",
    _ROLE.HighlightedText: "on_primary",
    _ROLE.PlaceholderText: "placeholder",
    _ROLE.Mid: "line",
    _ROLE.Dark: "border",
    _ROLE.Light: "base",
    _ROLE.Midlight: "divider",
    _ROLE.Link: "primary_hover",
    _ROLE.Accent: "primary",
    _ROLE.ToolTipBase: "base",
    _ROLE.ToolTipText: "text",
}
