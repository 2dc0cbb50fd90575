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
    happened = "select count(*) from sync.log where row_id = %s and accepted <> '{}'"
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
