"""What a desk does with what does not fit: keeps it, and tries again."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from models.reception import Person, Visit
from models.values import PersonId, PetitionKind, Subject, VisitState
from services.core.clock import SEOUL
from services.meetings.holidays import (
    AddHoliday,
    HolidayForm,
    LiftHoliday,
    holiday_table,
)
from services.petitions.legal_periods import legal_periods
from services.petitions.receive import PetitionForm, ReceivePetition, Receiver
from services.sync.exchange import Sizes
from services.sync.schedule import Outcome
from services.sync.status import SyncStatus
from services.sync.wire import office_tables
from tests.services.sync.desk import desks
from tests.services.sync.desk.desks import (
    STAFF,
    CityHall,
    DeskUnderTest,
    settle,
    write_as_newer,
)
from tests.services.sync.desk.makers import dong, dong_visit, visit

pytestmark = pytest.mark.server

ROW = "00000000-0000-7000-8000-00000000beef"


def test_a_field_of_a_newer_program_is_kept(a: DeskUnderTest, b: DeskUnderTest):
    person = a.add_person("김하늘")
    write_as_newer(a, "person", person, nickname="별", phone="01055500009")
    settle(a, b)
    assert b.row("person", person, "name", "phone") == ("김하늘", "01055500009")
    assert b.ask("SELECT field, value FROM sync_unknown") == [("nickname", '"별"')]


def test_a_field_is_written_once_the_program_knows_it(
    a: DeskUnderTest, b: DeskUnderTest, monkeypatch: pytest.MonkeyPatch
):
    person = a.add_person("김하늘")
    settle(a, b)
    a.edit(Person, person, address="중앙동")
    a.sync()
    whole = office_tables()["person"]
    older = replace(whole, fields=whole.fields - {"address"})
    told = {**office_tables(), "person": older}
    with monkeypatch.context() as patch:
        for module in ("apply", "plain_changes", "unknown"):
            patch.setattr(f"services.sync.{module}.office_tables", lambda: told)
        b.sync()
        a.edit(Person, person, name="김하나")
        settle(a, b)
    assert b.row("person", person, "name", "address") == ("김하나", "")
    b.sync()
    assert b.row("person", person, "name", "address") == ("김하나", "중앙동")
    assert b.ask("SELECT * FROM sync_unknown") == []
    assert a.contents() == b.contents()


def test_a_row_of_a_newer_program_is_kept_with_every_field(
    a: DeskUnderTest, b: DeskUnderTest
):
    write_as_newer(a, "wheelchair", ROW, number=3, free=True)
    settle(a, b)
    assert sorted(b.ask("SELECT field, value FROM sync_unknown")) == [
        ("free", "true"),
        ("number", "3"),
    ]


def test_a_value_only_a_newer_program_knows_waits_and_loses_nothing(
    a: DeskUnderTest, b: DeskUnderTest
):
    entry = a.add(visit())
    settle(a, b)
    write_as_newer(a, "visit", entry, state="teleported")
    a.sync()
    a.edit(Visit, entry, title="도로")
    settle(a, b)
    assert b.row("visit", entry, "state", "title") == ("waiting", "")
    assert SyncStatus(b.units).run(STAFF).parked == 2
    assert b.sync().parked == 2


def test_a_parked_change_is_tried_again_at_every_round(
    a: DeskUnderTest, b: DeskUnderTest
):
    b.write_foreign(
        "CREATE TRIGGER no_title BEFORE UPDATE OF title ON visit "
        "BEGIN SELECT RAISE(ABORT, 'not now'); END"
    )
    entry = a.add(visit())
    settle(a, b)
    a.edit(Visit, entry, title="도로")
    a.sync()
    a.edit(Visit, entry, state=VisitState.CALLED)
    a.sync()
    assert b.sync().parked == 2
    assert b.row("visit", entry, "state", "title") == ("waiting", "")
    b.write_foreign("DROP TRIGGER no_title")
    assert b.sync().parked == 0
    assert b.row("visit", entry, "state", "title") == ("called", "도로")
    assert a.contents() == b.contents()


def test_what_points_nowhere_is_parked_and_the_rest_is_written(
    a: DeskUnderTest, b: DeskUnderTest
):
    person = a.add_person("김하늘")
    settle(a, b)
    write_as_newer(a, "visit", ROW, **json.loads(_made(a, person)))
    other = a.add_person("김하나")
    a.sync()
    report = b.sync()
    assert report.outcome is Outcome.DONE
    assert report.parked == 1
    assert b.row("visit", ROW, "id") is None
    assert b.row("person", other, "name") == ("김하나",)
    write_as_newer(a, "person", ROW, name="김두리", created_at=0, created_by="")
    a.sync()
    assert b.sync().parked == 0
    assert b.row("visit", ROW, "person_id") == (ROW,)


def _made(desk: DeskUnderTest, person: str) -> str:
    """Return a visit's fields as captured, pointing to somebody unknown."""
    made = desk.add(visit(7, person_id=person))
    text = desk.value("SELECT op FROM sync_outbox WHERE row_id = :id", id=made)
    return json.dumps({**json.loads(text)["patch"], "person_id": ROW})


