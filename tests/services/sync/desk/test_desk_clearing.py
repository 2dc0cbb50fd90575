"""How long a desk keeps what it wrote, and what it never forgets."""

import pytest

from models.reception import Person
from models.values import Permission
from services.sync.authors import letter_of
from tests.services.sync.desk.desks import STAFF, CityHall, DeskUnderTest, settle

pytestmark = pytest.mark.server


def kept(desk: DeskUnderTest, row: str) -> int:
    found: int = desk.value(
        "SELECT count(*) FROM sync_outbox WHERE row_id = :id", id=row
    )
    return found


def past(desk: DeskUnderTest, row: str) -> list[tuple[str, str | None]]:
    return [
        (kind, fields)
        for kind, fields in desk.ask(
            "SELECT kind, fields FROM sync_history WHERE row_id = :id ORDER BY seq",
            id=row,
        )
    ]


def test_an_answered_change_is_kept_for_35_days_after_its_answer(
    a: DeskUnderTest, b: DeskUnderTest
):
    a.clock.tick(days=1)
    row = a.add_person("김하늘")
    settle(a, b)
    a.clock.tick(days=1)
    a.sync()  # notes how far the answers are
    a.clock.tick(days=33)
    a.sync()
    assert kept(a, row) == 1
    a.clock.tick(days=1)
    a.sync()
    assert kept(a, row) == 0
    assert past(a, row) == [("u", None)]
    again = a.add_person("김하나")
    settle(a, b)
    assert b.row("person", again, "name") == ("김하나",)


def test_a_change_that_was_written_long_ago_but_sent_today_is_kept(
    a: DeskUnderTest, b: DeskUnderTest
):
    row = a.add_person("김하늘")
    a.clock.tick(days=60)
    settle(a, b)
    a.clock.tick(days=20)
    a.sync()
    assert kept(a, row) == 1


def test_a_clock_that_was_set_back_for_a_while_clears_nothing_too_early(
    a: DeskUnderTest, b: DeskUnderTest
):
    settle(a, b)
    a.clock.tick(days=-800)
    row = a.add_person("김하늘")
    settle(a, b)
    a.clock.tick(days=1)
    a.sync()
    a.clock.tick(days=800)
    a.sync()
    assert kept(a, row) == 1
    a.clock.tick(days=35)
    a.sync()
    assert kept(a, row) == 0


def test_a_clock_that_was_ahead_for_a_while_clears_nothing_too_early(
    a: DeskUnderTest, b: DeskUnderTest
):
    row = a.add_person("김하늘")
    settle(a, b)
    for days in (800, 1, -800):
        a.clock.tick(days=days)
        a.sync()
        assert kept(a, row) == 1
    a.clock.tick(days=35)
    a.sync()
    assert kept(a, row) == 0


def test_a_change_without_an_answer_is_never_cleared(
    a: DeskUnderTest, b: DeskUnderTest
):
    settle(a, b)
    row = a.add_person("김하늘")
    a.write_foreign(
        "INSERT INTO local_fact (key, value) VALUES ('sync.answered', :told) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        told='{"2026-11-20": 999999, "2026-12-01": 0}',
    )
    a.clock.tick(days=35)
    from tests.services.sync.desk.desks import scripted

    a.sync(scripted(answers={"pull": _nothing}))  # sent, but not met again
    assert a.value("SELECT acked > echoed FROM sync_state") == 1
    assert kept(a, row) == 1


def _nothing(page):
    from dataclasses import replace

    return replace(page, ops=(), batches=())


def test_the_history_of_a_deleted_row_loses_its_values_after_35_days(
    a: DeskUnderTest, b: DeskUnderTest
):
    row = a.add_person("김하늘")
    settle(a, b)
    b.edit(Person, row, name="김하나")
    settle(b, a)
    assert past(a, row)[-1] == ("u", '{"name":["김하늘","김하나"]}')
    a.remove(Person, row)
    settle(a, b)
    for days in (1, 34, 1):
        a.clock.tick(days=days)
        a.sync()
    assert [fields for _kind, fields in past(a, row)] == [None, None, None]


def test_a_good_year_later_the_history_itself_goes(a: DeskUnderTest, b: DeskUnderTest):
    row = a.add_person("김하늘")
    settle(a, b)
    for days in (1, *[30] * 13):
        b.clock.tick(days=days)
        b.sync()
    b.clock.tick(days=9)
    b.sync()
    assert past(b, row) != []
    b.clock.tick(days=2)
    b.sync()
    assert past(b, row) == []


@pytest.mark.parametrize("there", [800, 37])
def test_a_clock_that_jumps_clears_no_history(
    a: DeskUnderTest, b: DeskUnderTest, there: int
):
    row = a.add_person("김하늘")
    gone = a.add_person("김하나")
    settle(a, b)
    for person in (row, gone):
        b.edit(Person, person, phone="01055500001")
    settle(b, a)
    a.remove(Person, gone)
    settle(a, b)
    before = past(a, row) + past(a, gone)
    for days in (there, 1, 1, -there, 1):
        a.clock.tick(days=days)
        a.sync()
        assert past(a, row) + past(a, gone) == before


def test_the_letters_of_others_are_known_once_they_have_written(
    a: DeskUnderTest, b: DeskUnderTest
):
    a.add_person("김하늘")
    settle(a, b)
    letters = dict(b.ask("SELECT desk_id, label FROM sync_desk"))
    assert set(letters.values()) >= {"A", "B"}
    with b.units.read(STAFF, Permission.SYNC_RUN) as reading:
        number = next(n for n, told in letters.items() if told == "A")
        assert letter_of(reading.session, number) == "A"


def test_what_was_sent_again_to_a_restored_server_counts_from_its_new_answer(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    settle(a, b)
    backup = hall.backup()
    row = a.add_person("김하늘")
    for number in range(5):
        a.add_person(f"이{number}")
    settle(a, b)
    a.clock.tick(days=1)
    a.sync()  # notes how far the answers are
    a.clock.tick(days=34)
    hall.restore(backup)
    a.sync()
    assert hall.value("select count(*) from sync.row_state where tbl = 'person'") == 6
    a.clock.tick(days=2)
    a.sync()
    assert kept(a, row) == 1


def test_what_stood_before_an_edit_is_known_after_it_was_written_again(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    row = a.add_person("김하늘")
    settle(a, b)
    hall.tell("update sync.head set epoch = gen_random_uuid()")
    a.edit(Person, row, name="김하나")
    a.sync()
    assert past(a, row)[-1][1] == '{"name":["김하늘","김하나"]}'
