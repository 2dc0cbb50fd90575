"""The reception page: the line over its whole width, with every verb of the desk."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from services.core.texts import gettext as _
from ui import actions
from ui.context import PageContext, Places
from ui.drawers.waiting import WaitingModel
from ui.drawers.waiting_card import WaitingCard
from ui.page import Page
from ui.widgets.key_button import KeyButton

MORE = ("group.check_in", "visit.call_again", "visit.hold", "visit.absent_to_end")


class ReceptionPage(Page):
    """Everything that can be done with whoever stands at the desk."""

    page_id = "reception"

    def __init__(
        self, context: PageContext, waiting: WaitingModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._waiting = waiting
        self._line = WaitingCard(waiting, self)
        self._buttons: dict[str, KeyButton] = {}
        more = QHBoxLayout()
        for action_id in MORE:
            button = KeyButton("", actions.key_of(action_id), self)
            button.setObjectName(f"more-{action_id}")
            button.setProperty("actionId", action_id)
            button.clicked.connect(self._on_more_clicked)
            more.addWidget(button)
            self._buttons[action_id] = button
        more.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._line, 1)
        column.addLayout(more)
        self.retranslate()

    @override
    def places(self) -> Places:
        row = self._waiting.chosen
        return () if row is None else (("visit", str(row.visit_id)),)

    @override
    def title(self) -> str:
        return _("Reception")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {"refresh": self._waiting.reload, "item.new": self._check_in}

    def _check_in(self) -> None:
        self.context.open_drawer("check_in", None)

    @override
    def shown(self, payload: object) -> None:
        self._waiting.reload()
        self._line.table.setFocus()

    @override
    def drop_rows(self) -> None:
        self._line.forget()

    @override
    def retranslate(self) -> None:
        self._line.retranslate()
        for action_id, button in self._buttons.items():
            button.set_title(actions.text_of(action_id))

    @Slot()
    def _on_more_clicked(self) -> None:
        action_id = str(self.sender().property("actionId"))
        if action_id == "group.check_in":
            self.context.open_drawer("group_check_in", None)
        else:
            self._waiting.handlers()[action_id]()
