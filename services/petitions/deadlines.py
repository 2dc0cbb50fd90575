"""What is due, what is late, and who waits for a word.  Source: 법 §19, 영 §19, §23."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.petitions import Petition
from models.values import Permission, PetitionId, PetitionKind, PetitionState
from services.core.actor import Actor
from services.core.unit_of_work import Reading, UnitOfWork
from services.korean.deadline import Urgency, warning, working_days_left
from services.korean.working_time import WorkCalendar
from services.petitions.counting import Holidays
from services.petitions.legal_periods import LegalPeriods, LimitName

RUNNING = (PetitionState.RECEIVED, PetitionState.ASSIGNED)
OPEN = (*RUNNING, PetitionState.SUPPLEMENT)


@dataclass(frozen=True, slots=True)
class DueRow:
    """A petition in the list of what is due.

    Attributes:
        days_left: Working days; 0 is today, negative is late.
        told_due_at: The day the petitioner was told, where it differs.
    """

    petition_id: PetitionId
    receipt: str
    title: str
    kind: PetitionKind
    state: PetitionState
    department: str
    received_at: datetime
    due_at: datetime
    told_due_at: datetime
    days_left: int
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class DueList:
    """What is due today, next working day and before; and who waits for a word.

    Attributes:
        tomorrow: Due on the next working day.
        without_notice: Open for thirty days with no word of progress since.
        stopped: How many wait for a supplement: their clock stands still.
        without_department: How many nobody answers for yet.
    """

    overdue: tuple[DueRow, ...]
    today: tuple[DueRow, ...]
    tomorrow: tuple[DueRow, ...]
    without_notice: tuple[DueRow, ...]
    stopped: int
    without_department: int


class DuePetitions:
    """Lists petitions by how near their day is."""

    permission = Permission.PETITION_READ

    def __init__(
        self, units: UnitOfWork, holidays: Holidays, legal: LegalPeriods
    ) -> None:
        self._units = units
        self._holidays = holidays
        self._legal = legal

    def run(self, actor: Actor) -> DueList:
        """Return what is due, each part in the order of its day."""
        with self._units.read(actor, self.permission) as reading:
            calendar = WorkCalendar(self._holidays(reading.session))
            near = _rows(_running(reading, calendar), reading.now, calendar)
            days = self._legal.limit(LimitName.PROGRESS_NOTICE, reading.today).value
            waiting = _without_notice(reading, timedelta(days=days))
            return DueList(
                overdue=tuple(r for r in near if r.urgency is Urgency.OVERDUE),
                today=tuple(r for r in near if r.urgency is Urgency.TODAY),
                tomorrow=tuple(
                    r
                    for r in near
                    if r.days_left == 1 and r.urgency is not Urgency.OVERDUE
                ),
                without_notice=_rows(waiting, reading.now, calendar),
                stopped=_count(
                    reading.session, Petition.state == PetitionState.SUPPLEMENT
                ),
                without_department=_count(
                    reading.session,
                    Petition.state.in_(RUNNING),
                    Petition.department == "",
                ),
            )


def due_row(petition: Petition, now: datetime, calendar: WorkCalendar) -> DueRow:
    """Return the row of one petition."""
    return DueRow(
        PetitionId(petition.id),
        petition.receipt,
        petition.title,
        petition.kind,
        petition.state,
        petition.department,
        petition.received_at,
        petition.due_at,
        petition.told_due_at,
        working_days_left(now, petition.due_at, calendar),
        warning(now, petition.due_at, calendar),
    )


def _rows(
    petitions: Iterable[Petition], now: datetime, calendar: WorkCalendar
) -> tuple[DueRow, ...]:
    return tuple(due_row(petition, now, calendar) for petition in petitions)


def _running(reading: Reading, calendar: WorkCalendar) -> Iterable[Petition]:
    """Return petitions whose clock runs and ends by the next working day."""
    following = calendar.next_work_day(reading.today + timedelta(days=1))
    return reading.session.scalars(
        select(Petition)
        .where(
            Petition.state.in_(RUNNING), Petition.due_at <= calendar.closing(following)
        )
        .order_by(Petition.due_at, Petition.id)
    )


def _without_notice(reading: Reading, length: timedelta) -> Iterable[Petition]:
    told = func.coalesce(Petition.progress_told_at, Petition.received_at)
    return reading.session.scalars(
        select(Petition)
        .where(Petition.state.in_(OPEN), told <= reading.now - length)
        .order_by(Petition.received_at, Petition.id)
    )


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(Petition).where(*conditions)
    return session.scalar(counted) or 0
