"""Places in the calendar across desks: no two bookings stand together unshown."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import time

import pytest

from models.errors import OfficeError
from models.meetings import Meeting
from models.reception import Visit
from models.values import MeetingState, VisitState
from services.sync.conflicts import ConflictKind, Inbox
from services.sync.decide import Choice, Decide, Decision
from tests.services.sync.desk.desks import STAFF, CityHall, DeskUnderTest, settle
from tests.services.sync.desk.makers import host, meeting, visit
from tests.soak import how_many

pytestmark = pytest.mark.server

SEARCHES = how_many(3, 60)
HOURS = (9, 10, 11, 12, 13)
TENTATIVE, CONFIRMED = MeetingState.TENTATIVE, MeetingState.CONFIRMED


def pairs(desk: DeskUnderTest) -> set[frozenset[str]]:
    """Return the bookings that stand together."""
    found = desk.ask(
        "SELECT a.id, b.id FROM meeting a JOIN meeting b ON a.id < b.id"
        " WHERE a.day = b.day AND a.host_id = b.host_id"
        " AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at"
        " AND a.state = 'confirmed' AND b.state = 'confirmed'"
    )
    return {frozenset(pair) for pair in found}


def shown(hall: CityHall) -> set[frozenset[str]]:
    """Return the pairs that the log shows to every desk, decided or not."""
    found = hall.ask(
        "select row_id::text, value->>'cur' from sync.log, jsonb_each(rejected)"
        " where rejected is not null and key like '$claim:%%'"
    )
    return {frozenset(pair) for pair in found}


def hour(at: int) -> dict[str, time]:
    return {"starts_at": time(at), "ends_at": time(at, 45)}


def keep_all(desk: DeskUnderTest) -> None:
    cards = Inbox(desk.units).run(STAFF)
    told = [Decision(c.seq, f.name, Choice.KEEP) for c in cards for f in c.fields]
    Decide(desk.units).run(STAFF, told)


@pytest.mark.parametrize("order", ["first", "last"])
def test_a_place_that_two_desks_made_together_is_shown(
    hall: CityHall, a: DeskUnderTest, b: DeskUnderTest, c: DeskUnderTest, order: str
):
    """One moves what is tentative, another confirms it; neither knew of the whole."""
    who = a.add(host())
    entry = a.add(meeting(who, state=TENTATIVE, **hour(9)))
    settle(a, b, c)
    c.add(meeting(who, **hour(11)))
    a.edit(Meeting, entry, **hour(11))
    b.edit(Meeting, entry, state=CONFIRMED)
    for desk in (c, a, b) if order == "first" else (a, b, c):
        desk.sync()
    settle(a, b, c)
    assert len(pairs(a)) == 1
    assert pairs(a) == shown(hall)
    for desk in (a, b, c):
        kinds = [card.kind for card in Inbox(desk.units).run(STAFF)]
        assert kinds == [ConflictKind.DOUBLE_BOOKING]


def test_a_meeting_that_was_brought_back_has_its_place(
    hall: CityHall, a: DeskUnderTest, b: DeskUnderTest, c: DeskUnderTest
):
    who = a.add(host())
    entry = a.add(meeting(who))
    settle(a, b, c)
    a.remove(Meeting, entry)
    b.edit(Meeting, entry, title="바뀐 면담")
    a.sync()
    b.sync()
    card = Inbox(b.units).run(STAFF)[0]
    told = Decision(card.seq, card.fields[0].name, Choice.TAKE)
    Decide(b.units).run(STAFF, [told])
    c.sync()
    c.add(meeting(who))
    settle(b, c, a)
    assert len(pairs(a)) == 1
    assert pairs(a) == shown(hall)


@pytest.mark.parametrize(
    "leave", [{"state": MeetingState.CANCELLED}, hour(15)], ids=["cancel", "move"]
)
def test_a_place_that_was_decided_and_left_is_still_taken(
    hall: CityHall, a: DeskUnderTest, b: DeskUnderTest, c: DeskUnderTest, leave
):
    who = a.add(host())
    settle(a, b, c)
    first = a.add(meeting(who))
    b.add(meeting(who))
    c.add(meeting(who))
    a.sync()
    b.sync()
    a.sync()
    keep_all(a)
    a.edit(Meeting, first, **leave)
    a.sync()
    c.sync()
    settle(a, b, c)
    assert len(pairs(a)) == 1
    assert pairs(a) <= shown(hall)


def test_a_place_that_shares_its_end_with_another_move_is_shown(
    a: DeskUnderTest, b: DeskUnderTest
):
    who = a.add(host())
    entry = a.add(meeting(who, starts_at=time(9), ends_at=time(10)))
    settle(a, b)
    a.edit(Meeting, entry, starts_at=time(11), ends_at=time(12))
    b.edit(Meeting, entry, ends_at=time(12))
    settle(a, b)
    (card,) = Inbox(b.units).run(STAFF)
    assert [(f.name, f.mine, f.theirs) for f in card.fields] == [
        ("starts_at", "09:00", "11:00")
    ]
    Decide(a.units).run(STAFF, [Decision(card.seq, "starts_at", Choice.TAKE)])
    settle(a, b)
    stands = b.row("meeting", entry, "starts_at", "ends_at")
    assert stands == a.row("meeting", entry, "starts_at", "ends_at")
    assert stands == ("09:00", "12:00")


def test_the_farther_step_of_a_visit_stands_unasked(
    hall: CityHall, a: DeskUnderTest, b: DeskUnderTest
):
    coming = a.add(visit())
    settle(a, b)
    a.edit(Visit, coming, state=VisitState.CALLED, place="1")
    b.edit(Visit, coming, state=VisitState.CLOSED)
    settle(a, b)
    for desk in (a, b):
        assert desk.row("visit", coming, "state", "place") == ("closed", "1")
        assert desk.conflicts() == []
    states = hall.ask("select accepted->>'state' from sync.log where tbl = 'visit'")
    assert states == [("waiting",), ("called",), ("closed",)]


class Search:
    """Plays an office without a plan."""

    def __init__(self, seed: int, desks: tuple[DeskUnderTest, ...]) -> None:
        self.luck, self.desks = random.Random(seed), desks  # noqa: S311 # a repeatable game
        self.host = desks[0].add(host())
        self.rows = [
            desks[0].add(meeting(self.host, state=state, **hour(at)))
            for at, state in ((9, TENTATIVE), (11, CONFIRMED), (13, TENTATIVE))
        ]
        settle(*desks)

    def step(self) -> None:
        desk, verb = self.luck.choice(self.desks), self.luck.choice(self.VERBS)
        with suppress(OfficeError):
            verb(self, desk)

    def sync(self, desk: DeskUnderTest) -> None:
        desk.sync()

    def move(self, desk: DeskUnderTest) -> None:
        where = hour(self.luck.choice(HOURS))
        desk.edit(Meeting, self.luck.choice(self.rows), **where)

    def set_state(self, desk: DeskUnderTest) -> None:
        state = self.luck.choice(list(MeetingState))
        desk.edit(Meeting, self.luck.choice(self.rows), state=state)

    def book(self, desk: DeskUnderTest) -> None:
        told = hour(self.luck.choice(HOURS))
        self.rows.append(desk.add(meeting(self.host, **told)))

    def remove(self, desk: DeskUnderTest) -> None:
        desk.remove(Meeting, self.luck.choice(self.rows))

    def decide(self, desk: DeskUnderTest) -> None:
        card = self.luck.choice(Inbox(desk.units).run(STAFF) or [None])
        if card is None:
            return
        asks = {ConflictKind.DOUBLE_BOOKING, ConflictKind.DECIDED_ALREADY}
        choice = self.luck.choice((Choice.KEEP, Choice.TAKE))
        choice = Choice.KEEP if card.kind in asks else choice
        told = [Decision(card.seq, one.name, choice) for one in card.fields]
        Decide(desk.units).run(STAFF, told)

    VERBS: tuple[Callable[["Search", DeskUnderTest], None], ...] = (
        *(sync, sync, sync),
        *(move, move, set_state, set_state, book, remove),
        *(decide, decide),
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEARCHES))
def test_no_search_finds_two_bookings_together_unshown(hall: CityHall, seed: int):
    desks = (hall.desk("A"), hall.desk("B"), hall.desk("C"))
    search = Search(seed, desks)
    for _ in range(40):
        search.step()
    for _ in range(3):
        settle(*desks)
    for desk in desks:
        assert pairs(desk) <= shown(hall)
        assert desk.contents() == desks[0].contents()
        whole = "SELECT count(*) FROM meeting WHERE time(ends_at, '-45 minutes')"
        assert desk.value(f"{whole} <> time(starts_at)") == 0
    found = hall.ask("select a::text, b::text from sync.overlaps()")
    assert {frozenset(pair) for pair in found} == pairs(desks[0])
