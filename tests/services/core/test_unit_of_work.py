import json

import pytest
from sqlalchemy import select, text, update

from models.errors import ChangedMeanwhile, NotAllowed, NotFound
from models.reception import Person
from models.trust import AccessEntry
from models.values import AccessAction, Permission
from services.core.access_log import Access, first_break
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


def test_a_fresh_record_stands_as_it_will_be_read(units, clerk):
    with units.begin(clerk, WRITE) as work:
        person = work.add(Person(name="김하늘", phone=None))
        made = (person.id, person.phone, person.address, person.dong_id, person.version)
        assert work.get(Person, person.id) is person
    with units.read(clerk, Permission.VISIT_READ) as reading:
        kept = reading.get(Person, person.id)
        assert made == (kept.id, "", "", None, 1)
        assert (kept.phone, kept.address, kept.dong_id, kept.version) == made[1:]
        assert (kept.created_at, kept.created_by) == (reading.now, clerk.staff_id)


def test_a_record_is_written_after_what_was_changed_before_it(office, units, clerk):
    person_id = add_person(units, clerk)
    with units.begin(clerk, WRITE) as work:
        work.get(Person, person_id).address = "중앙동"
        added = work.add(Person(name="박하늘"))
        added.address = "식사동"
    told = [(op["row_id"], op["patch"].get("address")) for op in outbox(office)[-3:]]
    assert told == [(person_id, "중앙동"), (added.id, ""), (added.id, "식사동")]


def test_every_way_to_write_is_announced(office, units, clerk):
    heard = []
    office.bus.subscribe(heard.append)
    person_id = add_person(units, clerk)
    with units.begin(clerk, WRITE) as work:
        work.log(Access(AccessAction.READ, "person", person_id))
        work.session.delete(work.get(Person, person_id))
    kinds = [event.kinds for event in heard]
    assert kinds == [frozenset({"person"}), frozenset({"access_entry", "person"})]


def test_the_chain_goes_on_past_a_line_that_a_savepoint_took_back(units, clerk):
    line = Access(AccessAction.READ)
    with units.begin(clerk, WRITE) as work:
        work.log(line)
        with pytest.raises(NotFound), work.session.begin_nested():
            work.log(line)
            work.get(Person, "nobody")
        work.log(line)
        work.log(line)
    with units.read(clerk, Permission.VISIT_READ) as reading:
        lines = reading.session.scalars(select(AccessEntry).order_by(AccessEntry.line))
        kept = [entry for entry in lines if entry.desk == reading.desk]
    assert first_break(kept) is None
    assert [entry.action for entry in kept[-3:]] == [AccessAction.READ] * 3
