"""One petition with its history, as the drawer shows it; reading it is logged."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.petitions import ClockInterval, Extension, Petition, Transfer
from models.reception import Person
from models.values import (
    AccessAction,
    Permission,
    PetitionEnding,
    PetitionId,
    Purpose,
    Subject,
    VisitId,
)
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.unit_of_work import FormBase, UnitOfWork, Work
from services.korean.working_time import WorkCalendar
from services.petitions.counting import Holidays, stops_of
from services.petitions.deadlines import DueRow, due_row
from services.trust.reveal import MaskedPerson, masked


@dataclass(frozen=True, slots=True)
class StopRow:
    """A stretch that is not counted."""

    reason: str
    began_on: date
    ended_on: date | None
    answer_by: date | None


@dataclass(frozen=True, slots=True)
class TransferRow:
    """Where the petition was sent."""

    transfer_id: str
    department: str
    other_agency: bool
    due_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """A longer period."""

    extension_id: str
    reason: str
    consent: str
    due_at: datetime
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class PetitionDetail:
    """All of one petition; the person is masked.

    Attributes:
        base: For the form that edits it.
    """

    due: DueRow
    person: MaskedPerson
    subject: Subject
    content: str
    others: int
    visit_id: VisitId | None
    period: str
    dictated: bool
    signed_at: datetime | None
    city_number: str
    sensitive: bool
    assigned_at: datetime | None
    progress_told_at: datetime | None
    answered_at: datetime | None
    outcome: str
    ending: PetitionEnding
    stops: tuple[StopRow, ...]
    transfers: tuple[TransferRow, ...]
    extensions: tuple[ExtensionRow, ...]
    base: FormBase

    def __repr__(self) -> str:
        return "<PetitionDetail>"


class PetitionDetails:
    """Opens one petition."""

    permission = Permission.PETITION_READ

    def __init__(self, units: UnitOfWork, holidays: Holidays) -> None:
        self._units = units
        self._holidays = holidays

    def run(
        self, actor: Actor, petition_id: PetitionId, purpose: Purpose = Purpose.CASE
    ) -> PetitionDetail:
        """Return the petition and log who read it and why.

        Raises:
            NotFound: There is no such petition.
        """
        with self._units.begin(actor, self.permission) as work:
            petition = work.get(Petition, petition_id)
            person = work.get(Person, petition.person_id)
            work.log(Access(AccessAction.READ, "petition", petition.id, purpose))
            calendar = WorkCalendar(self._holidays(work.session))
            row = due_row(petition, work.now, calendar)
            return _detail(work, petition, masked(person), row)


def _detail(
    work: Work, petition: Petition, person: MaskedPerson, row: DueRow
) -> PetitionDetail:
    return PetitionDetail(
        due=row,
        person=person,
        subject=petition.subject,
        content=petition.content,
        others=petition.others,
        visit_id=VisitId(petition.visit_id) if petition.visit_id else None,
        period=petition.period,
        dictated=petition.dictated,
        signed_at=petition.signed_at,
        city_number=petition.city_number,
        sensitive=petition.sensitive,
        assigned_at=petition.assigned_at,
        progress_told_at=petition.progress_told_at,
        answered_at=petition.answered_at,
        outcome=petition.outcome,
        ending=petition.ending,
        stops=tuple(_stop(stop) for stop in stops_of(work.session, petition.id)),
        transfers=_transfers(work, petition.id),
        extensions=_extensions(work, petition.id),
        base=work.seen(petition),
    )


def _stop(stop: ClockInterval) -> StopRow:
    return StopRow(stop.reason, stop.began_on, stop.ended_on, stop.answer_by)


def _transfers(work: Work, petition_id: str) -> tuple[TransferRow, ...]:
    found = work.session.scalars(
        select(Transfer)
        .where(Transfer.petition_id == petition_id)
        .order_by(Transfer.created_at, Transfer.id)
    )
    return tuple(
        TransferRow(t.id, t.department, t.other_agency, t.due_at, t.sent_at)
        for t in found
    )


def _extensions(work: Work, petition_id: str) -> tuple[ExtensionRow, ...]:
    found = work.session.scalars(
        select(Extension)
        .where(Extension.petition_id == petition_id)
        .order_by(Extension.due_at, Extension.id)
    )
    return tuple(
        ExtensionRow(e.id, e.reason, e.consent, e.due_at, e.told_at) for e in found
    )