def test_a_row_that_others_here_point_to_is_not_torn_away(
    a: DeskUnderTest, b: DeskUnderTest
):
    person = a.add_person("김하늘")
    settle(a, b)
    entry = b.add(visit(1, person_id=person))
    a.remove(Person, person)
    settle(a, b)
    assert b.row("visit", entry, "person_id") == (person,)
    assert b.row("person", person, "name") == ("김하늘",)
    assert SyncStatus(b.units).run(STAFF).parked == 1


def test_one_op_that_can_never_be_taken_holds_nothing_up(
    a: DeskUnderTest, b: DeskUnderTest, hall: CityHall
):
    settle(a, b)
    before = [a.add_person(f"김{n}") for n in range(5)]
    write_as_newer(a, "person", "no-uuid", name="김하늘")
    after = [a.add_person(f"이{n}") for n in range(5)]
    report = a.sync()
    assert (report.outcome, report.quarantined) == (Outcome.DONE, 1)
    b.sync()
    for person in (*before, *after):
        assert b.row("person", person, "id") is not None
    assert (
        hall.value("select count(*) from sync.quarantine where raw like '%%no-uuid%%'")
        == 1
    )


def test_a_city_desk_gets_no_citizen_and_still_proves_the_whole_history(
    a: DeskUnderTest, hall: CityHall
):
    k = hall.desk("K")
    person = a.add_person("김하늘")
    area = a.add(dong())
    trip = a.add(dong_visit(area))
    a.sync()
    assert k.sync().outcome is Outcome.DONE
    assert k.row("dong_visit", trip, "state") == ("planned",)
    assert k.row("person", person, "id") is None
    assert k.value("SELECT count(*) FROM access_entry WHERE desk = 'A'") == 0
    assert k.value("SELECT cursor_hash FROM sync_state") == hall.value(
        "select hash from sync.head"
    )


def test_a_city_desk_tells_nothing_of_what_stays_with_it(hall: CityHall):
    k = hall.desk("K")
    k.add_person("김하늘")
    trip = k.add(dong_visit(k.add(dong())))
    report = k.sync()
    assert (report.outcome, report.quarantined) == (Outcome.DONE, 0)
    told = "".join(raw for (raw,) in hall.ask("select raw from sync.quarantine"))
    assert "김하늘" not in told
    assert (
        hall.value("select count(*) from sync.row_state where row_id = %s", trip) == 1
    )
    assert SyncStatus(k.units).run(STAFF).to_send == 0


@pytest.fixture
def full(a: DeskUnderTest) -> DeskUnderTest:
    """A desk with rows that point to each other, a deletion and a long history."""
    for number in range(12):
        person = a.add_person(f"김{number}")
        a.add(visit(number, person_id=person))
    first = a.value("SELECT id FROM person WHERE name = '김0'")
    a.edit(Person, first, alias_of=a.value("SELECT id FROM person WHERE name = '김9'"))
    a.remove(Person, a.add_person("김사라짐"))
    write_as_newer(a, "wheelchair", ROW, number=3)
    a.sync()
    return a


