"""Whether this desk goes on with sync behind the lock: said, and changed by one button."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from services.core.texts import gettext as _
from ui.unattended import Unattended
from ui.widgets.busy_button import BusyButton
from ui.widgets.card import Card
from ui.widgets.role import set_role


class UnattendedCard(Card):
    """Says whether it is on, where the secret lies, and who may change it."""

    def __init__(self, model: Unattended, parent: QWidget) -> None:
        super().__init__("", parent)
        self._model = model
        self._state = QLabel(self)
        self._state.setObjectName("unattendedState")
        self._state.setWordWrap(True)
        self._about = QLabel(self)
        self._about.setWordWrap(True)
        set_role(self._about, "hint")
        self._change = BusyButton("", "Ctrl+1", self)
        self._change.setObjectName("unattendedChange")
        self._change.asked.connect(model.change)
        foot = QHBoxLayout()
        foot.addWidget(self._change)
        foot.addStretch(1)
        self.body.addWidget(self._about)
        self.body.addWidget(self._state)
        self.body.addLayout(foot)
        model.changed.connect(self._on_model_changed)

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self.set_title(_("Sync while nobody is signed in"))
        self._about.setText(
            _(
                "While the desk is locked, and by a timer, it can go on with a key for "
                "sync alone. The secret to it lies in this computer's own secret store, "
                "for your account of the computer. The team leader and the IT office "
                "may change this; each change is logged."
            )
        )
        self._on_model_changed()

    @Slot()
    def _on_model_changed(self) -> None:
        is_on = self._model.is_on
        if is_on is None:
            self._state.setText(_("Reading …"))
        elif is_on:
            self._state.setText(_("✓ On: sync goes on while nobody is signed in."))
        else:
            self._state.setText(_("○ Off: sync pauses until somebody signs in."))
        self._change.setEnabled(is_on is not None)
        self._change.set_title(_("Turn off") if is_on else _("Turn on"))
        if self._model.is_busy:
            self._change.show_busy(_("Asking the secret store …"))
        elif self._change.is_busy:
            self._change.show_idle()
