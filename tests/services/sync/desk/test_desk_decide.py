"""Deciding: once for all desks, with both values still told afterwards."""

from datetime import time

import pytest

from models.errors import ChangedMeanwhile, DecidedApart, FieldError, StepRefused
from models.meetings import Meeting
from models.reception import Person
from models.values import MeetingState
from services.sync.conflicts import ConflictKind, Inbox
from services.sync.decide import Choice, Decide, Decision
from services.sync.status import SyncStatus
from tests.services.sync.desk.desks import STAFF, CityHall, DeskUnderTest, settle
from tests.services.sync.desk.makers import DAY, host, meeting

pytestmark = pytest.mark.server


@pytest.fixture
def person(a: DeskUnderTest, b: DeskUnderTest) -> str:
    """Somebody whose name stands as desk A wrote it; desk B's is asked about."""
    row = a.add_person("김하늘")
    settle(a, b)
    a.edit(Person, row, name="김하나")
    b.edit(Person, row, name="남궁두리")
    settle(a, b)
    return row


def card(desk: DeskUnderTest):
    (found,) = Inbox(desk.units).run(STAFF)
    return found


def decide(desk: DeskUnderTest, choice: Choice, **more) -> None:
    found = card(desk)
    decision = Decision(found.seq, found.fields[0].name, choice, **more)
    Decide(desk.units).run(STAFF, [decision])


def test_a_card_names_the_record_and_masks_what_is_personal(
    a: DeskUnderTest, b: DeskUnderTest, person: str
):
    found = card(a)
    assert (found.kind, found.table, found.row_id) == (
        ConflictKind.VALUES,
        "person",
        person,
    )
    assert (found.label, found.own, card(b).own) == ("김*나", False, True)
    assert [(f.mine, f.theirs) for f in found.fields] == [("남**리", "김*나")]
    assert "두리" not in repr(found)


@pytest.mark.parametrize(
    ("choice", "value", "stands"),
    [
        (Choice.KEEP, None, "김하나"),
        (Choice.TAKE, None, "남궁두리"),
        (Choice.WRITE, "김세나", "김세나"),
    ],
)
def test_one_decision_settles_it_on_every_desk(
    a: DeskUnderTest, b: DeskUnderTest, person: str, choice, value, stands
):
    decide(a, choice, value=value)
    assert Inbox(a.units).run(STAFF) == ()
    settle(a, b)
    for desk in (a, b):
        assert desk.row("person", person, "name") == (stands,)
        assert Inbox(desk.units).run(STAFF) == ()
        assert SyncStatus(desk.units).run(STAFF).to_decide == 0


def kinds(desk: DeskUnderTest) -> list[ConflictKind]:
    return [card.kind for card in Inbox(desk.units).run(STAFF)]


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        (Choice.KEEP, Choice.TAKE, "김하나"),
        (Choice.TAKE, Choice.KEEP, "남궁두리"),
        (Choice.KEEP, Choice.WRITE, "김하나"),
    ],
)
def test_the_first_decision_stands_and_the_second_is_shown(
    a: DeskUnderTest, b: DeskUnderTest, person: str, first, second, stands
):
    decide(a, first)
    decide(b, second, value="김세나")
    settle(a, b)
    not_taken = [] if second is Choice.KEEP else [ConflictKind.VALUES]
    for desk in (a, b):
        assert desk.row("person", person, "name") == (stands,)
        assert kinds(desk) == [*not_taken, ConflictKind.DECIDED_ALREADY]
    assert a.contents() == b.contents()
    for card in Inbox(b.units).run(STAFF):
        decision = Decision(card.seq, card.fields[0].name, Choice.KEEP)
        Decide(b.units).run(STAFF, [decision])
    settle(b, a)
    assert kinds(a) == kinds(b) == []
    assert a.row("person", person, "name") == (stands,)


def test_an_edit_that_knows_the_decision_is_no_clash(
    a: DeskUnderTest, b: DeskUnderTest, person: str
):
    decide(a, Choice.KEEP)
    settle(a, b)
    b.edit(Person, person, name="김세나")
    settle(b, a)
    assert kinds(a) == kinds(b) == []
    assert a.row("person", person, "name") == ("김세나",)


def test_a_card_cannot_be_decided_twice_on_one_desk(a: DeskUnderTest, person: str):
    found = card(a)
    decision = Decision(found.seq, "name", Choice.KEEP)
    Decide(a.units).run(STAFF, [decision])
    with pytest.raises(ChangedMeanwhile):
        Decide(a.units).run(STAFF, [decision])


def test_a_value_that_no_paper_can_hold_is_refused(a: DeskUnderTest, person: str):
    with pytest.raises(FieldError):
        decide(a, Choice.WRITE, value="김\0하나")
    assert len(Inbox(a.units).run(STAFF)) == 1


@pytest.mark.parametrize("comes_back", [True, False])
def test_a_deleted_row_comes_back_only_if_somebody_says_so(
    a: DeskUnderTest, b: DeskUnderTest, comes_back
):
    person = a.add_person("김하늘", "01055500001")
    settle(a, b)
    a.remove(Person, person)
    b.edit(Person, person, name="김하나")
    settle(a, b)
    decide(b, Choice.TAKE if comes_back else Choice.KEEP)
    settle(b, a)
    expected = ("김하나", "01055500001") if comes_back else None
    for desk in (a, b):
        assert desk.row("person", person, "name", "phone") == expected
        assert Inbox(desk.units).run(STAFF) == ()
    assert a.contents() == b.contents()


