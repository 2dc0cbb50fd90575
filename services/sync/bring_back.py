"""Brings back a deleted record that something still refers to, because a person says so."""

from models.errors import NotFound
from models.values import AccessAction, Permission
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.sync.changes import ChangeKind
from services.sync.pending import Place
from services.sync.resolve import WrittenDecision, write_op
from services.sync.waiting import is_deleted


class BringBack:
    """Asks for a record that was deleted; it comes whole with the next round."""

    permission = Permission.CONFLICT_DECIDE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, place: Place) -> None:
        """Ask for the record.

        Raises:
            NotFound: It is not one that the log told to be deleted.
        """
        with self._units.begin(actor, self.permission) as work:
            if not is_deleted(work.session, place):
                raise NotFound(kind=place[0])
            write_op(work, WrittenDecision(place, ChangeKind.BRING_BACK, {}))
            work.touched(place[0])
            work.log(Access(AccessAction.CHANGE, *place))
