"""The notice to building security: numbers, place and mood, never names or matter."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from models.values import Purpose
from services.briefing.print_paper import Printed
from services.briefing.sheet_values import SecuritySheet
from services.core.texts import gettext as _
from services.reception.group_details import GroupDetail
from services.reception.group_values import GroupCheckedIn
from services.reception.notify_security import SecurityValues
from ui import words
from ui.context import PageContext
from ui.drawers.panel import Panel
from ui.drawers.refusal import show_refusal
from ui.tasks import Lane
from ui.widgets.busy_button import BusyButton
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit


class SecurityPanel(Panel):
    """Notes that security was told, and prints the sheet for it."""

    panel_id = "security"

    def __init__(
        self,
        context: PageContext,
        group: GroupCheckedIn | GroupDetail,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, parent)
        self._group = group
        self._about = QLabel(self)
        self._about.setWordWrap(True)
        self._recipient = HangulLineEdit(self)
        self._recipient.setObjectName("securityRecipient")
        self._recipient_row = FieldRow("", self._recipient, self)
        self._tell = BusyButton("", "Ctrl+Enter", self)
        self._tell.setObjectName("securityTell")
        self._tell.make_primary()
        self._tell.clicked.connect(self._on_tell_clicked)
        self.submitted.connect(self._on_tell_clicked)
        column = self.body
        column.addWidget(self._about)
        column.addWidget(self._recipient_row)
        self.foot.addWidget(self._tell)
        column.addStretch(1)
        self.retranslate()

    @override
    def title(self) -> str:
        return _("Notice to building security")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "item.save": self._on_tell_clicked,
            "item.finish_next": self._on_tell_clicked,
        }

    @override
    def retranslate(self) -> None:
        lines = [
            _("Group {number}, mood: {mood}").format(
                number=self._group.label, mood=words.severity(self._group.severity)
            ),
            _("The notice holds numbers, time and place. No names, no matter."),
        ]
        if self._group.outside:
            lines.insert(
                1, _("{count} people wait outside").format(count=self._group.outside)
            )
        self._about.setText("\n".join(lines))
        self._recipient_row.set_label(_("Told to"))
        self._recipient.setPlaceholderText(_("security desk"))
        self._tell.set_title(_("Told; print the notice"))

    @Slot()
    def _on_tell_clicked(self) -> None:
        self.commit()
        self._recipient_row.clear()
        services, actor = self.context.services, self.context.actor
        group_id = self._group.group_id
        recipient = self._recipient.text().strip() or _("security desk")
        self._tell.show_busy(_("Saving …"))

        def tell() -> Printed:
            told = services.reception.notify_security.run(actor, group_id, recipient)
            return services.briefing.print_small.run(
                actor, sheet_of(told), Purpose.CASE
            )

        self.context.tasks.submit(
            tell,
            owner=self,
            on_done=self._on_told,
            on_error=self._on_failed,
            lane=Lane.WRITE,
        )

    def _on_told(self, paper: Printed) -> None:
        self.context.done(_("Security was told."))
        self.finished.emit()
        self.context.open_drawer("paper", paper)

    def _on_failed(self, error: Exception) -> None:
        self._tell.show_idle()
        show_refusal(error, {"recipient": self._recipient_row}, self.context.fail)


def sheet_of(told: SecurityValues) -> SecuritySheet:
    """Return the sheet that security is given."""
    return SecuritySheet(
        sent_at=told.at,
        come=told.come,
        admitted=told.admitted,
        place=told.place,
        severity=told.severity,
        recipient=told.recipient,
        room_limit=told.room_limit,
    )
