"""The menu of the window: every command that works now, by group, with its key.

Undo and redo stand in it always, grey where there is nothing: a clerk who looks for
them shall learn their keys.
"""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui import actions

ALWAYS = frozenset({"edit.undo", "edit.redo"})


def main_menu(offered: Mapping[str, QAction], parent: QWidget) -> QMenu:
    """Return a menu of these actions as far as they work; it goes when it closes."""
    menu = QMenu(parent)
    menu.setObjectName("mainMenu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for group, heading in actions.groups().items():
        part = menu.addMenu(heading)
        part.addActions(
            [
                offered[spec.id]
                for spec in actions.SPECS.values()
                if spec.group == group
                and (offered[spec.id].isEnabled() or spec.id in ALWAYS)
            ]
        )
        part.menuAction().setVisible(not part.isEmpty())
    return menu
