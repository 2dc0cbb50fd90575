"""What a server lets through and no program of ours writes: shown, and in nobody's way."""

from dataclasses import replace
from typing import Any

import pytest

from models.reception import Person
from services.sync.conflicts import Inbox
from services.sync.gateway import PullPage
from services.sync.schedule import Outcome
from tests.services.sync.desk.desks import STAFF, DeskUnderTest, scripted, settle

pytestmark = pytest.mark.server

DEEP = f'{{"name":{"[" * 3000}{"]" * 3000}}}'


def told_as(row: str, **odd: Any):
    """Return a script that lets the log tell otherwise of one row."""

    def tell(page: PullPage) -> PullPage:
        ops = (op._replace(**odd) if op.row_id == row else op for op in page.ops)
        return replace(page, ops=tuple(ops))

    return scripted(answers={"pull": tell})


def edited(a: DeskUnderTest, b: DeskUnderTest) -> tuple[str, str]:
    """Two people of whom desk B has changed something that desk A has not heard of."""
    rows = (a.add_person("김하늘"), a.add_person("김하나"))
    settle(a, b)
    for row in rows:
        b.edit(Person, row, phone="01055500001")
    b.sync()
    return rows


@pytest.mark.parametrize(
    "accepted",
    [
        "[]",
        '"x"',
        "5",
        DEEP,
        '{"name":{"a":1}}',
        '{"name":true}',
        '{"name":5}',
        '{"name":null}',
        '{"created_at":"notanumber"}',
        '{"created_at":1.5}',
        '{"created_at":4611686018427387904}',
        '{"created_at":1000000000000000000000000000000}',
        '{"dong_id":["x"]}',
    ],
)
def test_what_cannot_be_written_waits_and_the_rest_is_written(
    a: DeskUnderTest, b: DeskUnderTest, accepted: str
):
    odd, other = edited(a, b)
    report = a.sync(told_as(odd, accepted=accepted))
    assert (report.outcome, report.parked) == (Outcome.DONE, 1)
    assert a.row("person", other, "phone") == ("01055500001",)
    a.edit(Person, other, name="김두나")
    assert a.sync().parked == 1
    b.remove(Person, odd)
    b.sync()
    assert a.sync().parked == 0
    assert a.row("person", odd, "id") is None


def test_a_change_that_tells_nothing_changes_nothing(
    a: DeskUnderTest, b: DeskUnderTest
):
    odd, _other = edited(a, b)
    assert a.sync(told_as(odd, accepted="null")).parked == 0


def test_a_field_with_the_name_of_a_mark_is_no_field(
    a: DeskUnderTest, b: DeskUnderTest
):
    odd, _other = edited(a, b)
    told = '{"$deleted":true,"phone":"01055500001"}'
    a.sync(told_as(odd, accepted=told))
    for _round in range(2):
        a.sync()
    assert a.row("person", odd, "name", "phone") == ("김하늘", "01055500001")
    assert a.ask("SELECT field FROM sync_unknown") == []


@pytest.mark.parametrize("at", [2**62, -(2**62)])
def test_an_instant_that_is_none_hides_nothing(
    a: DeskUnderTest, b: DeskUnderTest, at: int
):
    odd, other = edited(a, b)
    a.edit(Person, other, phone="01055500002")
    b.edit(Person, odd, name="김두리")
    a.edit(Person, odd, name="김세나")
    a.sync()
    b.sync()
    a.sync(told_as(odd, edited_at_ms=at))
    with a.units.read(STAFF, Inbox.permission) as reading:
        assert reading.get(Person, odd).phone == "01055500001"
    assert len(Inbox(a.units).run(STAFF)) == 2
