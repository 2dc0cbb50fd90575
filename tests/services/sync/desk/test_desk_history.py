"""The history of a record: who changed what where, and what was not taken."""

import pytest

from models.errors import NotAllowed
from models.reception import Person
from models.values import Purpose, StaffId
from services.core.actor import Actor
from services.sync.conflicts import Inbox
from services.sync.decide import Choice, Decide, Decision
from services.sync.record_history import (
    Happened,
    HistoryLine,
    RecordHistory,
    RevealHistory,
)
from tests.services.sync.desk.desks import STAFF, CityHall, DeskUnderTest, settle

pytestmark = pytest.mark.server


def lines(desk: DeskUnderTest, person: str) -> tuple[HistoryLine, ...]:
    return RecordHistory(desk.units).run(STAFF, [("person", person)]).lines


def told(desk: DeskUnderTest, person: str) -> list[tuple[Happened, str, list[object]]]:
    return [
        (
            line.happened,
            line.letter,
            [(f.name, f.before, f.after) for f in line.fields],
        )
        for line in lines(desk, person)
    ]


@pytest.fixture
def person(a: DeskUnderTest, b: DeskUnderTest) -> str:
    row = a.add_person("김하늘")
    settle(a, b)
    a.clock.tick(minutes=1)
    b.edit(Person, row, name="김하나")
    settle(b, a)
    return row


def test_both_desks_tell_the_same_masked(
    a: DeskUnderTest, b: DeskUnderTest, person: str
):
    expected = [
        (Happened.CHANGED, "B", [("name", "김*늘", "김*나")]),
        (Happened.MADE, "A", []),
    ]
    assert told(a, person) == told(b, person) == expected
    assert all(line.user_name and line.is_sent for line in lines(a, person))


def test_what_was_not_sent_yet_is_told_as_such(a: DeskUnderTest, person: str):
    a.clock.tick(minutes=1)
    a.edit(Person, person, name="김두리")
    first = lines(a, person)[0]
    assert (first.happened, first.letter, first.is_sent) == (
        Happened.CHANGED,
        "A",
        False,
    )
    assert [(f.before, f.after) for f in first.fields] == [("김*나", "김*리")]


def test_what_was_not_taken_stays_in_the_history_after_the_decision(
    a: DeskUnderTest, b: DeskUnderTest, person: str
):
    a.clock.tick(minutes=1)
    a.edit(Person, person, name="김세나")
    b.edit(Person, person, name="남궁두리")
    settle(a, b)
    for desk in (a, b):
        (lost,) = [x for x in lines(desk, person) if x.happened is Happened.NOT_TAKEN]
        assert (lost.letter, lost.is_decided) == ("B", False)
        assert [(f.before, f.after) for f in lost.fields] == [("김*나", "남**리")]
    (card,) = Inbox(a.units).run(STAFF)
    a.clock.tick(minutes=1)
    Decide(a.units).run(STAFF, [Decision(card.seq, "name", Choice.KEEP)])
    settle(a, b)
    for desk in (a, b):
        assert lines(desk, person)[0].happened is Happened.DECIDED
        (lost,) = [x for x in lines(desk, person) if x.happened is Happened.NOT_TAKEN]
        assert lost.is_decided


def test_names_are_shown_for_a_purpose_and_that_is_logged(
    a: DeskUnderTest, person: str
):
    past = RevealHistory(a.units).run(STAFF, [("person", person)], Purpose.CASE)
    assert past.lines[0].fields[0].after == "김하나"
    assert "하나" not in repr(past)
    logged = a.ask(
        "SELECT action, note FROM access_entry WHERE subject_id = :id ORDER BY line",
        id=person,
    )
    assert logged[-1] == ("reveal", "history")


def test_a_record_from_before_the_first_copy_still_tells_who_made_it(
    hall: CityHall, a: DeskUnderTest, person: str
):
    from services.sync.exchange import Sizes

    c = hall.desk("C")
    c.sizes = Sizes(copy_from=1)
    c.sync()
    assert [line.happened for line in lines(c, person)] == [Happened.MADE]


def test_who_may_not_read_such_records_reads_no_history(a: DeskUnderTest, person: str):
    with pytest.raises(NotAllowed):
        RecordHistory(a.units).run(
            Actor(StaffId("00000000-0000-7000-8000-00000000abcd")), [("person", person)]
        )
