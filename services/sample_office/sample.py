"""What every part of the sample's making holds on to."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from models.values import DongId
from services.container import Services
from services.core.actor import Actor
from services.core.clock import SEOUL
from services.korean.holidays import HolidayTable
from services.sample_office.clock import SampleClock
from services.sample_office.people import People
from services.sample_office.texts import SampleTexts


@dataclass(slots=True)
class Sample:
    """A sample in the making.

    Attributes:
        until: The present; nothing happens after it.
        clock: Of the office's transactions; the builder moves it.
        dongs: By name.
    """

    services: Services
    actor: Actor
    clock: SampleClock
    until: datetime
    chance: Random
    people: People
    texts: SampleTexts
    holidays: HolidayTable
    dongs: dict[str, DongId] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day of the present."""
        return self.until.astimezone(SEOUL).date()

    def work_day(self, distance: int) -> date:
        """Return the working day so many working days from today; 0 is today."""
        step = timedelta(days=1 if distance >= 0 else -1)
        day = self.today
        for _ in range(abs(distance)):
            day += step
            while not self.holidays.is_work_day(day):
                day += step
        return day

    def dong(self) -> DongId:
        """Return a dong by chance."""
        return self.chance.choice(list(self.dongs.values()))
