"""What was not taken of a copied desk's waiting changes stands on neither copy."""

import pytest

from models.reception import Person
from services.sync.enrolment import EnrolDesk
from services.sync.schedule import Outcome
from tests.services.sync.desk.desks import STAFF, CityHall, DeskUnderTest, settle

pytestmark = pytest.mark.server


@pytest.mark.parametrize("removes", [True, False], ids=["removal", "edit"])
@pytest.mark.parametrize("known", [True, False], ids=["told_before", "told_after"])
def test_a_refused_change_that_waited_on_a_copied_disk_stands_on_neither(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall, *, removes: bool, known: bool
):
    row = a.add_person("김하늘")
    settle(a, b)
    if removes:
        b.remove(Person, row)
    else:
        b.edit(Person, row, name="김하나")
    twin = hall.copied(b, "X")
    a.edit(Person, row, name="김두리")
    a.sync()
    if known:
        b.sync()
    assert twin.sync().outcome is Outcome.FORKED
    b.sync()
    EnrolDesk(twin.units).run(STAFF, hall.enrol("D"))
    twin.label = "D"
    settle(a, b, twin)
    assert a.row("person", row, "name") == ("김두리",)
    assert b.contents() == a.contents()
    assert twin.contents() == a.contents()
