"""What waits is told with its reason, and whoever reads it can end it."""

import pytest

from models.reception import Person, Visit
from services.sync.bring_back import BringBack
from services.sync.waiting import Waiting, WaitingRow, Why
from tests.services.sync.desk.desks import (
    STAFF,
    DeskUnderTest,
    settle,
    write_as_newer,
)
from tests.services.sync.desk.makers import visit

pytestmark = pytest.mark.server


def waiting(desk: DeskUnderTest) -> tuple[WaitingRow, ...]:
    return Waiting(desk.units).run(STAFF)


@pytest.fixture
def torn(a: DeskUnderTest, b: DeskUnderTest) -> tuple[str, str]:
    """A person whom desk A deleted while desk B noted a visit of theirs."""
    person = a.add_person("김하늘")
    settle(a, b)
    a.remove(Person, person)
    entry = b.add(visit(person_id=person))
    settle(a, b)
    b.edit(Visit, entry, title="도로")
    settle(b, a)
    return person, entry


def test_both_desks_say_what_waits_and_why(
    a: DeskUnderTest, b: DeskUnderTest, torn: tuple[str, str]
):
    person, entry = torn
    (here,), (there,) = waiting(a), waiting(b)
    assert (here.table, here.row_id, here.why) == (
        "visit",
        entry,
        Why.REFERS_TO_DELETED,
    )
    assert (here.count, here.letter, here.deleted) == (2, "B", ("person", person))
    assert (there.table, there.row_id, there.why) == (
        "person",
        person,
        Why.STILL_REFERRED_TO,
    )
    assert (there.label, there.letter, there.deleted) == ("김*늘", "A", None)


def test_a_person_brings_back_what_is_still_referred_to(
    a: DeskUnderTest, b: DeskUnderTest, c: DeskUnderTest, torn: tuple[str, str]
):
    person, entry = torn
    (told,) = waiting(a)
    assert told.deleted is not None
    BringBack(a.units).run(STAFF, told.deleted)
    settle(a, b, c)
    for desk in (a, b, c):
        assert waiting(desk) == ()
        assert desk.row("person", person, "name") == ("김하늘",)
        assert desk.row("visit", entry, "person_id", "title") == (person, "도로")
    assert a.contents() == b.contents() == c.contents()


def test_what_refers_to_another_lets_the_deletion_be(
    a: DeskUnderTest, b: DeskUnderTest, torn: tuple[str, str]
):
    person, entry = torn
    b.edit(Visit, entry, person_id=None)
    settle(b, a)
    for desk in (a, b):
        assert waiting(desk) == ()
        assert desk.row("person", person, "name") is None
        assert desk.row("visit", entry, "person_id", "title") == (None, "도로")
    assert a.contents() == b.contents()


def test_an_own_change_that_the_server_never_takes_is_told(
    a: DeskUnderTest, b: DeskUnderTest
):
    person = a.add_person("김하늘")
    settle(a, b)
    a.write_foreign(
        "UPDATE person SET name = char(0) || '김' WHERE id = :id", id=person
    )
    a.sync()
    (told,) = waiting(a)
    assert (told.row_id, told.why, told.letter) == (person, Why.NOT_TAKEN, "A")


def test_a_value_of_a_newer_program_is_told(a: DeskUnderTest, b: DeskUnderTest):
    entry = a.add(visit())
    settle(a, b)
    write_as_newer(b, "visit", entry, state="teleported")
    settle(b, a)
    (told,) = waiting(a)
    assert (told.label, told.why, told.deleted) == ("A1", Why.UNKNOWN_VALUE, None)
