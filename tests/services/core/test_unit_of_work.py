import json

import pytest
from sqlalchemy import text, update

from models.errors import ChangedMeanwhile, NotAllowed, NotFound
from models.reception import Person
from models.values import Permission
from services.core.events import RecordsChanged

WRITE = Permission.VISIT_CHECK_IN


def add_person(units, actor, name="김하늘"):
    with units.begin(actor, WRITE) as work:
        person = work.add(Person(name=name, phone="01055500001"))
        return person.id


def outbox(office):
    with office.readers.connect() as connection:
        rows = connection.execute(text("SELECT op FROM sync_outbox ORDER BY dseq"))
        return [json.loads(op) for (op,) in rows]


def test_an_announcement_arrives_after_the_commit(office, units, clerk):
    heard = []

    def listen(event):
        with office.readers.connect() as connection:
            count = connection.execute(text("SELECT count(*) FROM person")).scalar_one()
        heard.append((event, count))

    office.bus.subscribe(listen)
    add_person(units, clerk)
    assert heard == [(RecordsChanged(frozenset({"person"})), 1)]


def test_what_was_refused_changes_nothing_and_tells_nobody(office, units, clerk):
    heard = []
    office.bus.subscribe(heard.append)
    with pytest.raises(NotFound), units.begin(clerk, WRITE) as work:
        work.add(Person(name="김하늘"))
        work.get(Person, "nobody")
    assert heard == []
    with office.readers.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM person")).scalar_one() == 0


def test_nothing_is_allowed_by_default(units, clerk):
    with pytest.raises(NotAllowed), units.begin(clerk, Permission.STAFF_MANAGE):
        pass


def test_a_form_that_shows_an_older_record_is_refused(units, clerk):
    person_id = add_person(units, clerk)
    with units.read(clerk, Permission.VISIT_READ) as reading:
        base = reading.seen(reading.get(Person, person_id))
    with units.begin(clerk, WRITE, base) as work:
        work.get(Person, person_id).name = "김하나"
    with pytest.raises(ChangedMeanwhile), units.begin(clerk, WRITE, base) as work:
        work.get(Person, person_id).name = "김두리"


def test_the_version_rises_by_one_for_a_bulk_update_too(units, clerk):
    person_id = add_person(units, clerk)
    with units.begin(clerk, WRITE) as work:
        work.session.execute(update(Person).values(address="중앙동"))
    with units.read(clerk, Permission.VISIT_READ) as reading:
        person = reading.get(Person, person_id)
        assert (person.version, person.changed_by) == (2, clerk.staff_id)


def test_each_change_is_captured_with_only_its_changed_fields(office, units, clerk):
    person_id = add_person(units, clerk)
    with units.begin(clerk, WRITE) as work:
        work.get(Person, person_id).dong_id = "dong-1"
    with units.begin(clerk, WRITE) as work:
        work.get(Person, person_id).dong_id = None
    made, set_, cleared = (op for op in outbox(office) if op["tbl"] == "person")
    assert made["patch"]["name"] == "김하늘"
    assert "version" not in made["patch"]
    assert set_["patch"] == {"dong_id": "dong-1"}
    assert cleared["patch"] == {"dong_id": None}


def test_numbers_of_ops_are_contiguous_also_after_a_rollback(office, units, clerk):
    before = len(outbox(office))
    add_person(units, clerk)
    with pytest.raises(NotFound), units.begin(clerk, WRITE) as work:
        work.add(Person(name="김하늘"))
        work.session.flush()
        work.get(Person, "nobody")
    add_person(units, clerk)
    numbers = [op["dseq"] for op in outbox(office)]
    assert numbers == list(range(1, before + 3))


def test_replacing_a_row_is_captured_as_a_delete_and_an_insert(office, units, clerk):
    person_id = add_person(units, clerk)
    with units.begin(clerk, WRITE) as work:
        work.session.execute(
            text(
                "INSERT OR REPLACE INTO person (id, name, phone, address, version,"
                " created_at, created_by) VALUES (:id, '박하늘', '', '', 1, 0, 'x')"
            ),
            {"id": person_id},
        )
    kinds = [op["kind"] for op in outbox(office) if op["tbl"] == "person"]
    assert kinds == ["u", "d", "u"]
