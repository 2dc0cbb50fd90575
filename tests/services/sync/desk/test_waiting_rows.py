"""Rows of which changes wait: nobody overwrites what nobody there has seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from models.reception import Person, Visit
from models.values import VisitState
from services.sync.conflicts import Inbox
from services.sync.decide import Choice, Decide, Decision
from services.sync.wire import office_tables
from tests.services.sync.desk.desks import (
    STAFF,
    CityHall,
    DeskUnderTest,
    settle,
    write_as_newer,
)
from tests.services.sync.desk.makers import visit

pytestmark = pytest.mark.server

NEWER = "teleported"


@contextmanager
def newer_program() -> Iterator[None]:
    """Let the desk be one that knows one more state of a visit."""
    whole = office_tables()["visit"]
    states = whole.choices["state"] | {NEWER}
    told = {
        **office_tables(),
        "visit": replace(whole, choices={**whole.choices, "state": states}),
    }
    with pytest.MonkeyPatch.context() as patch:
        for module in ("apply", "plain_changes", "gathered_rows", "superseded"):
            patch.setattr(f"services.sync.{module}.office_tables", lambda: told)
        yield


def sync_newer(desk: DeskUnderTest) -> None:
    with newer_program():
        desk.sync()


@pytest.fixture
def entry(a: DeskUnderTest, b: DeskUnderTest) -> str:
    """A visit that stands with B's newer state and title; both wait at desk A."""
    row = a.add(visit())
    settle(a, b)
    b.write_foreign("UPDATE visit SET state = :s WHERE id = :id", s=NEWER, id=row)
    sync_newer(b)
    a.sync()
    b.write_foreign("UPDATE visit SET title = '도로' WHERE id = :id", id=row)
    sync_newer(b)
    assert a.sync().parked == 2
    return row


def test_who_has_not_seen_what_waits_is_asked(
    hall: CityHall, a: DeskUnderTest, b: DeskUnderTest, entry: str
):
    a.edit(Visit, entry, title="하수도")
    a.edit(Visit, entry, state=VisitState.CALLED)
    a.sync()
    sync_newer(b)
    for desk in (a, b):
        assert [row[1] for row in desk.conflicts()] == ["title", "state"]
    stands = (
        "select data->>'state', data->>'title' from sync.row_state where tbl = 'visit'"
    )
    assert hall.ask(stands) == [(NEWER, "도로")]
    with newer_program():
        settle(a, b)
    assert a.ask("SELECT count(*) FROM sync_parked") == [(0,)]
    assert a.contents() == b.contents()


def test_a_row_of_which_something_waits_is_not_deleted_unseen(
    a: DeskUnderTest, b: DeskUnderTest, entry: str
):
    a.remove(Visit, entry)
    a.sync()
    assert [row[1] for row in a.conflicts()] == ["$delete"]


def test_what_is_written_anew_ends_the_waiting(
    a: DeskUnderTest, b: DeskUnderTest, entry: str
):
    b.write_foreign("UPDATE visit SET state = 'called' WHERE id = :id", id=entry)
    sync_newer(b)
    assert a.sync().parked == 0
    settle(a, b)
    assert a.row("visit", entry, "state", "title") == ("called", "도로")
    assert a.contents() == b.contents()


def test_a_deletion_ends_the_waiting(a: DeskUnderTest, b: DeskUnderTest, entry: str):
    b.write_foreign("DELETE FROM visit WHERE id = :id", id=entry)
    sync_newer(b)
    assert a.sync().parked == 0
    assert a.row("visit", entry, "id") is None


def test_a_person_can_decide_where_the_value_that_stands_fits_nowhere(
    a: DeskUnderTest, b: DeskUnderTest
):
    person = a.add_person("김하늘")
    settle(a, b)
    write_as_newer(b, "person", person, phone={"no": "number"})
    settle(b, a)
    b.edit(Person, person, name="김하나")
    settle(b, a)
    a.edit(Person, person, phone="01055500002")
    settle(a, b)
    (card,) = Inbox(a.units).run(STAFF)
    (told,) = card.fields
    assert (told.name, told.theirs) == ("phone", None)
    decision = Decision(card.seq, "phone", Choice.TAKE, mark=told.mark)
    Decide(a.units).run(STAFF, [decision])
    settle(a, b)
    for desk in (a, b):
        assert desk.row("person", person, "name", "phone") == ("김하나", "01055500002")
        assert Inbox(desk.units).run(STAFF) == ()
        assert desk.value("SELECT count(*) FROM sync_parked") == 0


def test_a_field_that_the_program_has_just_learnt_is_not_overwritten(
    a: DeskUnderTest, b: DeskUnderTest, monkeypatch: pytest.MonkeyPatch
):
    person = a.add_person("김하늘")
    settle(a, b)
    b.edit(Person, person, address="중앙동")
    b.sync()
    whole = office_tables()["person"]
    older = replace(whole, fields=whole.fields - {"address"})
    told = {**office_tables(), "person": older}
    with monkeypatch.context() as patch:
        for module in ("apply", "unknown", "plain_changes"):
            patch.setattr(f"services.sync.{module}.office_tables", lambda: told)
        a.sync()
    a.edit(Person, person, address="식사동")  # the program has been renewed meanwhile
    settle(a, b)
    assert [row[1] for row in a.conflicts()] == ["address"]
    assert a.contents() == b.contents()
