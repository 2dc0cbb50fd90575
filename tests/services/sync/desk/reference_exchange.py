"""The exchange that every fault is tried in: two desks that rival wherever they can.

Each time, A has told its news first and B has written against it unseen: one field, a
row that A has deleted, a place in the calendar, and a decision that A has made too.  B
holds the round that something happens to; afterwards all must be as if nothing had.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import time
from itertools import count
from typing import TypeVar

import psycopg

from models.errors import OfficeError
from models.meetings import Meeting
from models.reception import Person
from services.sync.decide import Choice, Decide, Decision
from services.sync.exchange import Sizes
from services.sync.run_record import WELL
from services.sync.schedule import Outcome
from tests.services.sync.desk.desks import STAFF, CityHall, DeskUnderTest
from tests.services.sync.desk.doors import Cut, Doors
from tests.services.sync.desk.makers import host, meeting
from tests.services.sync.desk.watched_office import Figures, Seat, WatchedOffice
from tests.soak import how_many, in_time

T = TypeVar("T")

SMALL = Sizes(push_ops=3, pull_ops=4)
LIVED_ON = how_many(40, 10)  # exchanges in one office, before it is counted
DAYS = how_many(0, 1)  # between two rounds; rows are compared once a day
_OPEN = "select from pg_stat_activity where datname = %s and usename = %s"
_LOOKS = 20_000  # at something that is about to come true


@dataclass
class Reference:
    """One office, and what its two desks do in turn."""

    office: WatchedOffice
    a: Seat
    b: Seat
    person: str
    doomed: str
    places: list[str]
    numbers: "count[int]" = field(default_factory=count)
    next: str = ""  # what A will delete the next time

    @classmethod
    def open(cls, hall: CityHall) -> "Reference":
        """Furnish an office, and let both desks know of it."""
        office = WatchedOffice(hall)
        office.open("A", "B")
        a, b = office.seats
        made: list[str] = []

        def furnish(desk: DeskUnderTest) -> None:
            whose = desk.add(host())
            made.extend(desk.add_person(f"김{n}") for n in range(2))
            for hour in (9, 15):
                told = {"starts_at": time(hour), "ends_at": time(hour, 30)}
                made.append(desk.add(meeting(whose, **told)))

        office.act(a, furnish)
        office.rounds(2)
        told = cls(office, a, b, made[0], made[1], made[2:])
        for _ in range(2):  # so that there is something to decide, each time the same
            told.prepare()
            told.finish()
        return told

    def prepare(self) -> None:
        """Let A tell its news, and B write what rivals it."""
        number = next(self.numbers)
        self.office.act(self.a, lambda at: self._news(at, number))
        self.a.desk.sync()
        self.office.act(self.b, lambda at: self._against(at, number))
        self.b.desk.clock.tick(days=DAYS)

    def _news(self, desk: DeskUnderTest, number: int) -> None:
        desk.remove(Person, self.doomed)
        self.next = self._write(desk, f"하나{number}", self.places[0], number)
        self._decide(desk, Choice.KEEP)

    def _against(self, desk: DeskUnderTest, number: int) -> None:
        desk.edit(Person, self.doomed, phone=f"{number:011}")
        self._write(desk, f"두리{number}", self.places[1], number)
        self.doomed = self.next
        self._decide(desk, Choice.TAKE)

    def _write(self, desk: DeskUnderTest, name: str, place: str, number: int) -> str:
        hour = 10 + number % 4
        desk.edit(Person, self.person, name=name)
        desk.edit(Meeting, place, starts_at=time(hour), ends_at=time(hour, 45))
        return desk.add_person(name)

    def _decide(self, desk: DeskUnderTest, choice: Choice) -> None:
        names = [seq for seq, name, *_ in desk.conflicts() if name == "name"]
        told = [Decision(seq, "name", choice) for seq in names[:1]]
        Decide(desk.units).run(STAFF, told)

    def hold(self) -> Outcome | None:
        """Hold B's round in small pieces; return how it ended, None if it broke off."""
        desk = self.b.desk
        desk.sizes = SMALL
        try:
            return desk.sync().outcome
        except (Cut, OfficeError):
            return None
        finally:
            desk.sizes = Sizes()

    def finish(self) -> None:
        """Let B hold its round again."""
        self.wait_for_sessions()
        report = self.b.desk.sync()
        assert report.outcome in WELL, report
        for seat in self.office.seats:
            self.office.look(seat)

    def wait_for_sessions(self) -> None:
        """Wait until the server has noticed that B's line is gone."""
        hall = self.office.hall
        who = (hall.database, hall.enrolments[self.b.desk.label].role)
        with psycopg.connect(hall.server.admin_url(), autocommit=True) as watch:
            looks = (watch.execute(_OPEN, who).fetchone() for _ in range(_LOOKS))
            assert None in looks, "a line of B stays open"

    def count(self) -> Figures:
        """Compare everything with everything."""
        self.office.rounds(1)
        figures = self.office.count()
        assert figures.is_clean, (figures, self.office.wrong)
        for seat in self.office.seats:
            seat.desk.office.close()
        return figures


@dataclass
class Trial:
    """Tries one fault after another, a few in one office, and counts.

    Attributes:
        places: How many there are to try.
        missed: How many rounds ended before the place of their fault.
    """

    new_hall: Callable[[], CityHall]
    places: int = 0
    figures: Figures = field(default_factory=Figures)
    tried: int = 0
    missed: int = 0
    _reference: Reference | None = None

    def __call__(self, fault: Callable[[Reference, T], bool], at: T) -> None:
        """Play the exchange with a fault at a place; it returns whether it came."""
        if self._reference is None:
            self._reference = Reference.open(self.new_hall())
        told = self._reference
        told.prepare()
        self.missed += not fault(told, at)
        told.finish()
        self.tried += 1
        if self.tried % LIVED_ON == 0:
            self.end()

    def all(
        self,
        fault: Callable[[Reference, T], bool],
        places: Sequence[T],
        sample: int,
        minutes: float,
    ) -> None:
        """Try a fault at a sample of places, or at all that the time allows."""
        self.places += len(places)
        for place in in_time(places, sample, minutes):
            self(fault, place)

    def end(self) -> Figures:
        """Count what is not counted yet; return all of it."""
        if self._reference is not None:
            self.figures += self._reference.count()
            self._reference = None
        return self.figures

    def told(self) -> str:
        """Return the report in words."""
        found = vars(self.figures).items()
        told = ", ".join(f"{number} {name}" for name, number in found)
        places = max(self.places, self.tried)
        return f"{self.tried} of {places} faults, {self.missed} not reached: {told}"


def steps_of(new_hall: Callable[[], CityHall], doors: Doors) -> list[str]:
    """Return the steps of B's round in an unharmed exchange."""
    told = Reference.open(new_hall())
    told.prepare()
    doors.during(told.hold, 0)
    told.finish()
    told.count()
    return doors.steps
