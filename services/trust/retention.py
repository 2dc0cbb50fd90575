"""What the office has kept long enough: counted for the records officer, never erased.

A record's years begin on 1 January after it was completed, so a whole year of them is
past keeping at once.  Source: 공공기록물법 시행령 §26.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from models.petitions import OWED, Petition
from models.reception import ENDED, Visit
from models.selection import MeetingRequest
from models.values import Permission
from services.core.actor import Actor
from services.core.clock import SEOUL, today
from services.core.settings import ALWAYS
from services.core.unit_of_work import UnitOfWork
from services.trust.office_settings import read_settings

_INSTANT = Petition.due_at.type


@dataclass(frozen=True, slots=True)
class PastKeeping:
    """How much of one kind of record has been kept long enough.

    Attributes:
        last_year: What was completed in this year or earlier may be disposed of; None
            where everything is kept for good.
    """

    last_year: int | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Disposal:
    """What the records officer is to look at."""

    visits: PastKeeping
    petitions: PastKeeping


class DisposalCounts:
    """Answers how much is past its years; numbers only, nobody's record is shown."""

    permission = Permission.SETTINGS_OWN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> Disposal:
        """Return the counts of today by the years that are in force."""
        year = today(self._units.clock).year
        with self._units.read(actor, self.permission) as reading:
            session = reading.session
            chosen = read_settings(session)
            visits = last_year_past(year, chosen.visit_years)
            petitions = last_year_past(year, chosen.petition_years)
            return Disposal(
                PastKeeping(visits, _visits(session, visits)),
                PastKeeping(petitions, _petitions(session, petitions)),
            )


def last_year_past(year: int, years: int) -> int | None:
    """Return the last year whose records have been kept ``years`` whole years."""
    return None if years == ALWAYS else year - years - 1


def _visits(session: Session, last_year: int | None) -> int:
    """Count ended visits that no petition and no request for a meeting holds."""
    if last_year is None:
        return 0
    held = or_(
        Visit.petition_id.is_not(None),
        Visit.meeting_id.is_not(None),
        exists().where(Petition.visit_id == Visit.id),
        exists().where(MeetingRequest.visit_id == Visit.id),
    )
    past = (Visit.day < date(last_year + 1, 1, 1), Visit.state.in_(ENDED), ~held)
    return session.scalar(select(func.count()).select_from(Visit).where(*past)) or 0


def _petitions(session: Session, last_year: int | None) -> int:
    """Count those answered by that year; one ended otherwise counts from its term."""
    if last_year is None:
        return 0
    end = datetime(last_year + 1, 1, 1, tzinfo=SEOUL)
    completed = func.coalesce(Petition.answered_at, Petition.due_at, type_=_INSTANT)
    past = (completed < end, Petition.state.not_in(OWED))
    return session.scalar(select(func.count()).select_from(Petition).where(*past)) or 0
