"""Takes in registers of the desk: people, visits, petitions."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.petitions import Petition
from models.reception import ENDED, LETTERS, Visit
from models.values import (
    PetitionEnding,
    PetitionKind,
    PetitionState,
    Subject,
    VisitKind,
    VisitState,
)
from services.core.clock import SEOUL
from services.core.unit_of_work import Work
from services.exchange.columns import COLUMNS, Column
from services.exchange.kinds import Fault, FileKind
from services.exchange.row import NO_DAY, Row
from services.exchange.taking import Became, Known
from services.exchange.words import (
    PETITION_KINDS,
    PETITION_STATES,
    SUBJECTS,
    VISIT_STATES,
)
from services.korean.deadline import Deadline, due
from services.korean.holidays import HolidayTable
from services.korean.working_time import STANDARD_HOURS, WorkCalendar
from services.petitions.legal_periods import LegalPeriods

MOST_OTHERS = 99_999
OF_PERSON = ("phone", "address", "dong")

_NUMBER = re.compile(r"([A-Z])-?([0-9]{1,6})")
_RECEIPT = re.compile(r"([0-9]{4})-(\w{1,10})-([0-9]{1,9})")
_KINDS = {letter: kind for kind, letter in LETTERS.items()}
_ENDINGS = {
    PetitionState.CLOSED: PetitionEnding.DONE,
    PetitionState.RETURNED: PetitionEnding.RETURNED,
    PetitionState.WITHDRAWN: PetitionEnding.WITHDRAWN,
}


class TakePeople:
    """Takes in people."""

    columns: Sequence[Column] = COLUMNS[FileKind.PEOPLE]

    def __init__(self, known: Known) -> None:
        self._known = known

    def take(self, work: Work, row: Row) -> Became:
        """Add a person who is not here yet.

        Raises:
            RowRefused: The row has faults.
        """
        wanted = self._known.person(work, row)
        if not self._known.first_time("person", *wanted.key):
            row.fault("name", Fault.DUPLICATE)
        row.settle()
        if self._known.find(work, wanted) is not None:
            return Became.SAME
        self._known.keep(work, wanted)
        return Became.ADDED


class TakeVisits:
    """Takes in ended visits of an older register; they were not timed here."""

    columns: Sequence[Column] = COLUMNS[FileKind.VISITS]

    def __init__(self, known: Known) -> None:
        self._known = known

    def take(self, work: Work, row: Row) -> Became:
        """Add a visit that is not here yet; its number and day name it.

        Raises:
            RowRefused: The row has faults.
        """
        day = row.day("day")
        letter, number = _waiting_number(row)
        arrived = row.time_or("arrived", STANDARD_HOURS.opens)
        state = row.word("state", VISIT_STATES, VisitState.CLOSED)
        if state not in ENDED:
            row.fault("state", Fault.UNKNOWN_WORD)
        wanted = self._known.person(work, row)
        if not wanted.name:
            for key in filter(row.has, OF_PERSON):  # would be kept nowhere
                row.fault(key, Fault.WITHOUT_NAME)
        if not self._known.first_time("visit", day.isoformat(), letter, str(number)):
            row.fault("number", Fault.DUPLICATE)
        visit = Visit(
            day=day,
            letter=letter,
            number=number,
            desk=work.desk,
            kind=_KINDS.get(letter, VisitKind.WALK_IN),
            state=state,
            subject=row.word("subject", SUBJECTS, Subject.OTHER),
            title=row.text("title"),
            note=row.text("note"),
            outcome=row.text("outcome"),
            arrived_at=_at(day, arrived),
        )
        row.settle()
        if _visit_here(work.session, visit):
            return Became.SAME
        if wanted.name:
            visit.person_id = self._known.keep(work, wanted)
        work.add(visit)
        return Became.ADDED


class TakePetitions:
    """Takes in petitions of an older register, with the deadlines that they had."""

    columns: Sequence[Column] = COLUMNS[FileKind.PETITIONS]

    def __init__(
        self,
        known: Known,
        legal: LegalPeriods,
        holidays: Callable[[Session], HolidayTable],
    ) -> None:
        self._known = known
        self._legal = legal
        self._holidays = holidays

    def take(self, work: Work, row: Row) -> Became:
        """Add a petition that is not here yet; its receipt number names it.

        Raises:
            RowRefused: The row has faults.
        """
        year, desk, serial = _receipt(row)
        if not self._known.first_time("petition", str(year), desk, str(serial)):
            row.fault("receipt", Fault.DUPLICATE)
        received = row.instant("received", STANDARD_HOURS.opens)
        kind = row.word("kind", PETITION_KINDS, PetitionKind.OTHER)
        wanted = self._known.person(work, row)
        petition = _petition(row, kind)
        petition.year, petition.desk, petition.serial = year, desk, serial
        period, deadline = self._deadline(work, row, kind, received)
        row.settle()
        if _petition_here(work.session, petition) or deadline is None:
            return Became.SAME
        petition.received_at, petition.period = received, period
        petition.due_at = petition.told_due_at = deadline.due
        petition.holidays_version = deadline.table_version
        petition.person_id = self._known.keep(work, wanted)
        work.add(petition)
        return Became.ADDED

    def _deadline(
        self, work: Work, row: Row, kind: PetitionKind, received: datetime
    ) -> tuple[str, Deadline | None]:
        if received.date() == NO_DAY:
            return "", None
        rule = self._legal.period(kind, received.date())
        if rule is None:
            row.fault("kind", Fault.NO_PERIOD)
            return "", None
        calendar = WorkCalendar(self._holidays(work.session))
        return str(rule.period), due(received, rule.period, calendar)


def _petition(row: Row, kind: PetitionKind) -> Petition:
    """Return the petition as the row tells it, without number and deadline."""
    state = row.word("state", PETITION_STATES, PetitionState.RECEIVED)
    answered = row.day_or("answered", None)
    return Petition(
        kind=kind,
        state=state,
        ending=_ENDINGS.get(state, PetitionEnding.OPEN),
        subject=row.word("subject", SUBJECTS, Subject.OTHER),
        title=row.text("title"),
        content=row.text("content"),
        others=row.count("others", 0, MOST_OTHERS),
        department=row.text("department"),
        city_number=row.text("city_number"),
        answered_at=None if answered is None else _at(answered, STANDARD_HOURS.closes),
    )


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, SEOUL)


def _waiting_number(row: Row) -> tuple[str, int]:
    text = row.text("number")
    found = _NUMBER.fullmatch(text.upper())
    if found is None or int(found[2]) == 0:
        if text:
            row.fault("number", Fault.WRONG_NUMBER)
        return "", 0
    return found[1], int(found[2])


def _receipt(row: Row) -> tuple[int, str, int]:
    text = row.text("receipt")
    found = _RECEIPT.fullmatch(text)
    if found is None:
        if text:
            row.fault("receipt", Fault.WRONG_NUMBER)
        return 0, "", 0
    return int(found[1]), found[2], int(found[3])


def _visit_here(session: Session, visit: Visit) -> bool:
    found = session.scalar(
        select(Visit.id).where(
            Visit.day == visit.day,
            Visit.letter == visit.letter,
            Visit.number == visit.number,
        )
    )
    return found is not None


def _petition_here(session: Session, petition: Petition) -> bool:
    found = session.scalar(
        select(Petition.id).where(
            Petition.year == petition.year,
            Petition.desk == petition.desk,
            Petition.serial == petition.serial,
        )
    )
    return found is not None
