"""Receives petitions: a receipt number that is final, and the day it is due.

Receipt may not be refused (법 §9①), so nothing here says no to a matter; only a
petitioner without a name is none (영 §2①3).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import bindparam, func, select

from models.errors import FieldError, StepRefused
from models.petitions import Petition
from models.reception import Person
from models.values import (
    AccessAction,
    Permission,
    PersonId,
    PetitionEnding,
    PetitionId,
    PetitionKind,
    PetitionState,
    Subject,
    VisitId,
)
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.form_faults import TextField, faults_in, refuse
from services.core.prepared import Prepared
from services.core.unit_of_work import UnitOfWork, Work
from services.korean.deadline import Period, due, parse_period
from services.korean.working_time import WorkCalendar
from services.petitions.counting import Holidays
from services.petitions.legal_periods import LegalPeriods

LONGEST_TITLE = 200
LONGEST_CONTENT = 20_000


class IncomingPetition(Protocol):
    """What is known of a petition that comes in."""

    @property
    def person_id(self) -> PersonId:
        """Who petitions."""

    @property
    def kind(self) -> PetitionKind:
        """Decides the period."""

    @property
    def subject(self) -> Subject:
        """The field of the matter."""

    @property
    def title(self) -> str:
        """The matter in a line."""

    @property
    def content(self) -> str:
        """What was said or written; may be empty."""

    @property
    def visit_id(self) -> VisitId | None:
        """The visit that it came with, if any."""

    @property
    def others(self) -> int:
        """Petitioners beside the first."""

    @property
    def dictated(self) -> bool:
        """Whether it was spoken and is to be signed (영 §10④)."""

    @property
    def period(self) -> str:
        """As ``14d``, where the kind has none of its own; else empty."""


@dataclass(frozen=True, slots=True)
class PetitionForm:
    """A petition that did not come with a visit: by letter, telephone, referral.

    Attributes:
        others: Petitioners beside the first.
        dictated: Spoken by the petitioner, to be signed (영 §10④).
        period: As ``14d``; only for a kind whose period stands in its own law.
    """

    person_id: PersonId
    kind: PetitionKind
    subject: Subject
    title: str
    content: str = ""
    visit_id: VisitId | None = None
    others: int = 0
    dictated: bool = False
    period: str = ""

    def __repr__(self) -> str:
        return "<PetitionForm>"


@dataclass(frozen=True, slots=True)
class Received:
    """What the slip of a received petition says."""

    petition_id: PetitionId
    receipt: str
    received_at: datetime
    due_at: datetime
    period: str


class Receiver:
    """Receives inside a transaction that somebody else has opened."""

    def __init__(self, holidays: Holidays, legal: LegalPeriods) -> None:
        self._holidays = holidays
        self._legal = legal

    def receive(self, work: Work, draft: IncomingPetition) -> Received:
        """Keep the petition with the next receipt number of this desk and year.

        Raises:
            FieldError: The kind has no period of its own and none was given.
        """
        period = self._period(work, draft)
        table = self._holidays(work.session)
        counted = due(work.now, period, WorkCalendar(table))
        petition = Petition(
            year=work.today.year,
            desk=work.desk,
            serial=_next_serial(work),
            kind=draft.kind,
            state=PetitionState.RECEIVED,
            subject=draft.subject,
            title=draft.title.strip(),
            content=draft.content.strip(),
            person_id=draft.person_id,
            visit_id=draft.visit_id,
            others=draft.others,
            received_at=work.now,
            period=str(period),
            due_at=counted.due,
            told_due_at=counted.due,
            holidays_version=counted.table_version,
            dictated=draft.dictated,
        )
        work.add(petition)
        work.log(Access(AccessAction.ENTER, "petition", petition.id))
        return _received(petition)

    def take_back(self, work: Work, petition_id: PetitionId) -> None:
        """End a petition that was received by mistake; its number is not used again.

        Raises:
            StepRefused: The office has gone on with it.
        """
        petition = work.get(Petition, petition_id)
        if petition.state is not PetitionState.RECEIVED:
            raise StepRefused(state=petition.state.value, step="take_back")
        petition.step(PetitionState.WITHDRAWN)
        petition.ending = PetitionEnding.MISTAKE

    def _period(self, work: Work, draft: IncomingPetition) -> Period:
        if draft.period:
            return parse_period(draft.period)
        rule = self._legal.period(draft.kind, work.today)
        if rule is None:
            raise FieldError(field="period", fault="missing")
        return rule.period


class ReceivePetition:
    """Receives a petition that came by letter, telephone or referral."""

    permission = Permission.PETITION_WRITE

    def __init__(self, units: UnitOfWork, receiver: Receiver) -> None:
        self._units = units
        self._receiver = receiver

    def run(self, actor: Actor, form: PetitionForm) -> Received:
        """Keep the petition; return its number and its day.

        Raises:
            FormRefused: Fields are missing or cannot be stored.
            NotFound: There is no such person.
        """
        faults = faults_in(
            TextField("title", form.title, LONGEST_TITLE, needed=True),
            TextField("content", form.content, LONGEST_CONTENT),
        )
        if not is_period(form.period):
            faults.append(("period", "malformed"))
        if form.others < 0:
            faults.append(("others", "negative"))
        refuse(faults)
        with self._units.begin(actor, self.permission) as work:
            work.get(Person, form.person_id)
            return self._receiver.receive(work, form)


def is_period(text: str) -> bool:
    """Say whether a text can be counted as a period, or is none at all."""
    try:
        return not text or parse_period(text) is not None
    except ValueError:
        return False


def _next_serial(work: Work) -> int:
    """Return the next serial of this desk and year; the transaction holds the write lock."""
    year = {"year": work.today.year, "desk": work.desk}
    ((serial,),) = _LAST_SERIAL.rows(work.connection, year)
    return (serial or 0) + 1


_LAST_SERIAL = Prepared(
    select(func.max(Petition.serial)).where(
        Petition.year == bindparam("year"), Petition.desk == bindparam("desk")
    )
)


def _received(petition: Petition) -> Received:
    return Received(
        PetitionId(petition.id),
        petition.receipt,
        petition.received_at,
        petition.due_at,
        petition.period,
    )
