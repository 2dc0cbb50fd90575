"""What no chain can see: rows that were damaged, here or on the server, after the fact."""

import json
from datetime import timedelta

import pytest

from models.outreach import Dong
from models.reception import Person
from models.values import Permission
from services.core.cancellation import Cancellation
from services.core.database import acting_of
from services.sync.connection import GatewayFactory
from services.sync.contents import bucket_of, sums_of, told_fields
from services.sync.conversation import DIFFERED, RoundReport
from services.sync.exchange import Sizes
from services.sync.page import raw_cursor
from services.sync.schedule import Outcome
from services.sync.status import SyncStatus
from services.sync.wire import office_tables
from tests.services.sync.desk.desks import (
    STAFF,
    CityHall,
    DeskUnderTest,
    scripted,
    settle,
    write_as_newer,
)
from tests.services.sync.desk.makers import dong, visit

pytestmark = pytest.mark.server


def asked(desk: DeskUnderTest) -> RoundReport:
    """A round that a person asked for: it compares whatever the day."""
    report = desk.round().run(STAFF, Cancellation())
    assert report is not None
    return report


def damage(desk: DeskUnderTest, sql: str, **values: object) -> None:
    """Change a row as a failing disk would: no trigger sees it."""
    with desk.office.writers.begin() as connection:
        acting_of(connection).applying = True
        try:
            connection.exec_driver_sql(sql, values)
        finally:
            acting_of(connection).applying = False


@pytest.fixture
def person(a: DeskUnderTest, b: DeskUnderTest) -> str:
    row = a.add_person("김하늘", "01055500001")
    settle(a, b)
    return row


def test_nothing_differs_between_healthy_desks(
    hall: CityHall, a: DeskUnderTest, b: DeskUnderTest, person: str
):
    a.add(visit(note='줄\n둘째 "줄"\t\\ 끝 \x7f'))
    a.add(dong())
    b.edit(Person, person, name="김하나")
    settle(a, b)
    c = hall.desk("C")
    c.sizes = Sizes(copy_from=1)
    c.sync()
    for desk in (a, b, c):
        assert asked(desk).code == ""


def test_a_value_that_was_damaged_here_is_fetched_again_and_told(
    a: DeskUnderTest, b: DeskUnderTest, person: str
):
    damage(b, "UPDATE person SET name = '김히늘' WHERE id = :id", id=person)
    report = asked(b)
    assert (report.outcome, report.code) == (Outcome.DONE, DIFFERED)
    assert (report.repaired, report.mended) == (1, 0)
    assert b.row("person", person, "name", "phone") == ("김하늘", "01055500001")
    (run, *_) = SyncStatus(b.units).run(STAFF).runs
    assert (run.repaired, run.mended) == (1, 0)
    again = asked(b)
    assert (again.code, again.repaired) == ("", 0)
    assert asked(a).code == ""


def test_what_a_repair_took_away_stays_in_the_history(b: DeskUnderTest, person: str):
    damage(b, "UPDATE person SET name = '김히늘' WHERE id = :id", id=person)
    asked(b)
    ((told,),) = b.ask("SELECT fields FROM sync_history WHERE kind = 'f'")
    assert json.loads(told) == {"name": ["김히늘", "김하늘"]}


def test_a_row_that_was_lost_here_comes_back(b: DeskUnderTest, person: str):
    damage(b, "DELETE FROM person WHERE id = :id", id=person)
    assert asked(b).repaired == 1
    assert b.row("person", person, "name") == ("김하늘",)


def test_a_deleted_row_that_is_there_again_goes(
    a: DeskUnderTest, b: DeskUnderTest, person: str
):
    columns = [name for (_, name, *_more) in b.ask("PRAGMA table_info(person)")]
    (kept,) = b.ask("SELECT * FROM person WHERE id = :id", id=person)
    a.remove(Person, person)
    settle(a, b)
    marks = ", ".join(f":{name}" for name in columns)
    damage(
        b,
        f"INSERT INTO person ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - test text
        **dict(zip(columns, kept, strict=True)),
    )
    assert asked(b).repaired == 1
    assert b.row("person", person, "id") is None
    assert asked(b).code == ""


def test_a_quiet_round_compares_once_a_day(b: DeskUnderTest, person: str):
    b.sync()
    damage(b, "UPDATE person SET name = '김히늘' WHERE id = :id", id=person)
    assert b.sync().code == ""
    b.clock.tick(days=1)
    assert b.sync().repaired == 1


