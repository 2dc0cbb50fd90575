"""Shows who speaks for a group, plain and for a purpose; each one seen is logged."""

from dataclasses import dataclass

from sqlalchemy import select

from models.errors import ReasonNeeded
from models.reception import GroupVisit, Representative
from models.values import AccessAction, GroupId, Permission, Purpose
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PlainRepresentative:
    """One who speaks for the group, as the one who asked may see them for a while."""

    representative_id: str
    name: str
    phone: str

    def __repr__(self) -> str:
        return "<PlainRepresentative>"


class RevealRepresentatives:
    """Shows the representatives of one group unmasked."""

    permission = Permission.PERSON_REVEAL

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(
        self, actor: Actor, group_id: GroupId, purpose: Purpose | None
    ) -> tuple[PlainRepresentative, ...]:
        """Return them in their order; the log has a line for each.

        Raises:
            ReasonNeeded: No purpose was given; nothing was shown.
            NotFound: There is no such group.
        """
        if purpose is None:
            raise ReasonNeeded(step="reveal")
        with self._units.begin(actor, self.permission) as work:
            group = work.get(GroupVisit, group_id)
            found = work.session.scalars(
                select(Representative)
                .where(Representative.group_id == group.id)
                .order_by(Representative.position)
            ).all()
            for one in found:
                kind = str(Representative.__tablename__)
                work.log(Access(AccessAction.REVEAL, kind, one.id, purpose))
            return tuple(PlainRepresentative(o.id, o.name, o.phone) for o in found)
