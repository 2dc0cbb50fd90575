"""Two to five desks through everything that can happen to an office.

Edits of fields, groups and lists, deletions, bookings, open forms, cut rounds, power
cuts between push and answer, a server and desks from old backups, copied desks, older
and newer programs, clocks set backwards: in any order, judged by what people had seen.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import time

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from models.meetings import Meeting
from models.reception import GroupVisit, Person, Representative, Visit
from models.values import MeetingState, Severity, SignatureList, VisitState
from services.core.unit_of_work import FormBase
from services.sync.conflicts import Inbox
from services.sync.decide import Choice, Decide, Decision
from services.sync.gateway import Offline
from services.sync.wire import office_tables
from tests.services.sync.desk.desks import (
    STAFF,
    WRITE,
    CityHall,
    DeskUnderTest,
    scripted,
    write_as_newer,
)
from tests.services.sync.desk.makers import host, meeting, visit
from tests.services.sync.desk.watched_office import Figures, Key, Seat, WatchedOffice
from tests.soak import how_many, report

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(3600)]

HISTORIES = how_many(7, 400)
STEPS = how_many(30, 50)
MOST_DESKS = 5

DESK = st.integers(0, MOST_DESKS - 1)
ROW = st.integers(0, 5)
VALUE = st.sampled_from(("가", "나", "다", "라"))
HOUR = st.integers(9, 12)


@dataclass(frozen=True)
class Form:
    """A form that somebody has left open."""

    desk: DeskUnderTest
    row: str
    base: FormBase
    seen: frozenset[Key]
    doubtful: frozenset[Key] = frozenset()  # seen in a history that was cut short


@dataclass(frozen=True)
class Disk:
    """A copy of a desk's disk, and what its people had seen."""

    seat: Seat
    desk: DeskUnderTest
    seen: frozenset[Key]


@contextmanager
def older_program() -> Iterator[None]:
    """Let the desk be one that does not know a person's address yet."""
    whole = office_tables()
    person = replace(whole["person"], fields=whole["person"].fields - {"address"})
    told = {**whole, "person": person}
    with pytest.MonkeyPatch.context() as patch:
        for module in ("apply", "plain_changes", "unknown", "superseded"):
            patch.setattr(f"services.sync.{module}.office_tables", lambda: told)
        yield


