"""State of the page Today: the day's session, its slots, what is due."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from models.values import SessionState
from services.core.clock import today
from services.meetings.agenda import AgendaRows, View
from services.meetings.session_slots import SessionSlots
from services.petitions.deadlines import DueList
from ui.context import PageContext
from ui.view_model import ViewModel

KINDS = frozenset(
    {"meeting", "session_day", "petition", "meeting_request", "closure", "draft"}
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands beside the waiting line.

    Attributes:
        drafts: How many forms the person has begun and not saved.
    """

    agenda: AgendaRows
    slots: SessionSlots | None
    due: DueList
    drafts: int


class TodayModel(ViewModel):
    """What Today shows beside the waiting line."""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(context, KINDS, parent)
        self._shown: Shown | None = None

    @property
    def shown(self) -> Shown | None:
        """What was read last."""
        return self._shown

    def reload(self) -> None:
        """Read it anew."""
        self.ask(self._question, self._on_answer)

    def forget(self) -> None:
        """Drop every row."""
        super().forget()
        self._shown = None

    def _question(self) -> Shown:
        services, actor = self.context.services, self.context.actor
        day = today(services.office.clock)
        agenda = services.today.agenda.run(actor, View.DAY, day)
        live = [s for s in agenda.sessions if s.state is not SessionState.CANCELLED]
        slots = None
        if live:
            first = live[0]
            slots = services.today.slots_of.run(actor, first.series_id, first.rule_day)
        drafts = len(services.today.drafts.run(actor))
        return Shown(agenda, slots, services.today.due.run(actor), drafts)

    def _on_answer(self, shown: Shown) -> None:
        self._shown = shown
