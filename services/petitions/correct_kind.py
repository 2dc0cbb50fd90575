"""Corrects the kind of a petition; its period follows, counted anew from receipt.

Source: 법 §2 (kinds), 영 §14–17 (their periods).  What the petitioner was told stays as
it was told until they are told of the new day.
"""

from models.errors import FieldError, NothingToDo
from models.petitions import Petition
from models.values import AccessAction, Permission, PetitionId, PetitionKind
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.clock import local
from services.core.unit_of_work import UnitOfWork, Work
from services.petitions.assign_department import require_owed
from services.petitions.counting import Holidays, recount
from services.petitions.legal_periods import LegalPeriods
from services.petitions.standing import offer_undo, standing


class CorrectKind:
    """Says what a petition is by law, where it was received as something else."""

    permission = Permission.PETITION_WRITE

    def __init__(
        self, units: UnitOfWork, holidays: Holidays, legal: LegalPeriods
    ) -> None:
        self._units = units
        self._holidays = holidays
        self._legal = legal

    def run(self, actor: Actor, petition_id: PetitionId, kind: PetitionKind) -> None:
        """Keep the kind, its period and the new day. Undoable.

        Raises:
            NothingToDo: It is of that kind already.
            FieldError: The period of that kind stands in a law of its own.
            StepRefused: The petition is answered or ended.
        """
        with self._units.begin(actor, self.permission) as work:
            petition = work.get(Petition, petition_id)
            require_owed(petition, "correct_kind")
            if petition.kind is kind:
                raise NothingToDo
            rule = self._legal.period(kind, local(petition.received_at).date())
            if rule is None:
                raise FieldError(field="period", fault="missing")
            before, was = standing(petition), (petition.kind, petition.period)
            petition.kind, petition.period = kind, str(rule.period)
            counted = recount(work.session, petition, self._holidays)
            petition.due_at = counted.due_at
            petition.holidays_version = counted.table_version
            work.log(Access(AccessAction.CHANGE, "petition", petition.id))

            def also(undoing: Work) -> None:
                found = undoing.get(Petition, petition_id)
                found.kind, found.period = was

            offer_undo(work, "petition.kind_corrected", petition, before, also)
