"""Sends a petition on when it came to the wrong place.  Source: 영 §13."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.errors import StepRefused
from models.petitions import Petition, Transfer
from models.values import Permission, PetitionEnding, PetitionId, PetitionState
from services.core.actor import Actor
from services.core.form_faults import TextField, check_text
from services.core.unit_of_work import UnitOfWork, Work
from services.korean.working_time import WorkCalendar, add_hours
from services.petitions.assign_department import LONGEST_DEPARTMENT, require_owed
from services.petitions.counting import Holidays
from services.petitions.legal_periods import LegalPeriods, LimitName
from services.petitions.standing import offer_undo, standing


class TransferKind(StrEnum):
    """Where a petition goes on to; decides how soon it must."""

    WRONG_DEPARTMENT = "wrong_department"  # back, then to the right one
    OTHER_AGENCY = "other_agency"  # and the petitioner is told


_LIMITS = {
    TransferKind.WRONG_DEPARTMENT: LimitName.TRANSFER_WRONG_DEPARTMENT,
    TransferKind.OTHER_AGENCY: LimitName.TRANSFER_OTHER_AGENCY,
}


@dataclass(frozen=True, slots=True)
class TransferDue:
    """A transfer that was decided, and until when it must have gone."""

    transfer_id: str
    due_at: datetime


class TransferPetition:
    """Decides that a petition goes elsewhere; it is open until it was sent."""

    permission = Permission.PETITION_WRITE

    def __init__(
        self, units: UnitOfWork, holidays: Holidays, legal: LegalPeriods
    ) -> None:
        self._units = units
        self._holidays = holidays
        self._legal = legal

    def run(
        self, actor: Actor, petition_id: PetitionId, kind: TransferKind, to: str
    ) -> TransferDue:
        """Note where the petition goes; return until when. Undoable.

        Raises:
            FieldError: The receiver is missing or cannot be stored.
            StepRefused: The petition is answered or ended.
        """
        name = check_text(TextField("department", to, LONGEST_DEPARTMENT, needed=True))
        with self._units.begin(actor, self.permission) as work:
            petition = work.get(Petition, petition_id)
            require_owed(petition, "transfer")
            hours = self._legal.limit(_LIMITS[kind], work.today).value
            calendar = WorkCalendar(self._holidays(work.session))
            transfer = work.add(
                Transfer(
                    petition_id=petition.id,
                    department=name,
                    other_agency=kind is TransferKind.OTHER_AGENCY,
                    due_at=add_hours(work.now, hours, calendar),
                )
            )
            transfer_id = transfer.id

            def also(undoing: Work) -> None:
                _remove_unsent(undoing, transfer_id)

            offer_undo(work, "petition.transfer", petition, standing(petition), also)
            return TransferDue(transfer_id, transfer.due_at)


class TransferSent:
    """Notes that a transfer has gone out."""

    permission = Permission.PETITION_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, transfer_id: str) -> None:
        """Note the sending; with another agency the petition ends here. Undoable.

        Raises:
            StepRefused: It was sent already, or the petition has ended.
        """
        with self._units.begin(actor, self.permission) as work:
            transfer = work.get(Transfer, transfer_id)
            if transfer.sent_at is not None:
                raise StepRefused(state="sent", step="transfer")
            petition = work.get(Petition, transfer.petition_id)
            before = standing(petition)
            _go(work, petition, transfer)
            transfer.sent_at = work.now

            def also(undoing: Work) -> None:
                undoing.get(Transfer, transfer_id).sent_at = None

            offer_undo(work, "petition.transferred", petition, before, also)


def _go(work: Work, petition: Petition, transfer: Transfer) -> None:
    require_owed(petition, "transfer")
    if transfer.other_agency:
        petition.step(PetitionState.CLOSED)
        petition.ending = PetitionEnding.TRANSFERRED
        petition.outcome = transfer.department
        return
    if petition.state is not PetitionState.SUPPLEMENT:
        petition.step(PetitionState.ASSIGNED)
    petition.department, petition.assigned_at = transfer.department, work.now


def _remove_unsent(work: Work, transfer_id: str) -> None:
    transfer = work.get(Transfer, transfer_id)
    if transfer.sent_at is not None:
        raise StepRefused(state="sent", step="transfer")
    work.session.delete(transfer)
