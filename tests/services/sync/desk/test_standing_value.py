"""The other side of a decision: what stands now, who wrote it, and that it was seen."""

import pytest

from models.base import to_ms
from models.errors import ChangedMeanwhile, FieldError
from models.reception import Person, Visit
from services.sync.conflicts import ConflictField, Inbox
from services.sync.decide import Choice, Decide, Decision
from tests.services.sync.desk.desks import STAFF, DeskUnderTest, settle
from tests.services.sync.desk.makers import host, meeting, visit

pytestmark = pytest.mark.server

A_WROTE, B_WROTE = "동편 출입구", "서편 출입구"


def waiting(desk: DeskUnderTest) -> tuple[int, ConflictField]:
    """Return the one value of the inbox, with its number."""
    (card,) = Inbox(desk.units).run(STAFF)
    (field,) = card.fields
    return card.seq, field


def decide(desk: DeskUnderTest, choice: Choice, mark: str, value: str = "") -> None:
    seq, field = waiting(desk)
    Decide(desk.units).run(STAFF, [Decision(seq, field.name, choice, value, mark)])


def title(desk: DeskUnderTest, row: str) -> object:
    return desk.value("SELECT title FROM visit WHERE id = :id", id=row)


@pytest.fixture
def entry(a: DeskUnderTest, b: DeskUnderTest) -> str:
    """A visit whose title two desks wrote differently; B's was not taken."""
    row = a.add(visit())
    settle(a, b)
    a.clock.tick(minutes=1)
    a.edit(Visit, row, title=A_WROTE)
    a.clock.tick(minutes=1)
    b.edit(Visit, row, title=B_WROTE)
    settle(a, b)
    return row


def test_both_desks_tell_who_wrote_what_stands_and_when(
    a: DeskUnderTest, b: DeskUnderTest, entry: str
):
    written = a.value("SELECT max(at) FROM sync_outbox WHERE row_id = :id", id=entry)
    for desk in (a, b):
        _seq, field = waiting(desk)
        assert (field.mine, field.theirs) == (B_WROTE, A_WROTE)
        assert field.author is not None
        assert (field.author.letter, bool(field.author.user_name)) == ("A", True)
        assert to_ms(field.author.at) == written


def test_what_was_written_since_the_clash_is_what_stands(
    a: DeskUnderTest, b: DeskUnderTest, entry: str
):
    b.clock.tick(minutes=1)
    b.edit(Visit, entry, title="북편 출입구")
    _seq, field = waiting(b)
    assert field.theirs == "북편 출입구"
    assert field.author is not None
    assert field.author.letter == "B"
    settle(b, a)
    for desk in (a, b):
        _seq, field = waiting(desk)
        assert (field.mine, field.theirs) == (B_WROTE, "북편 출입구")
        assert field.author is not None
        assert field.author.letter == "B"


@pytest.mark.parametrize("choice", [Choice.TAKE, Choice.KEEP, Choice.WRITE])
def test_nobody_decides_against_a_value_that_they_have_not_seen(
    choice: Choice, a: DeskUnderTest, b: DeskUnderTest, entry: str
):
    _seq, seen = waiting(a)
    b.clock.tick(minutes=1)
    b.edit(Visit, entry, title="북편 출입구")
    settle(b, a)
    with pytest.raises(ChangedMeanwhile):
        decide(a, choice, seen.mark, "남편 출입구")
    assert title(a, entry) == "북편 출입구"
    _seq, now = waiting(a)
    assert now.mark != seen.mark
    decide(a, choice, now.mark, "남편 출입구")
    assert Inbox(a.units).run(STAFF) == ()


def test_a_third_text_stands_at_every_desk(
    a: DeskUnderTest, b: DeskUnderTest, entry: str
):
    _seq, field = waiting(a)
    assert field.writable
    a.clock.tick(minutes=1)
    decide(a, Choice.WRITE, field.mark, "동편과 서편 출입구")
    settle(a, b)
    assert [title(desk, entry) for desk in (a, b)] == ["동편과 서편 출입구"] * 2
    assert [Inbox(desk.units).run(STAFF) for desk in (a, b)] == [(), ()]


def test_a_third_text_with_an_identity_number_is_refused_at_its_field(
    a: DeskUnderTest, entry: str
):
    _seq, field = waiting(a)
    with pytest.raises(FieldError):
        decide(a, Choice.WRITE, field.mark, "900101-1234567")
    assert title(a, entry) == A_WROTE
    assert waiting(a)[1].theirs == A_WROTE


def test_what_a_list_masks_is_not_written_there(a: DeskUnderTest, b: DeskUnderTest):
    row = a.add_person("김하늘")
    settle(a, b)
    a.edit(Person, row, name="김하나")
    b.edit(Person, row, name="남궁두리")
    settle(a, b)
    _seq, field = waiting(a)
    assert not field.writable
    assert (field.theirs, field.mine) == ("김*나", "남**리")
    assert "하나" not in repr(field)
    assert "두리" not in repr(field)


def test_of_a_record_that_is_gone_nothing_stands(
    a: DeskUnderTest, b: DeskUnderTest, entry: str
):
    a.remove(Visit, entry)
    settle(a, b)
    for desk in (a, b):
        _seq, field = waiting(desk)
        assert field.theirs is None
    decide(a, Choice.KEEP, waiting(a)[1].mark)
    assert Inbox(a.units).run(STAFF) == ()


def test_who_holds_a_place_that_was_booked_twice_is_told(
    a: DeskUnderTest, b: DeskUnderTest
):
    whose = a.add(host())
    settle(a, b)
    a.add(meeting(whose))
    b.clock.tick(minutes=1)
    b.add(meeting(whose))
    settle(a, b)
    told = [
        field.author and field.author.letter
        for desk in (a, b)
        for card in Inbox(desk.units).run(STAFF)
        for field in card.fields
    ]
    assert told == ["A"] * len(told) != []