class AnyHistory(RuleBasedStateMachine):
    """Plays one office; adds what it counted to ``total``."""

    def __init__(self, new_hall: Callable[[], CityHall], total: list[Figures]) -> None:
        super().__init__()
        self.new_hall, self.total = new_hall, total
        self.backups: list[str] = []
        self.disks: list[Disk] = []
        self.forms: list[Form] = []
        self.old: list[Seat] = []

    @initialize(desks=st.integers(2, 3))
    def open(self, desks: int) -> None:
        self.office = WatchedOffice(self.new_hall())
        self.office.open(*"ABC"[:desks])
        first = self.office.seats[0]
        self.office.act(first, self._furnish)
        self.office.rounds(1)

    def _furnish(self, desk: DeskUnderTest) -> None:
        self.host = desk.add(host())
        self.people = [desk.add_person(f"김{n}") for n in range(2)]
        self.meetings = [
            desk.add(meeting(self.host, starts_at=time(hour), ends_at=time(hour, 30)))
            for hour in (9, 11)
        ]
        self.visits = [desk.add(visit())]
        told = {"signature_list": SignatureList.NONE, "severity": Severity.NOTICE}
        group = GroupVisit(visit_id=self.visits[0], name="통통 주민회", **told)
        self.group = desk.add(group)
        self.names = [desk.add(self._name("박하나"))]

    def _name(self, name: str) -> Representative:
        return Representative(group_id=self.group, position=1, name=name)

    def _seat(self, number: int) -> Seat:
        return self.office.seats[number % len(self.office.seats)]

    @rule(
        desk=DESK,
        row=ROW,
        told=st.dictionaries(
            st.sampled_from(("name", "phone", "address")), VALUE, min_size=1, max_size=2
        ),
    )
    def edit(self, desk: int, row: int, told: dict[str, str]) -> None:
        seat, person = self._seat(desk), _one(self.people, row)
        if not (seat in self.old and "address" in told):
            self.office.act(seat, lambda at: at.edit(Person, person, **told))

    @rule(desk=DESK, row=ROW, hour=HOUR, length=st.sampled_from((0, 30)))
    def move(self, desk: int, row: int, hour: int, length: int) -> None:
        """Move a meeting: a group of fields, and a place that others may want."""
        told = {"starts_at": time(hour, length), "ends_at": time(hour + 1)}
        entry = _one(self.meetings, row)
        self.office.act(self._seat(desk), lambda at: at.edit(Meeting, entry, **told))

    @rule(desk=DESK, row=ROW, state=st.sampled_from(MeetingState))
    def step(self, desk: int, row: int, state: MeetingState) -> None:
        entry = _one(self.meetings, row)
        self.office.act(
            self._seat(desk), lambda at: at.edit(Meeting, entry, state=state)
        )

    @rule(desk=DESK, hour=HOUR)
    def book(self, desk: int, hour: int) -> None:
        told = {"starts_at": time(hour), "ends_at": time(hour, 45)}
        self.office.act(
            self._seat(desk),
            lambda at: self.meetings.append(at.add(meeting(self.host, **told))),
        )

    @rule(desk=DESK, state=st.sampled_from(VisitState), place=VALUE)
    def stand(self, desk: int, state: VisitState, place: str) -> None:
        """Change where somebody stands: a group with a state of forward steps."""
        told = {"state": state, "place": place}
        self.office.act(
            self._seat(desk), lambda at: at.edit(Visit, self.visits[0], **told)
        )

    @rule(desk=DESK, number=st.integers(0, 9))
    def count_signatures(self, desk: int, number: int) -> None:
        told = {"households": number, "signatures": number + 1}
        self.office.act(
            self._seat(desk), lambda at: at.edit(GroupVisit, self.group, **told)
        )

    @rule(desk=DESK, name=VALUE)
    def add_to_list(self, desk: int, name: str) -> None:
        self.office.act(
            self._seat(desk), lambda at: self.names.append(at.add(self._name(name)))
        )

    @rule(desk=DESK, row=ROW, name=VALUE)
    def change_in_list(self, desk: int, row: int, name: str) -> None:
        entry = _one(self.names, row)
        self.office.act(
            self._seat(desk), lambda at: at.edit(Representative, entry, name=name)
        )

    @rule(desk=DESK, row=ROW, kind=st.sampled_from((Person, Meeting, Representative)))
    def remove(self, desk: int, row: int, kind: type) -> None:
        rows: dict[type, list[str]] = {Person: self.people, Meeting: self.meetings}
        entry = _one(rows.get(kind, self.names), row)
        self.office.act(self._seat(desk), lambda at: at.remove(kind, entry))

    @rule(desk=DESK, row=ROW)
    def open_form(self, desk: int, row: int) -> None:
        seat, person = self._seat(desk), _one(self.people, row)
        with seat.desk.units.read(STAFF, WRITE) as reading:
            found = reading.session.get(Person, person)
            if found is not None:
                base, seen = reading.seen(found), frozenset(seat.seen)
                form = Form(seat.desk, person, base, seen)
                if not self.office.knows_history(seat):
                    form = replace(form, seen=frozenset(), doubtful=seen)
                self.forms.append(form)

    @rule(form=ROW, name=VALUE)
    def save_form(self, form: int, name: str) -> None:
        if not self.forms:
            return
        told = self.forms.pop(form % len(self.forms))
        seats = [seat for seat in self.office.seats if seat.desk is told.desk]

        def save(at: DeskUnderTest) -> None:
            with at.units.begin(STAFF, WRITE, told.base) as work:
                work.get(Person, told.row).name = name

        if seats:
            self.office.act(seats[0], save, (told.seen, told.doubtful))

    @rule(desk=DESK, row=ROW, value=VALUE)
    def newer(self, desk: int, row: int, value: str) -> None:
        """Write a field and a table that only a newer program has."""
        person = _one(self.people, row)

        def write(at: DeskUnderTest) -> None:
            write_as_newer(at, "person", person, nickname=value)
            write_as_newer(at, "wheelchair", person, number=value)
            for place in (("person", "nickname"), ("wheelchair", "number")):
                at.write_foreign(  # where the older one on this desk will find it
                    "INSERT OR REPLACE INTO sync_unknown (tbl, row_id, field, value, seq)"
                    " VALUES (:tbl, :row, :field, json_quote(:value), 0)",
                    **dict(zip(("tbl", "field"), place, strict=True)),
                    row=person,
                    value=value,
                )

        if self._seat(desk).desk.row("person", person, "id"):
            self.office.act(self._seat(desk), write)

    @rule(desk=DESK)
    def downgrade_or_upgrade(self, desk: int) -> None:
        seat = self._seat(desk)
        (self.old.remove if seat in self.old else self.old.append)(seat)

    @rule(desk=DESK, days=st.integers(0, 800))
    def set_clock_back(self, desk: int, days: int) -> None:
        self._seat(desk).desk.clock.tick(days=-days)

    @rule(desk=DESK)
    def sync(self, desk: int) -> None:
        seat = self._seat(desk)
        if seat in self.old:
            with older_program():
                self.office.sync(seat)
        else:
            self.office.sync(seat)

    @rule(desk=DESK, step=st.integers(1, 6), late=st.booleans())
    def cut(self, desk: int, step: int, *, late: bool) -> None:
        """Lose the network at a call, before it goes out or before its answer."""
        calls: list[str] = []

        def lose(call: str) -> None:
            calls.append(call)
            if len(calls) == step:
                raise Offline(reason="lost")

        self.office.sync(self._seat(desk), **{"after" if late else "before": lose})

    @rule(desk=DESK, call=st.sampled_from(("push", "push", "pull", "bootstrap")))
    def lose_power(self, desk: int, call: str) -> None:
        """End between the server's commit and its answer, with the disk as it is."""
        seat, disks = self._seat(desk), []
        self.office.hall.clock = seat.desk.clock

        def end(name: str) -> None:
            if name == call:
                disks.append(self.office.hall.copied(seat.desk))
                raise KeyboardInterrupt

        try:
            seat.desk.sync(scripted(after=end))
        except KeyboardInterrupt:
            self.office.reopen(seat, disks[0])
        self.office.look(seat)

    @rule(desk=DESK, choice=st.sampled_from((Choice.KEEP, Choice.TAKE)))
    def decide(self, desk: int, choice: Choice) -> None:
        """Decide the first card as a whole."""
        seat = self._seat(desk)
        cards = Inbox(seat.desk.units).run(STAFF)
        told = [
            Decision(card.seq, field.name, choice)
            for card in cards[:1]
            for field in card.fields
        ]
        self.office.act(seat, lambda at: Decide(at.units).run(STAFF, told))

    @rule()
    def keep_server(self) -> None:
        self.backups = [*self.backups[-1:], self.office.hall.backup()]

    @rule(which=st.integers(0, 1))
    def restore_server(self, which: int) -> None:
        if self.backups:
            kept = self.office.restore_server(_one(self.backups, which))
            self.disks.clear()
            self.forms = [
                replace(
                    form,
                    seen=frozenset(),
                    doubtful=(form.seen | form.doubtful) & kept,
                )
                for form in self.forms
            ]

    @rule(desk=DESK)
    def keep_disk(self, desk: int) -> None:
        seat = self._seat(desk)
        self.office.hall.clock = seat.desk.clock
        copy = self.office.hall.copied(seat.desk)
        self.disks = [*self.disks[-1:], Disk(seat, copy, frozenset(seat.seen))]

    @rule()
    def restore_disk(self) -> None:
        """Lose a disk; go on from its old copy, and from what the server has."""
        if not self.disks:
            return
        disk = self.disks.pop()
        self.office.rounds(1)  # what only the lost disk knew of the server is told
        self.backups.clear()
        self.office.reopen(disk.seat, disk.desk)
        self.office.came_from_copy(disk.seat, disk.seen)

    @rule(desk=DESK)
    def clone(self, desk: int) -> None:
        if len(self.office.seats) < MOST_DESKS:
            self.office.clone(self._seat(desk))

    def teardown(self) -> None:
        if not hasattr(self, "office"):
            return
        self.office.rounds()
        figures = self.office.count()
        self.total.append(figures)
        for seat in self.office.seats:
            seat.desk.office.close()
        assert figures.is_clean, (figures, self.office.wrong)


def _one(rows: list[str], number: int) -> str:
    return rows[number % len(rows)]


def test_whatever_happens_nothing_is_lost_doubled_or_hidden(
    new_halls: Callable[[], CityHall], capsys: pytest.CaptureFixture[str]
):
    total: list[Figures] = []
    run_state_machine_as_test(
        lambda: AnyHistory(new_halls, total),  # type: ignore[arg-type] # a factory serves too
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],  # shrinking a real office takes an hour
            suppress_health_check=list(HealthCheck),
        ),
    )
    told = sum(total, Figures())
    with capsys.disabled():
        report(f"{len(total)} histories: {told}")
    assert told.written > HISTORIES
    assert told.shown > 0
