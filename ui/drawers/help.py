"""The keys that work now, by group; always at F1."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from services.core.texts import gettext as _
from ui import actions
from ui.context import PageContext
from ui.drawers.panel import Panel


class HelpPanel(Panel):
    """Lists every key of the program, those of the page in front first."""

    panel_id = "help"

    def __init__(
        self,
        context: PageContext,
        offered: frozenset[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, parent)
        self._offered = offered
        self._keys = QLabel(self)
        self._keys.setObjectName("helpKeys")
        self._keys.setTextFormat(Qt.TextFormat.PlainText)
        self._keys.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column = self.body
        column.addWidget(self._keys)
        column.addStretch(1)
        self.retranslate()

    @override
    def title(self) -> str:
        return _("Help and keys")

    @override
    def retranslate(self) -> None:
        lines: list[str] = []
        for group, heading in actions.groups().items():
            lines += ["", heading]
            lines += [
                f"  {', '.join(spec.keys)}   {spec.text()}"
                for spec in actions.SPECS.values()
                if spec.group == group and spec.id in self._offered
            ]
        self._keys.setText("\n".join(lines[1:]))
        self._keys.setAccessibleName(self.title())
