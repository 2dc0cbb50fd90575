"""What the list of a day is counted with: the office's holidays and the law's limits."""

from dataclasses import dataclass
from datetime import datetime

from services.core.unit_of_work import Reading
from services.korean.working_time import WorkCalendar, add_hours
from services.petitions.counting import Holidays
from services.petitions.legal_periods import LegalPeriods, LimitName


@dataclass(frozen=True, slots=True)
class DayRules:
    """How to count, as the container wires it."""

    holidays: Holidays
    legal: LegalPeriods


@dataclass(frozen=True, slots=True)
class Evening:
    """An open question at the end of the day, with all that counts in it."""

    reading: Reading
    calendar: WorkCalendar
    legal: LegalPeriods

    def is_past(self, since: datetime, limit: LimitName) -> bool:
        """Whether a limit in working hours has run out."""
        hours = self.legal.limit(limit, self.reading.today).value
        return add_hours(since, hours, self.calendar) < self.reading.now


def evening(reading: Reading, rules: DayRules) -> Evening:
    """Return the question with the calendar of the office."""
    calendar = WorkCalendar(rules.holidays(reading.session))
    return Evening(reading, calendar, rules.legal)