def test_a_fresh_desk_copies_the_present_state(full: DeskUnderTest, c: DeskUnderTest):
    c.sizes = Sizes(copy_from=1, copy_rows=5)
    assert c.sync().outcome is Outcome.DONE
    full.sync()
    assert full.contents() == c.contents()
    assert ("number", "3") in c.ask("SELECT field, value FROM sync_unknown")
    assert SyncStatus(c.units).run(STAFF).parked == 0
    assert c.sync().outcome is Outcome.NOTHING_TO_DO


def test_a_copy_that_is_cut_goes_on_where_it_was(full: DeskUnderTest, c: DeskUnderTest):
    c.sizes = Sizes(copy_from=1, copy_rows=5)
    pages: list[str] = []

    def cut(call: str) -> None:
        pages.append(call)
        if pages.count("bootstrap") in (4, 9, 14):
            pages.append("bootstrap")
            c.cancellation.set()

    outcomes = []
    for _ in range(4):
        c.cancellation = type(c.cancellation)()
        outcomes.append(c.sync(desks.scripted(after=cut)).outcome)
    assert outcomes[0] is Outcome.INTERRUPTED
    assert outcomes[-1] is not Outcome.INTERRUPTED
    full.sync()
    assert full.contents() == c.contents()


def test_a_copy_shows_open_conflicts(
    a: DeskUnderTest, b: DeskUnderTest, c: DeskUnderTest
):
    person = a.add_person("김하늘")
    settle(a, b)
    a.edit(Person, person, name="김하나")
    b.edit(Person, person, name="김두리")
    settle(a, b)
    c.sizes = Sizes(copy_from=1)
    c.sync()
    assert c.conflicts() == a.conflicts()


def test_a_row_that_shows_another_history_is_copied_again_and_reported(
    a: DeskUnderTest, b: DeskUnderTest
):
    person = a.add_person("김하늘")
    settle(a, b)
    b.write_foreign("UPDATE sync_row SET seq = seq - 1 WHERE row_id = :id", id=person)
    b.clock.tick(days=1)
    report = b.sync()
    assert (report.outcome, report.code) == (Outcome.DONE, "differed")
    b.clock.tick(days=1)
    assert b.sync().code == ""


def test_a_row_copied_newer_is_not_set_back_by_older_news(
    a: DeskUnderTest, c: DeskUnderTest
):
    person = a.add_person("김하늘")
    a.sync()
    c.sizes = Sizes(copy_from=1, pull_ops=1)
    seen: list[str] = []

    def meanwhile(call: str) -> None:
        if call == "bootstrap" and not seen:
            seen.append(call)
            for name in ("김하나", "김두리"):
                a.edit(Person, person, name=name)
                a.sync()
        if call == "pull":
            seen.extend(c.row("person", person, "name") or ())

    c.sync(desks.scripted(before=meanwhile))
    assert set(seen[1:]) == {"김두리"}
    assert len(seen) > 3
    assert a.contents()["person"] == c.contents()["person"]


def test_a_holiday_of_another_desk_counts_for_the_next_deadline(
    a: DeskUnderTest, b: DeskUnderTest
):
    receive = ReceivePetition(b.units, Receiver(holiday_table, legal_periods()))
    form = PetitionForm(
        PersonId(b.add_person()), PetitionKind.GRIEVANCE, Subject.ROADS, "보도"
    )
    before = receive.run(STAFF, form).due_at
    AddHoliday(a.units).run(STAFF, HolidayForm(day_of(before), "임시공휴일"))
    settle(a, b)
    over_the_weekend = timedelta(days=3)
    assert receive.run(STAFF, form).due_at == before + over_the_weekend
    LiftHoliday(a.units).run(STAFF, day_of(before), "취소")
    settle(a, b)
    assert receive.run(STAFF, form).due_at == before


def day_of(instant: datetime) -> date:
    return instant.astimezone(SEOUL).date()
