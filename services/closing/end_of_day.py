"""Answers what the day leaves open."""

from datetime import date

from sqlalchemy import select

from models.trust import AccessEntry
from models.values import Permission, StaffId
from services.closing.open_items import open_items
from services.closing.rules import DayRules, Evening, evening
from services.closing.values import Checklist, SignedOff
from services.core.actor import Actor
from services.core.unit_of_work import Reading, UnitOfWork

DAY = "day"  # the subject of the log lines that close a day


class EndOfDay:
    """Lists what should be done before the day is closed."""

    permission = Permission.DAY_CLOSE

    def __init__(self, units: UnitOfWork, rules: DayRules) -> None:
        self._units = units
        self._rules = rules

    def run(self, actor: Actor) -> Checklist:
        """Return the list of today, and whether it was signed off already."""
        with self._units.read(actor, self.permission) as reading:
            return checklist(evening(reading, self._rules))


def checklist(asked: Evening) -> Checklist:
    """Return the list of the evening's day."""
    today = asked.reading.today
    return Checklist(today, open_items(asked), signed_off(asked.reading, today))


def signed_off(reading: Reading, day: date) -> SignedOff | None:
    """Return the last sign-off of a day on any desk, or None."""
    line = reading.session.scalars(
        select(AccessEntry)
        .where(
            AccessEntry.subject_kind == DAY,
            AccessEntry.subject_id == day.isoformat(),
        )
        .order_by(AccessEntry.at.desc(), AccessEntry.line.desc())
        .limit(1)
    ).first()
    if line is None:
        return None
    return SignedOff(line.at, StaffId(line.staff_id), line.count)
