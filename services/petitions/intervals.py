"""Time that the law does not count: a supplement that was asked for and came.

Source: 법 §22, 영 §20, §24: both the day of the request and the day of the answer are
left out.  The day told to the petitioner stays as it was told.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.errors import FieldError, NothingToDo
from models.petitions import ClockInterval, Petition
from models.values import Permission, PetitionId, PetitionState
from services.core.actor import Actor
from services.core.form_faults import TextField, check_text
from services.core.unit_of_work import UnitOfWork, Work
from services.petitions.counting import Holidays, recount
from services.petitions.standing import Standing, offer_undo, standing

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class ClockRuns:
    """A petition whose clock runs again."""

    due_at: datetime
    told_due_at: datetime


class AskSupplement:
    """Asks the petitioner for something; the clock stops."""

    permission = Permission.PETITION_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(
        self, actor: Actor, petition_id: PetitionId, reason: str, answer_by: date
    ) -> None:
        """Stop the clock from today on. Undoable.

        Args:
            actor: Who asks.
            petition_id: Which petition.
            reason: What is missing.
            answer_by: The term that the petitioner was given.

        Raises:
            FieldError: The reason is missing, or the term has passed.
            StepRefused: The petition waits already, is answered or ended.
        """
        told = check_text(TextField("reason", reason, LONGEST_REASON, needed=True))
        with self._units.begin(actor, self.permission) as work:
            if answer_by < work.today:
                raise FieldError(field="answer_by", fault="past")
            petition = work.get(Petition, petition_id)
            before = standing(petition)
            petition.step(PetitionState.SUPPLEMENT)
            interval = ClockInterval(
                petition_id=petition.id,
                reason=told,
                began_on=work.today,
                answer_by=answer_by,
            )
            interval_id = work.add(interval).id

            def also(undoing: Work) -> None:
                undoing.session.delete(undoing.get(ClockInterval, interval_id))

            offer_undo(work, "petition.supplement_asked", petition, before, also)


class SupplementCame:
    """Notes the petitioner's answer; the clock runs again."""

    permission = Permission.PETITION_WRITE

    def __init__(self, units: UnitOfWork, holidays: Holidays) -> None:
        self._units = units
        self._holidays = holidays

    def run(self, actor: Actor, petition_id: PetitionId) -> ClockRuns:
        """End the stop today and count anew; the day told stays. Undoable.

        Raises:
            NothingToDo: Nothing was asked for.
        """
        with self._units.begin(actor, self.permission) as work:
            petition = work.get(Petition, petition_id)
            interval = _open_interval(work, petition_id)
            before = standing(petition)
            petition.step(_state_before(petition))
            interval.ended_on = max(work.today, interval.began_on)
            work.session.flush()
            counted = recount(work.session, petition, self._holidays)
            petition.due_at = counted.due_at
            petition.holidays_version = counted.table_version
            _offer(work, petition, before, interval.id)
            return ClockRuns(petition.due_at, petition.told_due_at)


def _open_interval(work: Work, petition_id: PetitionId) -> ClockInterval:
    found = work.session.scalars(
        select(ClockInterval)
        .where(
            ClockInterval.petition_id == petition_id, ClockInterval.ended_on.is_(None)
        )
        .order_by(ClockInterval.began_on)
    ).first()
    if found is None:
        raise NothingToDo(what="supplement")
    return found


def _state_before(petition: Petition) -> PetitionState:
    has_department = bool(petition.department)
    return PetitionState.ASSIGNED if has_department else PetitionState.RECEIVED


def _offer(work: Work, petition: Petition, before: Standing, interval_id: str) -> None:
    def also(undoing: Work) -> None:
        undoing.get(ClockInterval, interval_id).ended_on = None

    offer_undo(work, "petition.supplement_came", petition, before, also)
