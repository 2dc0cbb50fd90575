"""Books a meeting: when, who, where; what stands in the way is asked for in place."""

from collections.abc import Callable, Mapping
from datetime import date, time

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from models.errors import DoubleBooking, FormRefused, ReasonNeeded
from models.values import HostId, MeetingKind, RoomId
from services.core.texts import gettext as _
from services.core.texts import language
from services.korean.dates import ENGLISH
from services.meetings.book import Booking
from services.meetings.hosts import HostRow, RoomRow
from services.meetings.place import Grounds, Place
from ui.context import PageContext
from ui.drawers.form_draft import FormDraft
from ui.drawers.panel import Panel
from ui.drawers.refusal import check_values, show_refusal, written
from ui.error_texts import words
from ui.tasks import Lane
from ui.widgets.busy_button import BusyButton
from ui.widgets.day_edit import DayEdit
from ui.widgets.field_state import FieldRow
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.time_edit import TimeEdit

KINDS = (MeetingKind.CITIZEN, MeetingKind.INTERNAL)


class BookingPanel(Panel):
    """Puts a meeting into the calendar; a double booking needs a reason."""

    panel_id = "booking"

    def __init__(
        self, context: PageContext, day: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._title_field = HangulLineEdit(self)
        self._title_field.setObjectName("bookingTitle")
        self._kind = self._combo("bookingKind")
        self._day = DayEdit(day, self)
        self._day.setObjectName("bookingDay")
        self._starts = self._time("bookingStarts", 14)
        self._ends = self._time("bookingEnds", 15)
        self._host = self._combo("bookingHost")
        self._room = self._combo("bookingRoom")
        self._overlap = HangulLineEdit(self)
        self._overlap.setObjectName("bookingOverlap")
        self._ground = HangulLineEdit(self)
        self._ground.setObjectName("bookingGround")
        self._rows = {
            "title": FieldRow("", self._title_field, self),
            "kind": FieldRow("", self._kind, self),
            "day": FieldRow("", self._day, self),
            "starts_at": FieldRow("", self._starts, self),
            "ends_at": FieldRow("", self._ends, self),
            "host": FieldRow("", self._host, self),
            "room": FieldRow("", self._room, self),
            "overlap_reason": FieldRow("", self._overlap, self),
            "election_ground": FieldRow("", self._ground, self),
        }
        self._rows["title"].require()
        for name in ("overlap_reason", "election_ground"):
            self._rows[name].hide()
        self._finish()

    def _finish(self) -> None:
        self._save = BusyButton("", "Ctrl+Enter", self)
        self._save.setObjectName("bookingSave")
        self._save.make_primary()
        self._save.clicked.connect(self._on_save_clicked)
        self.submitted.connect(self._on_save_clicked)
        column = self.body
        for row in self._rows.values():
            column.addWidget(row)
        self.foot.addWidget(self._save)
        column.addStretch(1)
        self.retranslate()
        FormDraft(self, "booking")
        meetings, actor = self.context.services.meetings, self.context.actor
        self.context.tasks.submit(
            lambda: (meetings.hosts.run(actor), meetings.rooms.run(actor)),
            owner=self,
            on_done=self._on_lists,
            on_error=self.context.fail,
            lane=Lane.READ,
        )

    def _combo(self, name: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        return combo

    def _time(self, name: str, hour: int) -> TimeEdit:
        field = TimeEdit(time(hour), self)
        field.setObjectName(name)
        return field

    def _on_lists(self, lists: tuple[tuple[HostRow, ...], tuple[RoomRow, ...]]) -> None:
        english = language() == ENGLISH
        hosts, rooms = lists
        for host in hosts:
            if host.active:
                name = host.title_en if english and host.title_en else host.title
                self._host.addItem(name, host.id)
        self._room.addItem(_("no room"), "")
        for room in rooms:
            name = room.name_en if english and room.name_en else room.name
            self._room.addItem(name, room.id)

    @override
    def title(self) -> str:
        return _("New meeting")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "item.save": self._on_save_clicked,
            "item.finish_next": self._on_save_clicked,
        }

    @override
    def retranslate(self) -> None:
        labels = {
            "title": _("Title"),
            "kind": _("Kind"),
            "day": _("Day"),
            "starts_at": _("From"),
            "ends_at": _("To"),
            "host": _("Host"),
            "room": _("Room"),
            "overlap_reason": _("Why twice"),
            "election_ground": _("Ground"),
        }
        for name, label in labels.items():
            self._rows[name].set_label(label)
        kinds = {
            MeetingKind.CITIZEN: _("with citizens"),
            MeetingKind.INTERNAL: _("internal"),
        }
        chosen = max(self._kind.currentIndex(), 0)
        self._kind.clear()
        for kind in KINDS:
            self._kind.addItem(kinds[kind], kind.value)
        self._kind.setCurrentIndex(chosen)
        self._save.set_title(_("Book"))

    def _booking(self) -> Booking:
        check_values(self._rows)
        host, room = self._host.currentData(), self._room.currentData()
        place = Place(
            written(self._day.day()),
            written(self._starts.time_of_day()),
            written(self._ends.time_of_day()),
            HostId(host) if host else None,
            RoomId(room) if room else None,
        )
        return Booking(
            MeetingKind(self._kind.currentData()),
            place,
            self._title_field.text(),
            grounds=Grounds(self._overlap.text(), self._ground.text()),
        )

    @Slot()
    def _on_save_clicked(self) -> None:
        self.commit()
        for row in self._rows.values():
            row.clear()
        try:
            booking = self._booking()
        except FormRefused as error:
            self._on_refused(error)
            return
        verb, actor = self.context.services.meetings.book, self.context.actor
        self._save.show_busy(_("Saving …"))
        self.context.tasks.submit(
            lambda: verb.run(actor, booking),
            owner=self,
            on_done=self._on_saved,
            on_error=self._on_refused,
            lane=Lane.WRITE,
        )

    def _on_saved(self, _meeting: object) -> None:
        self.context.done(_("Booked."))
        self.finished.emit()

    def _on_refused(self, error: Exception) -> None:
        """Show what is in the way where it can be answered; what was typed stays."""
        self._save.show_idle()
        match error:
            case DoubleBooking():
                self._ask("overlap_reason", words(error).sentence)
            case ReasonNeeded() if error.facts.get("step") == "election":
                self._ask("election_ground", words(error).sentence)
            case _:
                show_refusal(error, self._rows, self.context.fail)

    def _ask(self, name: str, sentence: str) -> None:
        self._rows[name].show()
        self._rows[name].show_error(sentence)
        self._rows[name].editor.setFocus()
