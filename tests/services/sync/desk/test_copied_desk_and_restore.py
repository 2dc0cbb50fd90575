"""A copied desk and its original both remember what a restored server has lost."""

import pytest

from models.reception import Person
from services.sync.enrolment import EnrolDesk
from tests.services.sync.desk.desks import STAFF, CityHall, DeskUnderTest, settle

pytestmark = pytest.mark.server


@pytest.mark.parametrize("twin_first", [True, False])
def test_what_both_copies_remember_is_handed_in_once(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall, *, twin_first: bool
):
    row = a.add_person("김하늘")
    settle(a, b)
    backup = hall.backup()
    a.edit(Person, row, name="김하나")
    a.edit(Person, row, name="김두리")
    settle(a, b)
    twin = hall.copied(a, "X")
    hall.restore(backup)
    if not twin_first:
        a.sync()
    twin.sync()
    EnrolDesk(twin.units).run(STAFF, hall.enrol("D"))
    twin.label = "D"
    twin.sync()
    settle(a, b, twin)
    assert a.row("person", row, "name") == ("김두리",)
    assert a.contents() == b.contents() == twin.contents()
    assert a.conflicts() == b.conflicts() == twin.conflicts() == []
    happened = """select count(*) from sync.log where row_id = %s and accepted <> '{}'
        and accepted->'name' = op::jsonb->'patch'->'name'"""
    assert hall.value(happened, row) == 3


def test_a_deletion_that_was_not_taken_is_not_taken_the_second_time_either(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    row = a.add_person("김하늘")
    settle(a, b)
    backup = hall.backup()
    a.remove(Person, row)
    a.sync()
    twin = hall.copied(a, "X")
    hall.restore(backup)
    b.edit(Person, row, phone="010-0000-0000")
    b.sync()
    a.sync()
    twin.sync()
    EnrolDesk(twin.units).run(STAFF, hall.enrol("D"))
    twin.label = "D"
    twin.sync()
    settle(a, b, twin)
    assert a.row("person", row, "name") == ("김하늘",)
    assert a.contents() == b.contents() == twin.contents()
    assert a.conflicts() == b.conflicts() == twin.conflicts()
    assert {name for _, name, *_ in a.conflicts()} == {"$delete"}


def test_what_is_told_once_more_leaves_nobody_with_an_old_value(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    """A disk from before a round comes back, and the server from another backup."""
    row = a.add_person("김하늘")
    settle(a, b)
    first = hall.backup()
    a.edit(Person, row, name="김하나")
    old_disk = hall.copied(a)
    hall.restore(first)
    a.sync()
    a.edit(Person, row, name="김두리")
    a.sync()
    b.sync()
    b.edit(Person, row, phone="010-0000-0000")
    b.sync()
    second = hall.backup()
    a.office.close()
    hall.restore(second)
    old_disk.sync()
    EnrolDesk(old_disk.units).run(STAFF, hall.enrol("D"))
    old_disk.label = "D"
    old_disk.sync()
    settle(b, old_disk)
    assert b.row("person", row, "name") == ("김두리",)
    assert b.contents() == old_disk.contents()
    assert b.conflicts() == old_disk.conflicts() == []
