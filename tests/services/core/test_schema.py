import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from models import registry
from models.base import Record, Scope
from models.errors import FileDamaged, NewerOffice, OfficeFileMissing, OfficeMissing
from services.core.database import Begin, connect, new_key, open_engine
from services.core.office import open_office
from services.core.schema import MIGRATIONS, NEWEST, bring_up, make_triggers, present
from services.trust.sign_in import open_practice


@pytest.fixture
def key(folder):
    return open_practice(folder).key


def test_the_newest_migration_makes_what_the_records_say(office):
    with office.writers.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": False,
                "include_name": lambda name, kind, _: (
                    not (kind == "table" and name.startswith("petition_text"))
                ),
            },
        )
        assert compare_metadata(context, Record.metadata) == []


def test_every_record_says_how_it_is_synced_and_every_synced_one_is_captured(office):
    with office.readers.connect() as connection:
        names = set(
            connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars()
        )
    for record in registry.records():
        table = record.__tablename__
        captured = {f"{table}_made", f"{table}_gone"} <= names
        assert captured == (record.sync.scope is not Scope.LOCAL), table


def test_no_city_table_points_at_an_office_table():
    scopes = {r.__tablename__: r.sync.scope for r in registry.records()}
    for record in registry.records():
        if record.sync.scope is Scope.CITY:
            for key in record.__table__.foreign_keys:
                assert scopes[key.column.table.name] is Scope.CITY, record


def test_no_synced_table_has_a_unique_or_check_constraint(office):
    with office.readers.connect() as connection:
        for record in registry.records():
            if record.sync.scope is not Scope.LOCAL:
                sql = connection.execute(
                    text("SELECT sql FROM sqlite_master WHERE name = :name"),
                    {"name": record.__tablename__},
                ).scalar_one()
                assert "UNIQUE" not in sql
                assert "CHECK" not in sql


def test_a_file_of_a_newer_program_is_refused_and_left_as_it_was(folder, key, clock):
    connection = connect(folder.database, key, mode="rw")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = folder.database.read_bytes()
    with pytest.raises(NewerOffice) as refused:
        open_office(folder, key, clock, practice=True)
    assert refused.value.facts["found"] == "9999"
    assert folder.database.read_bytes() == before


def test_a_plain_file_is_refused(folder, key, clock):
    folder.database.write_bytes(b"SQLite format 3\x00" + bytes(4096))
    with pytest.raises(FileDamaged):
        open_office(folder, key, clock, practice=True)


def test_a_file_of_noise_is_refused(folder, key, clock):
    folder.database.write_bytes(bytes(range(256)) * 64)
    with pytest.raises(FileDamaged):
        open_office(folder, key, clock, practice=True)


def test_a_missing_file_is_said_to_be_missing(folder, key, clock):
    folder.database.unlink()
    with pytest.raises(OfficeFileMissing):
        open_office(folder, key, clock, practice=True)
    folder.keys.unlink()
    with pytest.raises(OfficeMissing) as refused:
        open_office(folder, key, clock, practice=True)
    assert refused.type is OfficeMissing


def test_an_empty_file_gets_the_whole_schema(tmp_path):
    path = tmp_path / "office.db"
    key = new_key()
    engine = open_engine(path, key, Begin.WRITE, mode="rwc")
    assert bring_up(engine, path, key) is None
    with engine.connect() as connection:
        assert present(connection) is not None
    engine.dispose()


def test_triggers_are_made_anew_from_the_records(office):
    with office.writers.begin() as connection:
        names = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).scalars()
        found = sorted(names)
        for name in found:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        make_triggers(connection)
        again = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).scalars()
        assert sorted(again) == found


def test_the_schema_that_the_program_knows_is_the_last_migration():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == NEWEST


def test_a_file_of_the_first_release_is_brought_up_with_all_it_had(tmp_path):
    path = tmp_path / "office.db"
    key = new_key()
    engine = open_engine(path, key, Begin.WRITE, mode="rwc")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO sync_outbox (dseq, tbl, row_id, op, at) "
            "VALUES (7, 'person', 'x', '{}', 0)"
        )
    kept = bring_up(engine, path, key)
    assert kept is not None
    assert kept.exists()
    with engine.begin() as connection:
        assert present(connection) == NEWEST
        told = connection.exec_driver_sql("SELECT dseq, was FROM sync_outbox").all()
        assert told == [(7, None)]
        connection.exec_driver_sql("DELETE FROM sync_outbox")
        given = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence").scalar()
        assert given == 7  # a number is never given twice
    engine.dispose()


def test_what_the_server_could_not_take_before_still_stands_apart(tmp_path):
    path, key = tmp_path / "office.db", new_key()
    engine = open_engine(path, key, Begin.WRITE, mode="rwc")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    lines = (
        (1, "q", '{"address":["","x"],"name":["a","b"]}'),
        (2, "u", '{"name":["b","c"]}'),
    )
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        for seq, kind, fields in lines:
            connection.exec_driver_sql(
                "INSERT INTO sync_history (tbl, row_id, seq, kind, desk_id, user_id, at, "
                "fields) VALUES ('person', 'x', ?, ?, 1, '', 0, ?)",
                (seq, kind, fields),
            )
    bring_up(engine, path, key)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT * FROM sync_not_taken").all()
    engine.dispose()
    assert found == [("person", "x", "address")]
