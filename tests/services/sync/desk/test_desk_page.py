"""A page written at once leaves what its changes leave one after another."""

from typing import Any

import pytest

from models.reception import Person, Visit
from models.values import VisitState
from services.sync import page
from services.sync.exchange import Sizes
from services.sync.schedule import Outcome
from tests.services.sync.desk.desks import (
    CityHall,
    DeskUnderTest,
    scripted,
    settle,
)
from tests.services.sync.desk.makers import visit

pytestmark = pytest.mark.server

SENT = 11  # changes of the busy day


def left_by_sync(desk: DeskUnderTest) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that a page writes, save how often a row's version was counted."""
    people = (
        "SELECT id, name, phone, address, created_at, changed_at, changed_by, "
        "version > 1 FROM person ORDER BY id"
    )
    visits = (
        "SELECT id, state, title, place, changed_at, changed_by, version > 1 "
        "FROM visit ORDER BY id"
    )
    return {
        "person": desk.ask(people),
        "visit": desk.ask(visits),
        "sync_row": desk.ask("SELECT * FROM sync_row ORDER BY tbl, row_id"),
        "sync_history": desk.ask(
            "SELECT * FROM sync_history ORDER BY tbl, row_id, seq, kind"
        ),
        "sync_conflict": desk.ask("SELECT * FROM sync_conflict ORDER BY seq, field"),
    }


def a_busy_day(a: DeskUnderTest, other: DeskUnderTest, reader: DeskUnderTest) -> None:
    """Make rows, change, clash over and delete them: before the page and within it."""
    known = a.add_person("김하늘")
    gone = a.add_person("김하나")
    settle(a, other, reader)
    a.edit(Person, known, phone="01055500009")
    a.edit(Person, known, name="김바다")
    a.remove(Person, gone)
    made = a.add(visit())
    a.edit(Visit, made, state=VisitState.CALLED, place="1")
    a.edit(Visit, made, title="도로")
    short_lived = a.add_person("김들")
    a.edit(Person, short_lived, address="중앙동")
    a.remove(Person, short_lived)
    other.edit(Person, known, name="김산")
    other.edit(Person, gone, name="김강")
    a.sync()
    other.sync()


def test_a_page_at_once_leaves_what_one_change_after_another_leaves(
    hall: CityHall,
    a: DeskUnderTest,
    b: DeskUnderTest,
    c: DeskUnderTest,
    monkeypatch: pytest.MonkeyPatch,
):
    a_busy_day(a, b, c)
    same = hall.copied(c)
    assert c.sync().received == SENT
    monkeypatch.setattr(page, "_apply_together", page._apply)
    assert same.sync().received == SENT
    assert left_by_sync(c) == left_by_sync(same)


def test_a_row_the_file_refuses_is_parked_and_the_rest_of_its_page_stands(
    a: DeskUnderTest, b: DeskUnderTest
):
    settle(a, b)
    b.write_foreign(
        "CREATE TRIGGER no_sky BEFORE INSERT ON person WHEN new.name = '김하늘' "
        "BEGIN SELECT RAISE(ABORT, 'not now'); END"
    )
    before, refused, behind = map(a.add_person, ("김바다", "김하늘", "김산"))
    a.edit(Person, refused, phone="01055500009")
    a.sync()
    assert b.sync().parked == 2
    assert b.row("person", before, "name") == ("김바다",)
    assert b.row("person", refused, "name") is None
    assert b.row("person", behind, "name") == ("김산",)
    b.write_foreign("DROP TRIGGER no_sky")
    assert b.sync().parked == 0
    assert a.contents() == b.contents()


@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_page_read_ahead_is_dropped_when_another_round_has_gone_on(
    call: int, a: DeskUnderTest, b: DeskUnderTest
):
    settle(a, b)
    for _batch in range(4):
        for number in range(3):
            a.add_person(f"김{number}")
        a.sync()
    b.sizes = Sizes(pull_ops=3)
    calls: list[str] = []

    def another_round(name: str) -> None:
        if name == "pull":
            calls.append(name)
        if name == "pull" and len(calls) == call:
            b.sync()

    report = b.sync(scripted(after=another_round))
    assert report.outcome in (Outcome.DONE, Outcome.NOTHING_TO_DO)
    assert b.contents() == a.contents()
    assert len(calls) >= call
    assert b.sync().received == 0
