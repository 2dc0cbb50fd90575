"""What a restore must not take from a desk: values of its own, and the past of records."""

import pytest

from models.reception import Person
from services.core.cancellation import Cancellation
from services.sync.schedule import Outcome
from tests.services.sync.desk.desks import (
    STAFF,
    CityHall,
    DeskUnderTest,
    exactly_once,
    settle,
)

pytestmark = pytest.mark.server

UNFIT = "x\x00y"  # PostgreSQL stores no NUL


def past(desk: DeskUnderTest, row: str) -> list[tuple[object, ...]]:
    """Return what people did to a record."""
    return desk.ask(
        "SELECT kind, fields FROM sync_history WHERE row_id = :id AND kind <> 'f' "
        "ORDER BY seq",
        id=row,
    )


def write_unfit(desk: DeskUnderTest, row: str) -> None:
    """Write what the services would refuse, as a damaged import could."""
    desk.write_foreign(
        "UPDATE person SET address = 'x' || char(0) || 'y' WHERE id = :id", id=row
    )
    assert desk.sync().quarantined == 1


def address(desk: DeskUnderTest, row: str) -> str:
    found = desk.row("person", row, "hex(address)")
    assert found is not None
    return bytes.fromhex(found[0]).decode()


def test_a_value_that_the_server_cannot_take_outlives_a_restore(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    row = a.add_person("김하늘")
    settle(a, b)
    backup = hall.backup()
    write_unfit(a, row)
    before = past(a, row)
    hall.restore(backup)
    a.sync()
    assert address(a, row) == UNFIT
    assert past(a, row) == before


def test_the_comparison_of_contents_leaves_such_a_value_alone(
    a: DeskUnderTest, b: DeskUnderTest
):
    row = a.add_person("김하늘")
    settle(a, b)
    write_unfit(a, row)
    report = a.round().run(STAFF, Cancellation())
    assert report is not None
    assert (report.outcome, report.repaired) == (Outcome.NOTHING_TO_DO, 0)
    assert address(a, row) == UNFIT


@pytest.mark.parametrize("by_itself", [True, False])
def test_once_it_is_written_anew_the_field_is_like_any_other(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall, *, by_itself: bool
):
    row = a.add_person("김하늘")
    settle(a, b)
    write_unfit(a, row)
    settle(a, b)
    (a if by_itself else b).edit(Person, row, address="중앙동")
    settle(a, b)
    backup = hall.backup()
    b.edit(Person, row, address="달빛동")
    settle(b, a)
    assert address(a, row) == "달빛동"
    hall.restore(backup)
    settle(a, b)
    assert address(a, row) == address(b, row) == "달빛동"
    report = a.round().run(STAFF, Cancellation())
    assert report is not None
    assert report.repaired == 0
    assert a.contents() == b.contents()


def test_the_past_of_a_record_is_told_again_after_a_restore(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    row = a.add_person("김하늘")
    settle(a, b)
    backup = hall.backup()
    a.edit(Person, row, name="김하나")
    settle(a, b)
    b.edit(Person, row, address="중앙동")
    settle(b, a)
    ours, theirs = past(a, row), past(b, row)
    hall.restore(backup)
    settle(a, b)
    assert past(a, row) == ours
    assert past(b, row) == [theirs[0], ("u", '{"name":["김하나"]}'), theirs[2]]


def test_a_lost_clash_that_comes_again_is_told_once(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    row = a.add_person("김하늘")
    settle(a, b)
    backup = hall.backup()
    a.edit(Person, row, name="김하나")
    b.edit(Person, row, name="김두리")
    settle(a, b)
    assert len(a.conflicts()) == len(b.conflicts()) == 1
    hall.restore(backup)
    settle(a, b)
    assert len(a.conflicts()) == 1
    assert a.conflicts() == b.conflicts()
    assert a.contents() == b.contents()


def test_a_change_that_was_numbered_anew_is_found_under_its_first_number(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    """The wrong backup, the right one, the wrong one again, at last the right one."""
    row = a.add_person("김하늘")
    settle(a, b)
    old = hall.backup()
    lost = a.add_person("박나루")
    a.edit(Person, row, name="김하나")
    settle(a, b)
    right = hall.backup()
    hall.restore(old)
    a.sync()
    wrong = hall.backup()
    for backup in (right, wrong, right):
        hall.restore(backup)
        a.sync()
    settle(a, b)
    assert exactly_once(hall, a)
    assert hall.value("select count(*) from sync.log where row_id = %s", lost) == 1
    assert hall.value("select count(*) from sync.log where row_id = %s", row) == 2
    assert a.contents() == b.contents()
    assert a.conflicts() == b.conflicts() == []
