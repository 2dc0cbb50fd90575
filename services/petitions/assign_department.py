"""Hands a petition to the department that will answer it.  Source: 영 §13."""

from models.errors import StepRefused
from models.petitions import Petition, Transfer
from models.values import Permission, PetitionId, PetitionState
from services.core.actor import Actor
from services.core.form_faults import TextField, check_text
from services.core.unit_of_work import UnitOfWork, Work
from services.korean.working_time import WorkCalendar, add_hours
from services.petitions.counting import Holidays
from services.petitions.legal_periods import LegalPeriods, LimitName
from services.petitions.standing import offer_undo, standing

LONGEST_DEPARTMENT = 60


class AssignDepartment:
    """Names the responsible department and notes that the petition went there."""

    permission = Permission.PETITION_WRITE

    def __init__(
        self, units: UnitOfWork, holidays: Holidays, legal: LegalPeriods
    ) -> None:
        self._units = units
        self._holidays = holidays
        self._legal = legal

    def run(self, actor: Actor, petition_id: PetitionId, department: str) -> None:
        """Assign; the hand-over counts one working hour from receipt. Undoable.

        Raises:
            FieldError: The department is missing or cannot be stored.
            StepRefused: The petition is answered or ended.
        """
        name = check_text(
            TextField("department", department, LONGEST_DEPARTMENT, needed=True)
        )
        with self._units.begin(actor, self.permission) as work:
            petition = work.get(Petition, petition_id)
            before = standing(petition)
            if petition.state is not PetitionState.SUPPLEMENT:
                petition.step(PetitionState.ASSIGNED)
            petition.department, petition.assigned_at = name, work.now
            transfer = self._transfer(work, petition)
            transfer_id = transfer.id

            def also(undoing: Work) -> None:
                undoing.session.delete(undoing.get(Transfer, transfer_id))

            offer_undo(work, "petition.assigned", petition, before, also)

    def _transfer(self, work: Work, petition: Petition) -> Transfer:
        limit = self._legal.limit(LimitName.TRANSFER_TO_DEPARTMENT, work.today)
        calendar = WorkCalendar(self._holidays(work.session))
        transfer = Transfer(
            petition_id=petition.id,
            department=petition.department,
            due_at=add_hours(petition.received_at, limit.value, calendar),
            sent_at=work.now,
        )
        return work.add(transfer)


def require_owed(petition: Petition, step: str) -> None:
    """Refuse a step on a petition that is answered or ended.

    Raises:
        StepRefused: The office owes nothing any more.
    """
    if not petition.is_owed:
        raise StepRefused(state=petition.state.value, step=step)
