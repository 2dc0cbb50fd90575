"""What to do with a desk that has stopped sending: follow the server, or a new place."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from services.core.texts import gettext as _
from services.sync.recover_desk import FOLLOWABLE
from ui import sync_causes
from ui.context import PageContext
from ui.drawers.choice import ChoiceField
from ui.drawers.panel import Panel
from ui.tasks import Lane
from ui.widgets.busy_button import BusyButton
from ui.widgets.field_state import FieldRow


class Way(StrEnum):
    """How a stopped desk goes on."""

    FOLLOW = "follow"
    NEW_PLACE = "new_place"


class RecoverPanel(Panel):
    """Says what stopped the desk; a person who may decide chooses how it goes on."""

    panel_id = "recover"

    def __init__(
        self, context: PageContext, halted: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._halted = halted
        self._why = self.label("recoverWhy", "warning")
        self._about = self.label("recoverAbout", "hint")
        self._way = ChoiceField(self)
        self._way.setObjectName("recoverWay")
        self._way.currentIndexChanged.connect(self._on_way_changed)
        self._row = FieldRow("", self._way, self)
        self._go = BusyButton("", "Ctrl+Enter", self)
        self._go.setObjectName("recoverGo")
        self._go.make_primary()
        self._go.asked.connect(self._on_go_asked)
        self.submitted.connect(self._on_go_asked)
        for widget in (self._why, self._row, self._about):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.foot.addWidget(self._go)
        self.retranslate()

    @override
    def title(self) -> str:
        return _("Sending has stopped")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "item.save": self._on_go_asked,
            "item.finish_next": self._on_go_asked,
        }

    @override
    def retranslate(self) -> None:
        self._why.setText(sync_causes.stopped(self._halted))
        ways = [(Way.NEW_PLACE, _("Give this desk a new place"))]
        if self._halted in FOLLOWABLE:
            ways.insert(0, (Way.FOLLOW, _("Follow the shared database")))
        self._way.offer(ways)
        self._row.set_label(_("Go on by"))
        self._on_way_changed()

    @Slot()
    def _on_way_changed(self) -> None:
        if self._way.chosen_key() == Way.FOLLOW:
            self._about.setText(
                _(
                    "The next round fetches the state of the shared database and sends "
                    "again what it lacks. What both hold differently is put before a "
                    "person. Nothing here is thrown away."
                )
            )
            self._go.set_title(_("Follow and sync"))
        else:
            self._about.setText(
                _(
                    "The IT office makes a new place with a new letter (server enrol). "
                    "What was not sent goes out under the new letter; nothing is sent "
                    "twice."
                )
            )
            self._go.set_title(_("Enrol with a new place"))

    @Slot()
    def _on_go_asked(self) -> None:
        sync, actor = self.context.services.sync, self.context.actor
        follows = self._way.chosen_key() == Way.FOLLOW
        verb = sync.follow_server if follows else sync.give_up_place
        self._go.show_busy(_("Saving …"))
        self.context.tasks.submit(
            lambda: verb.run(actor),
            owner=self,
            on_done=self._on_followed if follows else self._on_given_up,
            on_error=self._on_failed,
            lane=Lane.WRITE,
        )

    def _on_followed(self, _nothing: object) -> None:
        self.finished.emit()
        self.context.go_to("sync", "start")

    def _on_given_up(self, _nothing: object) -> None:
        self.finished.emit()
        self.context.open_drawer("enrol", None)

    def _on_failed(self, error: Exception) -> None:
        self._go.show_idle()
        self.context.fail(error)
