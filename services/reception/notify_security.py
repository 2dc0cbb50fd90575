"""Tells building security of a group: numbers, place, mood; never names or matter."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import NothingToDo
from models.reception import GroupVisit, HeadCount, SecurityNotice, Visit
from models.values import AccessAction, GroupId, Permission, Severity
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.form_faults import TextField, faults_in, refuse
from services.core.unit_of_work import UnitOfWork
from services.reception.visit_verb import LONGEST_PLACE

LONGEST_RECIPIENT = 60


@dataclass(frozen=True, slots=True)
class SecurityValues:
    """The notice as it is sent or printed; there is nothing else in it.

    Attributes:
        number: The waiting number, by which the desk and security mean the same group.
        earlier: When security was told before.
    """

    number: str
    at: datetime
    come: int
    admitted: int
    is_estimated: bool
    place: str
    severity: Severity
    recipient: str
    room_limit: int
    earlier: tuple[datetime, ...]


class NotifySecurity:
    """Records that security was told; a notice sent is not taken back."""

    permission = Permission.GROUP_NOTIFY

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(
        self, actor: Actor, group_id: GroupId, recipient: str, place: str = ""
    ) -> SecurityValues:
        """Record the notice with the latest head count; return what it says.

        Args:
            actor: Who tells.
            group_id: Which group.
            recipient: Who was told.
            place: Where the group is; empty for its waiting place.

        Raises:
            FormRefused: The recipient is missing, or a text cannot be stored.
            NotFound: There is no such group.
        """
        refuse(
            faults_in(
                TextField("recipient", recipient, LONGEST_RECIPIENT, needed=True),
                TextField("place", place, LONGEST_PLACE),
            )
        )
        with self._units.begin(actor, self.permission) as work:
            values = _values(work.session, work.get(GroupVisit, group_id), work.now)
            where = place.strip() or values.place
            work.add(
                SecurityNotice(
                    group_id=group_id,
                    sent_at=work.now,
                    come=values.come,
                    admitted=values.admitted,
                    place=where,
                    severity=values.severity,
                    recipient=recipient.strip(),
                )
            )
            return replace(values, place=where, recipient=recipient.strip())


class SecuritySheet:
    """Shows the notice before it is sent, for the preview and the printed sheet."""

    permission = Permission.GROUP_NOTIFY

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, group_id: GroupId) -> SecurityValues:
        """Return what a notice of now would say.

        Raises:
            NotFound: There is no such group.
        """
        with self._units.read(actor, self.permission) as reading:
            group = reading.get(GroupVisit, group_id)
            return _values(reading.session, group, reading.now)


class SecuritySheetPrinted:
    """Records that the sheet was printed; it holds no personal data."""

    permission = Permission.GROUP_NOTIFY

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, group_id: GroupId) -> None:
        """Write the line of the print log."""
        with self._units.begin(actor, self.permission) as work:
            work.log(
                Access(AccessAction.PRINT, "group_visit", group_id, note="security")
            )


def _values(session: Session, group: GroupVisit, now: datetime) -> SecurityValues:
    visit = session.get(Visit, group.visit_id)
    heads = session.scalars(
        select(HeadCount)
        .where(HeadCount.group_id == group.id)
        .order_by(HeadCount.counted_at.desc(), HeadCount.id.desc())
    ).first()
    if visit is None or heads is None:
        raise NothingToDo(what="head_count")
    earlier = session.scalars(
        select(SecurityNotice.sent_at)
        .where(SecurityNotice.group_id == group.id)
        .order_by(SecurityNotice.sent_at)
    )
    return SecurityValues(
        number=visit.label,
        at=now,
        come=heads.come,
        admitted=heads.admitted,
        is_estimated=heads.estimated,
        place=group.waiting_place or visit.place,
        severity=group.severity,
        recipient="",
        room_limit=group.room_limit,
        earlier=tuple(earlier),
    )
