"""What the evening's paper is made of: every round of the day, every decision."""

from datetime import timedelta

import pytest

from models.reception import Person
from models.sync import SyncRun
from services.core.actor import FOUNDER
from services.sync.conflicts import Inbox
from services.sync.day_sums import SumsSince
from services.sync.decide import Choice, Decide, Decision
from services.sync.decided import DecidedSince
from services.sync.run_record import RUNS_KEPT
from tests.services.sync.desk.desks import STAFF, DeskUnderTest, settle

pytestmark = pytest.mark.server


def keep_rounds(desk: DeskUnderTest, count: int, began_at) -> None:
    """Write lines of rounds that sent one change each."""
    with desk.units.begin(FOUNDER, SumsSince.permission) as work:
        work.session.add_all(
            SyncRun(
                id=f"{began_at.isoformat()} {at}",
                began_at=began_at,
                ended_at=began_at,
                outcome="done",
                sent=1,
                received=2,
            )
            for at in range(count)
        )


def test_a_day_of_many_rounds_is_summed_whole(a: DeskUnderTest):
    morning = a.units.clock.now() - timedelta(hours=8)
    before = SumsSince(a.units).run(STAFF, morning)
    keep_rounds(a, 1, morning - timedelta(days=1))
    keep_rounds(a, RUNS_KEPT + 50, morning)
    a.add_person("김하늘")
    told = a.sync()
    sums = SumsSince(a.units).run(STAFF, morning)
    assert sums.sent == before.sent + RUNS_KEPT + 50 + told.sent
    assert sums.received == before.received + 2 * (RUNS_KEPT + 50) + told.received


def test_rounds_of_long_ago_are_forgotten_beyond_some_hundred(a: DeskUnderTest):
    long_ago = a.units.clock.now() - timedelta(days=9)
    keep_rounds(a, RUNS_KEPT + 50, long_ago)
    a.sync()
    assert a.value("select count(*) from sync_run") == RUNS_KEPT


@pytest.mark.parametrize("choice", list(Choice))
def test_a_decision_is_told_with_its_choice_and_masked(
    a: DeskUnderTest, b: DeskUnderTest, choice: Choice
):
    person = a.add_person("김하늘")
    settle(a, b)
    a.edit(Person, person, name="김하나")
    b.edit(Person, person, name="남궁두리")
    settle(a, b)
    began = a.units.clock.now()
    (card,) = Inbox(a.units).run(STAFF)
    decision = Decision(card.seq, "name", choice, "김세나")
    Decide(a.units).run(STAFF, [decision])
    for _look in range(2):  # before the server has heard of it, and after
        (row,) = DecidedSince(a.units).run(STAFF, began)
        assert (row.table, row.name, row.choice) == ("person", "name", choice)
        assert "*" in row.label
        settle(a, b)


@pytest.mark.parametrize("choice", [Choice.KEEP, Choice.TAKE])
def test_a_row_that_was_brought_back_is_told_as_such(
    a: DeskUnderTest, b: DeskUnderTest, choice: Choice
):
    person = a.add_person("김하늘")
    settle(a, b)
    a.remove(Person, person)
    b.edit(Person, person, name="남궁두리")
    settle(a, b)
    began = a.units.clock.now()
    (card,) = Inbox(a.units).run(STAFF)
    Decide(a.units).run(STAFF, [Decision(card.seq, card.fields[0].name, choice)])
    (row,) = DecidedSince(a.units).run(STAFF, began)
    assert (row.name, row.choice) == (card.fields[0].name, choice)
