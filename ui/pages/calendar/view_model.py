"""State and commands of the calendar: what is shown, which session, who is placed."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QObject

from models.values import RequestId, SessionState
from services.core.clock import today
from services.core.texts import gettext as _
from services.meetings.agenda import AgendaRows, MeetingEntry, View
from services.meetings.place_request import Placement
from services.meetings.session_slots import SessionSlots, SlotRow
from services.meetings.sessions import SessionRow
from services.selection.pool import PoolRow
from ui.context import PageContext
from ui.view_model import ViewModel

KINDS = frozenset(
    {"meeting", "session_day", "closure", "meeting_request", "dong_visit", "host"}
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything on the page, asked in one go."""

    agenda: AgendaRows
    slots: SessionSlots | None
    pool: tuple[PoolRow, ...]


class CalendarViewModel(ViewModel):
    """What the calendar shows and does."""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(context, KINDS, parent)
        self._day = today(context.services.office.clock)
        self._view = View.WEEK
        self._session: tuple[str, date] | None = None
        self._shown: Shown | None = None

    @property
    def day(self) -> date:
        """The day around which the page shows."""
        return self._day

    @property
    def view(self) -> View:
        """Day, week or month."""
        return self._view

    @property
    def shown(self) -> Shown | None:
        """What was read last; None before the first answer and after a lock."""
        return self._shown

    def show(self, day: date, view: View | None = None) -> None:
        """Show the days around ``day``."""
        self._day, self._view = day, view or self._view
        self.reload()

    def show_also(self, day: date) -> None:
        """Show another page of days where ``day`` is not on this one."""
        shown = self._shown
        if shown is not None and not shown.agenda.first <= day <= shown.agenda.last:
            self.show(day)

    def turn(self, pages: int) -> None:
        """Turn to the days before or after."""
        steps = {View.DAY: 1, View.WEEK: 7, View.MONTH: 31}
        day = self._day + timedelta(days=pages * steps[self._view])
        if self._view is View.MONTH:
            day = (self._day.replace(day=15) + timedelta(days=30 * pages)).replace(
                day=1
            )
        self.show(day)

    def go_to_today(self) -> None:
        """Show the present days."""
        self.show(today(self.context.services.office.clock))

    def choose_session(self, row: SessionRow) -> None:
        """Show how this session is filled."""
        self._session = (row.series_id, row.rule_day)
        self.reload()

    def reload(self) -> None:
        """Read what is shown anew."""
        self.ask(self._question, self._on_answer)

    def forget(self) -> None:
        """Drop every row."""
        super().forget()
        self._shown = None

    def _question(self) -> Shown:
        services, actor = self.context.services, self.context.actor
        agenda = services.meetings.agenda.run(actor, self._view, self._day)
        chosen = self._session or _next_session(agenda, self._day)
        slots = services.meetings.slots_of.run(actor, *chosen) if chosen else None
        return Shown(agenda, slots, services.selection.pool.run(actor))

    def _on_answer(self, shown: Shown) -> None:
        self._shown = shown

    # -- commands ----------------------------------------------------------------

    def place(self, request_id: RequestId, slot: SlotRow) -> None:
        """Put a request into a free slot; a ground is given in the request's panel."""
        if self._shown is None or self._shown.slots is None:
            return
        session = self._shown.slots.session
        placement = Placement(
            request_id, session.series_id, session.rule_day, slot.starts_at
        )
        services = self.context.services
        actor = self.context.actor
        self.command(
            lambda: services.meetings.place_request.run(actor, placement),
            self._on_placed,
        )

    def _on_placed(self, _meeting: object) -> None:
        self.context.done(_("Placed in the session."))

    def undecided(self) -> tuple[SessionRow, ...]:
        """Return the sessions shown that fall on a holiday, undecided."""
        if self._shown is None:
            return ()
        return tuple(s for s in self._shown.agenda.sessions if s.needs_decision)


def _next_session(agenda: AgendaRows, day: date) -> tuple[str, date] | None:
    """Return the session on or after ``day`` among those shown, else the last."""
    live = [s for s in agenda.sessions if s.state is not SessionState.CANCELLED]
    coming = [s for s in live if s.held_on >= day] or live[-1:]
    return (coming[0].series_id, coming[0].rule_day) if coming else None


def entries_on(agenda: AgendaRows, day: date) -> tuple[MeetingEntry, ...]:
    """Return the meetings of one day that are not a slot of a session."""
    return tuple(m for m in agenda.meetings if m.day == day and m.session_id is None)
