"""Tells a petitioner how far it is, when an answer takes long.  Source: 영 §23."""

from models.petitions import Petition
from models.values import Permission, PetitionId
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.petitions.assign_department import require_owed
from services.petitions.standing import offer_undo, standing


class ProgressTold:
    """Notes that the petitioner was told of progress and of the expected day."""

    permission = Permission.PETITION_WRITE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, petition_id: PetitionId) -> None:
        """Note the notice of now; the next is due thirty days from it. Undoable.

        Raises:
            StepRefused: The petition is answered or ended.
        """
        with self._units.begin(actor, self.permission) as work:
            petition = work.get(Petition, petition_id)
            require_owed(petition, "progress")
            before = standing(petition)
            petition.progress_told_at = work.now
            offer_undo(work, "petition.progress_told", petition, before)
