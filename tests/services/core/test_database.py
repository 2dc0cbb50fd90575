import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.errors import DiskFull, FileBusy, ReadOnly
from models.reception import Person
from models.values import Permission
from services.core import database
from services.core.database import Begin, connect, office_errors, open_engine
from services.trust.sign_in import open_practice

WRITE = Permission.VISIT_CHECK_IN
MARK = "유일한표식글"


def test_nothing_that_was_written_can_be_read_from_the_files(office, units, clerk):
    with units.begin(clerk, WRITE) as work:
        work.add(Person(name=MARK))
    raw = b"".join(path.read_bytes() for path in office.folder.path.glob("office.db*"))
    assert MARK.encode() not in raw
    assert not raw.startswith(database.PLAIN_HEADER)


def test_a_copy_of_the_search_tables_is_as_secret(office, units, clerk):
    with units.begin(clerk, WRITE) as work:
        work.add(Person(name="김하늘", phone="010-5550-0001"))
    with office.readers.connect() as connection:
        row = connection.execute(text("SELECT * FROM person_index")).mappings().one()
    assert (row["initials"], row["digits"], row["last4"]) == (
        "ㄱㅎㄴ",
        "01055500001",
        "0001",
    )


def test_every_connection_is_durable_and_checks_foreign_keys(office):
    with office.writers.connect() as connection:
        asked = ("synchronous", "foreign_keys", "recursive_triggers", "journal_mode")
        told = [connection.exec_driver_sql(f"PRAGMA {a}").scalar() for a in asked]
    assert told == [2, 1, 1, "wal"]


def test_a_foreign_tool_cannot_write_unnoticed(folder, office):
    key = open_practice(folder).key
    connection = connect(folder.database, key, mode="rw")
    with pytest.raises(Exception, match="no such function"):
        connection.execute(
            "INSERT INTO host (id, version, created_at, created_by, "
            "title, title_en, rank, active) VALUES "
            "('x', 1, 0, 'x', 'x', 'x', 1, 1)"
        )
    connection.close()


def test_a_full_disk_is_told_and_nothing_is_half_written(office, units, clerk):
    with office.writers.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull), units.begin(clerk, WRITE) as work:
        for _ in range(500):
            work.add(Person(name="김하늘", address="가" * 200))
        work.session.flush()
    with office.readers.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM person")).scalar() == 0


def test_a_file_that_takes_no_changes_is_told(folder):
    key = open_practice(folder).key
    engine = open_engine(folder.database, key, Begin.READ, mode="ro")
    with pytest.raises(ReadOnly), office_errors(), engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM local_fact")
    engine.dispose()


def test_a_file_that_another_keeps_is_told(folder, office, units, clerk):
    with office.writers.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    other = connect(folder.database, open_practice(folder).key, mode="rw")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(FileBusy), units.begin(clerk, WRITE):
        pass
    other.execute("ROLLBACK")
    other.close()


def test_an_error_of_the_file_tells_no_values(office, units, clerk):
    with pytest.raises(DBAPIError) as raised, units.begin(clerk, WRITE) as work:
        work.session.execute(
            text("INSERT INTO person (id, name) VALUES (:id, :name)"),
            {"id": "x", "name": MARK},
        )
    assert MARK not in str(raised.value)
