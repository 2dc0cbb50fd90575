"""Moves and calls off what is chosen in the calendar, by keys; each can be undone."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QObject

from models.errors import DoubleBooking, ReasonNeeded
from models.values import MeetingId, MeetingState
from services.core.texts import gettext as _
from services.core.texts import language
from services.korean.dates import date_text, time_range
from services.meetings.agenda import MeetingEntry
from services.meetings.end_meeting import Ending
from services.meetings.move import Move
from services.meetings.place import Grounds, Place
from ui.drawers.reason import ReasonAsked
from ui.error_texts import words
from ui.pages.calendar.places import STEP_MINUTES, on_day, on_workday, shifted
from ui.pages.calendar.view_model import CalendarViewModel


class Mover(QObject):
    """The hands that move entries.

    A refused move that a reason makes possible asks for the reason; any other is told.
    """

    def __init__(
        self,
        view_model: CalendarViewModel,
        chosen: Callable[[], MeetingEntry | None],
        chosen_day: Callable[[], date],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._context = view_model.context
        self._chosen = chosen
        self._chosen_day = chosen_day
        self._held: MeetingEntry | None = None

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """Return the keys that move."""
        step = STEP_MINUTES
        return {
            "item.earlier": lambda: self._shift(begin=-step, end=-step),
            "item.later": lambda: self._shift(begin=step, end=step),
            "item.day_before": lambda: self._to_workday(-1),
            "item.day_after": lambda: self._to_workday(1),
            "item.longer": lambda: self._shift(end=step),
            "item.shorter": lambda: self._shift(end=-step),
            "item.cut": self._cut,
            "item.paste": self._paste,
            "item.remove": self._call_off,
        }

    def drop(self) -> bool:
        """Forget what was taken up; return whether anything was."""
        was, self._held = self._held, None
        if was is not None:
            self._context.say(_("It stays where it is."))
        return was is not None

    def _entry(self) -> MeetingEntry | None:
        entry = self._chosen()
        if entry is None:
            self._context.say(_("Choose a meeting first."))
        return entry

    def _shift(self, *, begin: int = 0, end: int = 0) -> None:
        entry = self._entry()
        if entry is None:
            return
        place = shifted(entry, begin=begin, end=end)
        if place is None:
            self._context.say(_("It cannot become shorter, or leave the day."))
        else:
            self._move(entry, place)

    def _to_workday(self, step: int) -> None:
        entry = self._entry()
        if entry is not None:
            self._move(entry, on_workday(entry, step))

    def _cut(self) -> None:
        self._held = self._entry()
        if self._held is not None:
            self._context.say(
                _("Choose the day, then Ctrl+V puts it there. Esc leaves it.")
            )

    def _paste(self) -> None:
        if self._held is None:
            self._context.say(_("Take a meeting up first, with Ctrl+X."))
            return
        entry, self._held = self._held, None
        self._move(entry, on_day(entry, self._chosen_day()))

    def _move(self, entry: MeetingEntry, place: Place) -> None:
        def refused(error: Exception) -> None:
            match error:
                case DoubleBooking():
                    self._ask_why(entry, place, error)
                case ReasonNeeded() if error.facts.get("step") == "election":
                    self._ask_why(entry, place, error)
                case _:
                    self._context.fail(error)

        def moved(_nothing: object) -> None:
            self._context.done(_told(place))
            self._view_model.show_also(place.day)

        self._view_model.command(self._verb(entry, place, Grounds()), moved, refused)

    def _ask_why(
        self, entry: MeetingEntry, place: Place, error: DoubleBooking | ReasonNeeded
    ) -> None:
        """Ask for the reason in place; with it the same move is tried again."""

        def run(reason: str) -> None:
            twice = isinstance(error, DoubleBooking)
            grounds = Grounds(overlap=reason) if twice else Grounds(election=reason)
            self._verb(entry, place, grounds)()

        asked = ReasonAsked(_("Move anyway"), words(error).sentence, run, _told(place))
        self._context.open_drawer("reason", asked)

    def _verb(
        self, entry: MeetingEntry, place: Place, grounds: Grounds
    ) -> Callable[[], None]:
        move = Move(MeetingId(entry.id), place, grounds)
        verb, actor = self._context.services.meetings.move, self._context.actor
        return lambda: verb.run(actor, move)

    def _call_off(self) -> None:
        entry = self._entry()
        if entry is None:
            return
        verb, actor = self._context.services.meetings.end, self._context.actor

        def run(reason: str) -> None:
            ending = Ending(MeetingId(entry.id), MeetingState.CANCELLED, reason)
            verb.run(actor, ending)

        about = f"{date_text(entry.day, language())} {_hours(entry)} {entry.title}"
        asked = ReasonAsked(_("Call off"), about.strip(), run, _("Called off."))
        self._context.open_drawer("reason", asked)


def _hours(entry: MeetingEntry) -> str:
    return time_range(entry.starts_at, entry.ends_at)


def _told(place: Place) -> str:
    when = time_range(place.starts_at, place.ends_at)
    day = date_text(place.day, language())
    return _("Moved to {day}, {hours}.").format(day=day, hours=when)
