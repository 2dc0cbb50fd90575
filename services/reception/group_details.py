"""One group with its course, and its earlier visits; reading a group is logged."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.petitions import Petition
from models.reception import (
    Demand,
    GroupVisit,
    HeadCount,
    Incident,
    Representative,
    SecurityNotice,
    Visit,
)
from models.values import (
    AccessAction,
    GroupId,
    Permission,
    PetitionId,
    Purpose,
    Severity,
    SignatureList,
    VisitId,
    VisitState,
)
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.unit_of_work import FormBase, UnitOfWork, Work
from services.korean.names import mask_name
from services.korean.phones import PhoneMask, mask_phone
from services.reception.opening import stored_text

EARLIER = 10


@dataclass(frozen=True, slots=True)
class RepresentativeRow:
    """One who speaks for the group, masked."""

    representative_id: str
    position: int
    name: str
    phone: str
    mandate_seen: bool
    named_by_office: bool


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A head count."""

    at: datetime
    come: int
    admitted: int
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A word to building security."""

    at: datetime
    come: int
    place: str
    recipient: str


@dataclass(frozen=True, slots=True)
class GroupDetail:
    """All of one group; representatives are masked.

    Attributes:
        petition_id: The petition received with the group.
    """

    group_id: GroupId
    visit_id: VisitId
    label: str
    name: str
    expected: int
    room_limit: int
    households: int
    signatures: int
    signature_list: SignatureList
    is_multi_party: bool
    severity: Severity
    assembly_reported: str
    company: str
    objects: str
    waiting_place: str
    rules_given_at: datetime | None
    dissolved_at: datetime | None
    representatives: tuple[RepresentativeRow, ...]
    heads: tuple[HeadRow, ...]
    demands: tuple[str, ...]
    notices: tuple[NoticeRow, ...]
    incidents: int
    petition_id: PetitionId | None
    base: FormBase

    @property
    def outside(self) -> int:
        """How many of the last count wait outside."""
        return self.heads[-1].come - self.heads[-1].admitted if self.heads else 0

    def __repr__(self) -> str:
        return "<GroupDetail>"


@dataclass(frozen=True, slots=True)
class EarlierGroup:
    """A group of the same name that was here before."""

    visit_id: VisitId
    day: date
    people: int
    title: str
    state: VisitState
    outcome: str


class GroupDetails:
    """Opens one group."""

    permission = Permission.VISIT_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(
        self, actor: Actor, group_id: GroupId, purpose: Purpose = Purpose.CASE
    ) -> GroupDetail:
        """Return the group and log who read it and why.

        Raises:
            NotFound: There is no such group.
        """
        with self._units.begin(actor, self.permission) as work:
            group = work.get(GroupVisit, group_id)
            visit = work.get(Visit, group.visit_id)
            work.log(Access(AccessAction.READ, "group_visit", group.id, purpose))
            return _detail(work, group, visit)


class EarlierGroups:
    """Lists earlier visits of a group while its name is being typed."""

    permission = Permission.VISIT_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, name: str) -> tuple[EarlierGroup, ...]:
        """Return visits of groups of exactly this name, the latest first."""
        wanted = stored_text(name)
        if not wanted:
            return ()
        with self._units.read(actor, self.permission) as reading:
            found = reading.session.execute(
                select(GroupVisit, Visit)
                .join(Visit, Visit.id == GroupVisit.visit_id)
                .where(GroupVisit.name == wanted)
                .order_by(Visit.arrived_at.desc(), Visit.id)
                .limit(EARLIER)
            ).all()
            return tuple(_earlier(reading.session, g, v) for g, v in found)


def heads_of(session: Session, group_id: str) -> tuple[HeadCount, ...]:
    """Return a group's head counts, the first one first."""
    return tuple(
        session.scalars(
            select(HeadCount)
            .where(HeadCount.group_id == group_id)
            .order_by(HeadCount.counted_at, HeadCount.id)
        )
    )


def _detail(work: Work, group: GroupVisit, visit: Visit) -> GroupDetail:
    return GroupDetail(
        group_id=GroupId(group.id),
        visit_id=VisitId(visit.id),
        label=visit.label,
        name=group.name,
        expected=group.expected,
        room_limit=group.room_limit,
        households=group.households,
        signatures=group.signatures,
        signature_list=group.signature_list,
        is_multi_party=group.is_multi_party,
        severity=group.severity,
        assembly_reported=group.assembly_reported,
        company=group.company,
        objects=group.objects,
        waiting_place=group.waiting_place,
        rules_given_at=group.rules_given_at,
        dissolved_at=group.dissolved_at,
        representatives=_representatives(work.session, group.id),
        heads=tuple(
            HeadRow(h.counted_at, h.come, h.admitted, h.estimated)
            for h in heads_of(work.session, group.id)
        ),
        demands=_demands(work.session, group.id),
        notices=_notices(work.session, group.id),
        incidents=_incidents(work.session, visit.id),
        petition_id=_petition(work.session, visit),
        base=work.seen(group),
    )


def _representatives(session: Session, group_id: str) -> tuple[RepresentativeRow, ...]:
    found = session.scalars(
        select(Representative)
        .where(Representative.group_id == group_id)
        .order_by(Representative.position)
    )
    return tuple(
        RepresentativeRow(
            one.id,
            one.position,
            mask_name(one.name),
            mask_phone(one.phone, PhoneMask.MIDDLE),
            one.mandate_seen,
            one.named_by_office,
        )
        for one in found
    )


def _demands(session: Session, group_id: str) -> tuple[str, ...]:
    found = session.scalars(
        select(Demand.text).where(Demand.group_id == group_id).order_by(Demand.position)
    )
    return tuple(found)


def _notices(session: Session, group_id: str) -> tuple[NoticeRow, ...]:
    found = session.scalars(
        select(SecurityNotice)
        .where(SecurityNotice.group_id == group_id)
        .order_by(SecurityNotice.sent_at, SecurityNotice.id)
    )
    return tuple(NoticeRow(n.sent_at, n.come, n.place, n.recipient) for n in found)


def _petition(session: Session, visit: Visit) -> PetitionId | None:
    found = session.scalar(select(Petition.id).where(Petition.visit_id == visit.id))
    return PetitionId(found) if found else None


def _incidents(session: Session, visit_id: str) -> int:
    found = session.scalars(select(Incident.id).where(Incident.visit_id == visit_id))
    return len(found.all())


def _earlier(session: Session, group: GroupVisit, visit: Visit) -> EarlierGroup:
    heads = heads_of(session, group.id)
    return EarlierGroup(
        VisitId(visit.id),
        visit.day,
        heads[-1].come if heads else 0,
        visit.title,
        visit.state,
        visit.outcome,
    )