def test_a_refused_deletion_can_be_done_after_all(a: DeskUnderTest, b: DeskUnderTest):
    person = a.add_person("김하늘")
    settle(a, b)
    a.edit(Person, person, name="김하나")
    b.remove(Person, person)
    settle(a, b)
    decide(a, Choice.TAKE)
    settle(a, b)
    assert a.row("person", person, "id") is b.row("person", person, "id") is None
    assert Inbox(b.units).run(STAFF) == ()


def test_a_double_booking_is_settled_by_moving_it(a: DeskUnderTest, b: DeskUnderTest):
    mayor = a.add(host())
    settle(a, b)
    a.add(meeting(mayor))
    second = b.add(meeting(mayor))
    settle(a, b)
    with pytest.raises(StepRefused):
        decide(a, Choice.TAKE)
    a.edit(Meeting, second, state=MeetingState.POSTPONED)
    decide(a, Choice.KEEP)
    settle(a, b)
    assert Inbox(b.units).run(STAFF) == ()
    assert b.row("meeting", second, "state") == ("postponed",)


PLACE = ("starts_at", "ends_at")


def moved_on_both(a: DeskUnderTest, b: DeskUnderTest, *others: DeskUnderTest) -> str:
    """A meeting that stands at 14:00 as desk A moved it; desk B's 11:00 is asked about."""
    mayor = a.add(host())
    row = a.add(meeting(mayor, starts_at=time(9), ends_at=time(10)))
    settle(a, b, *others)
    a.edit(Meeting, row, starts_at=time(14), ends_at=time(15))
    b.edit(Meeting, row, starts_at=time(11), ends_at=time(12))
    settle(a, b, *others)
    return row


def decide_place(desk: DeskUnderTest, *choices: Choice) -> None:
    """Decide the first card's end, as the page asks it, and its beginning if chosen."""
    seq = Inbox(desk.units).run(STAFF)[0].seq
    told = [Decision(seq, n, c) for n, c in zip(PLACE[::-1], choices, strict=False)]
    Decide(desk.units).run(STAFF, told)


def test_the_earlier_of_two_places_stands_as_a_whole_on_every_desk(
    hall: CityHall, a: DeskUnderTest, b: DeskUnderTest, c: DeskUnderTest
):
    row = moved_on_both(a, b, c)
    decide_place(a, Choice.TAKE, Choice.TAKE)
    settle(a, b, c)
    for desk in (a, b, c):
        assert desk.row("meeting", row, *PLACE) == ("11:00", "12:00")
        assert Inbox(desk.units).run(STAFF) == ()
    assert hall.ask("select error from sync.quarantine") == []
    assert hall.value("select count(*) from sync.claim") == 1
    from_s = a.value("SELECT unixepoch('2026-11-26T11:00:00+09:00')")
    assert (
        hall.value("select extract(epoch from lower(during))::int from sync.claim")
        == from_s
    )


@pytest.mark.parametrize(
    "choices", [(Choice.TAKE,), (Choice.KEEP,), (Choice.TAKE, Choice.KEEP)]
)
def test_a_place_is_never_decided_in_part(
    a: DeskUnderTest, b: DeskUnderTest, choices: tuple[Choice, ...]
):
    row = moved_on_both(a, b)
    with pytest.raises(DecidedApart):
        decide_place(a, *choices)
    assert a.row("meeting", row, *PLACE) == ("14:00", "15:00")
    assert len(Inbox(a.units).run(STAFF)) == 1


@pytest.mark.parametrize(
    ("first", "second"), [(Choice.KEEP, Choice.TAKE), (Choice.TAKE, Choice.KEEP)]
)
def test_two_decisions_on_one_place_leave_it_whole(
    a: DeskUnderTest, b: DeskUnderTest, first: Choice, second: Choice
):
    row = moved_on_both(a, b)
    decide_place(a, first, first)
    decide_place(b, second, second)
    settle(a, b)
    stands = ("14:00", "15:00") if first is Choice.KEEP else ("11:00", "12:00")
    for desk in (a, b):
        assert desk.row("meeting", row, *PLACE) == stands
        cards = [
            c for c in Inbox(desk.units).run(STAFF) if c.kind is ConflictKind.VALUES
        ]
        names = [{field.name for field in card.fields} for card in cards]
        assert names == ([set(PLACE)] if first is Choice.KEEP else [])


def test_an_end_is_not_taken_without_the_beginning_that_its_author_saw(
    a: DeskUnderTest, b: DeskUnderTest
):
    mayor = a.add(host())
    row = a.add(meeting(mayor, starts_at=time(9), ends_at=time(10)))
    settle(a, b)
    a.edit(Meeting, row, starts_at=time(14), ends_at=time(15))
    b.edit(Meeting, row, ends_at=time(11))
    settle(a, b)
    with pytest.raises(DecidedApart):
        decide(a, Choice.TAKE)
    assert a.row("meeting", row, *PLACE) == ("14:00", "15:00")


def test_a_place_that_moved_since_it_was_looked_at_is_not_decided(
    a: DeskUnderTest, b: DeskUnderTest
):
    row = moved_on_both(a, b)
    (found,) = Inbox(a.units).run(STAFF)
    a.edit(Meeting, row, day=DAY.replace(day=27))
    told = [Decision(found.seq, f.name, Choice.TAKE, mark=f.mark) for f in found.fields]
    with pytest.raises(ChangedMeanwhile):
        Decide(a.units).run(STAFF, told)
