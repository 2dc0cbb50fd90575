"""The menu of the window: every command that works now, by group, with its key."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui import actions


def main_menu(offered: Mapping[str, QAction], parent: QWidget) -> QMenu:
    """Return a menu of the enabled ones of these actions; it goes when it closes."""
    menu = QMenu(parent)
    menu.setObjectName("mainMenu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for group, heading in actions.groups().items():
        part = menu.addMenu(heading)
        part.addActions(
            [
                offered[spec.id]
                for spec in actions.SPECS.values()
                if spec.group == group and offered[spec.id].isEnabled()
            ]
        )
        part.menuAction().setVisible(not part.isEmpty())
    return menu