@pytest.mark.parametrize(
    "statement",
    [
        'update sync.row_state set data = data || \'{"name": "x"}\' where row_id = %s',
        "update sync.row_state set deleted = true where row_id = %s",
        "update sync.row_state set ver = ver + 1000000 where row_id = %s",
        "delete from sync.row_state where row_id = %s",
    ],
)
def test_a_row_that_was_damaged_on_the_server_is_built_anew_from_its_log(
    hall: CityHall, a: DeskUnderTest, b: DeskUnderTest, person: str, statement: str
):
    b.edit(Person, person, name="김하나")
    settle(b, a)
    stood = hall.ask(
        "select data, deleted, fv from sync.row_state where row_id = %s", person
    )
    hall.tell(statement, person)
    report = asked(a)
    assert (report.code, report.mended) == (DIFFERED, 1)
    assert a.row("person", person, "name") == ("김하나",)
    again = hall.ask(
        "select data, deleted, fv from sync.row_state where row_id = %s", person
    )
    assert again == stood
    assert asked(a).code == asked(b).code == ""
    b.edit(Person, person, name="김두리")
    settle(b, a)
    assert a.row("person", person, "name") == ("김두리",)


def test_a_row_that_the_log_never_told_is_taken_from_the_server(
    hall: CityHall, a: DeskUnderTest, person: str
):
    ghost = "01900000-0000-7000-8000-000000000001"
    hall.tell(
        "insert into sync.row_state (tbl, row_id, ver, data, fv)"
        " values ('person', %s, 1, '{}', '{}')",
        ghost,
    )
    assert asked(a).mended == 1
    assert (
        hall.value("select count(*) from sync.row_state where row_id = %s", ghost) == 0
    )
    assert a.row("person", ghost, "id") is None


def test_a_copy_from_a_damaged_server_is_set_right_by_the_next_comparison(
    hall: CityHall, a: DeskUnderTest, person: str
):
    hall.tell(
        'update sync.row_state set data = data || \'{"name": "x"}\' where row_id = %s',
        person,
    )
    c = hall.desk("C")
    c.sizes = Sizes(copy_from=1)
    c.sync()
    assert c.row("person", person, "name") == ("x",)
    assert asked(a).mended == 1
    assert asked(c).repaired == 1
    assert c.row("person", person, "name") == ("김하늘",)


def test_what_waits_here_is_neither_a_difference_nor_overwritten(
    a: DeskUnderTest, b: DeskUnderTest, person: str
):
    other = a.add(
        Dong(code10="4128551000", name="식사동", valid_from=dong().valid_from)
    )
    settle(a, b)
    b.gateways = _editing_before(b, "proof", person)
    assert asked(b).code == ""
    assert b.row("person", person, "name") == ("김나중",)
    assert b.row("dong", other, "name") == ("식사동",)


def _editing_before(desk: DeskUnderTest, call: str, person: str) -> GatewayFactory:
    done: list[str] = []

    def before(name: str) -> None:
        if name == call and not done:
            done.append(name)
            desk.edit(Person, person, name="김나중")

    return scripted(before=before)


def test_a_server_that_cannot_compare_yet_is_asked_again_later(
    hall: CityHall, b: DeskUnderTest, person: str
):
    hall.tell("drop function sync.bucket_digests(text, jsonb)")
    b.clock.tick(days=1)
    report = b.sync()
    assert (report.outcome, report.code) == (Outcome.NOTHING_TO_DO, "")
    assert b.value("SELECT count(*) FROM local_fact WHERE key = 'sync.proved_on'") == 1


def test_a_sum_covers_every_field_that_travels(b: DeskUnderTest, person: str):
    table = office_tables()["person"]
    assert told_fields(table).keys() == table.fields
    before = _sums(b)
    damage(b, "UPDATE person SET phone = '1' WHERE id = :id", id=person)
    moved = {n for n, told in _sums(b).items() if before[n] != told}
    assert moved == {bucket_of(person)}


def _sums(desk: DeskUnderTest) -> dict[int, int]:
    with desk.units.read(STAFF, Permission.SYNC_RUN) as reading:
        return sums_of(raw_cursor(reading.session), office_tables()["person"])


def test_the_comparison_of_a_day_is_not_forgotten_over_night(b: DeskUnderTest):
    b.sync()
    b.clock.tick(days=1)
    b.sync()
    day = b.clock.now() + timedelta(hours=9)
    told = b.value("SELECT value FROM local_fact WHERE key = 'sync.proved_on'")
    assert told == day.date().isoformat()


def test_what_the_server_never_took_is_no_difference_and_stays(
    a: DeskUnderTest, b: DeskUnderTest
):
    settle(a, b)
    write_as_newer(a, "person", "no-uuid", name="김하늘")
    assert a.sync().quarantined == 1
    assert asked(a).code == asked(a).code == ""
    told = a.ask("SELECT tbl, row_id, kind FROM sync_history WHERE kind = 'q'")
    assert told == [("person", "no-uuid", "q")]


def test_what_never_leaves_a_city_desk_is_no_refusal(hall: CityHall):
    k = hall.desk("K")
    k.add_person("김하늘")
    k.sync()
    k.clock.tick(days=1)
    k.sync()
    assert k.value("SELECT count(*) FROM sync_history WHERE kind = 'q'") == 0
    assert asked(k).code == ""
