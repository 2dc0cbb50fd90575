"""The room Closing: its verbs and questions as typed fields, and how they are made."""

from dataclasses import dataclass

from services.closing.day_report import DayNumbers
from services.closing.end_of_day import EndOfDay
from services.closing.end_visits import EndVisits
from services.closing.open_rows import OpenRows
from services.closing.rules import DayRules
from services.closing.sign_off import SignOff
from services.core.unit_of_work import UnitOfWork
from services.meetings.holidays import holiday_table
from services.petitions.legal_periods import legal_periods


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of the day."""

    end_of_day: EndOfDay
    open_rows: OpenRows
    numbers: DayNumbers
    end_visits: EndVisits
    sign_off: SignOff


def build(units: UnitOfWork) -> Closing:
    """Return the room of an open office."""
    rules = DayRules(holiday_table, legal_periods())
    return Closing(
        end_of_day=EndOfDay(units, rules),
        open_rows=OpenRows(units, rules),
        numbers=DayNumbers(units, rules),
        end_visits=EndVisits(units),
        sign_off=SignOff(units, rules),
    )
