"""What page Today asks: the few questions that stand before the rooms they belong to.

The rooms take them from here; they bring all their verbs with them, and nobody who
looks at the day has asked for those yet.
"""

from dataclasses import dataclass

from services.core.drafts import DraftList
from services.core.unit_of_work import UnitOfWork
from services.meetings.agenda import Agenda
from services.meetings.holidays import holiday_table
from services.meetings.session_slots import SlotsOf
from services.petitions.deadlines import DuePetitions
from services.petitions.legal_periods import legal_periods
from services.reception.board import Board
from services.reception.waiting_list import WaitingList
from services.sync.status import SyncStatus


@dataclass(frozen=True, slots=True)
class Today:
    """Who waits, who is met, what is due, and how the desk stands."""

    waiting_list: WaitingList
    board: Board
    agenda: Agenda
    slots_of: SlotsOf
    due: DuePetitions
    standing: SyncStatus
    drafts: DraftList


def build(units: UnitOfWork) -> Today:
    """Return the questions on an open office."""
    return Today(
        waiting_list=WaitingList(units),
        board=Board(units),
        agenda=Agenda(units),
        slots_of=SlotsOf(units),
        due=DuePetitions(units, holiday_table, legal_periods()),
        standing=SyncStatus(units),
        drafts=DraftList(units),
    )
