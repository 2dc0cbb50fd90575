"""``kill -9`` at any moment: what was acknowledged is there, the draft too.

The moment is a call into C, counted: a statement, a write, a rename, a commit.  The
sample is seeded; another seed tries other moments.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

import main
from models.reception import Person
from models.trust import Draft
from services.command_line import opening
from services.container import open_practice_signed_in
from services.core import schema
from services.core.config import OfficeFolder
from services.core.database import Begin, open_engine
from services.core.office import is_whole
from services.trust import key_ring
from tests.doubles.fixed_clock import FixedClock
from tests.soak import how_many

ROOT = Path(__file__).parents[3]
CHILD = "tests.services.bad_days.killed_day"
SEED = 20261126
KILLS = how_many(8, 200)
CUT_MIGRATIONS = how_many(3, 40)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="needs a signal nobody can catch"),
]
NEXT_STEP = '''"""A column more."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9999", "{head}"
def upgrade():
    op.add_column("host", sa.Column("nickname", sa.String(), nullable=True))
    op.create_table("later", sa.Column("id", sa.String(), primary_key=True))
'''


def live(folder, day, at):
    """Run a day in a process of its own; return what it told and how it ended."""
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", CHILD, str(folder.path), day, str(at)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    ) as child:
        lines = child.stdout.read().decode().splitlines()
    return [json.loads(line) for line in lines], child.returncode


def fresh(template, base, name):
    folder = OfficeFolder(base / name / "office")
    shutil.copytree(template.path, folder.path)
    return folder


def kept(folder):
    """Return what an office holds when it is opened again."""
    opened = open_practice_signed_in(folder, FixedClock())
    try:
        services, actor = opened.services, opened.actor
        office = services.office
        with office.readers.connect() as connection:
            drafts = connection.scalars(select(Draft.payload)).all()
            people = connection.scalar(
                select(func.count()).select_from(Person).where(Person.name.like("%온"))
            )
        return {
            "visits": {
                r.label for r in services.reception.waiting_list.run(actor).rows
            },
            "drafts": drafts,
            "people": people,
            "accounts": set(key_ring.read_ring(folder).wraps),
            "signed": services.closing.end_of_day.run(actor).signed_off is not None,
            "key": office.key,
        }
    finally:
        opened.close()


def is_there(what, found, folder):
    """Say whether one thing that was told is on the disk."""
    ((name, value),) = what.items()
    checks = {
        "visit": lambda: value in found["visits"],
        "draft": lambda: newest_draft(found) >= value,  # this one or a newer one
        "people": lambda: found["people"] == value,
        "account": lambda: value in found["accounts"],
        "signed": lambda: found["signed"] == value,
        "copy": lambda: whole_copy(folder.path / value, found["key"]),
    }
    return checks[name]() if name in checks else True


def newest_draft(found):
    (payload,) = found["drafts"]
    return json.loads(payload)["name"]


def whole_copy(path, key):
    engine = open_engine(path, key, Begin.READ, mode="ro")
    try:
        return is_whole(engine)
    finally:
        engine.dispose()


@pytest.fixture(autouse=True)
def _days_of_the_test(monkeypatch):
    """Let the doctor come on the day that was lived."""
    monkeypatch.setattr(opening, "SystemClock", FixedClock)


def doctor(folder):
    return main.main(["--office", str(folder.path), "doctor"])


@pytest.fixture(scope="module")
def length(_template, tmp_path_factory):
    """How many calls the whole day has; it is lived once unharmed."""
    folder = fresh(_template, tmp_path_factory.mktemp("whole"), "day")
    told, code = live(folder, "work", 0)
    assert code == 0
    found = kept(folder)
    assert all(is_there(what, found, folder) for what in told)
    return told[-1]["calls"]


@pytest.mark.parametrize("number", range(KILLS))
def test_what_was_told_survives_a_kill_at_any_moment(folder, length, number, capsys):
    at = random.Random(SEED + number).randrange(1, length)  # noqa: S311 - a die
    told, code = live(folder, "work", at)
    assert code == -signal.SIGKILL
    found = kept(folder)
    lost = [what for what in told if not is_there(what, found, folder)]
    assert lost == [], f"killed at call {at} of {length}"
    assert doctor(folder) == 0, capsys.readouterr()


def steps_with_one_more(base):
    """Make the program of a later year: the same steps, and one more."""
    folder = base / "migrations"
    shutil.copytree(schema.MIGRATIONS, folder)
    later = NEXT_STEP.format(head=schema.NEWEST)
    (folder / "versions" / "9999_later.py").write_text(later)
    return folder


def columns(folder, key, file=None):
    engine = open_engine(file or folder.database, key, Begin.READ, mode="ro")
    try:
        with engine.connect() as connection:
            told = connection.exec_driver_sql("PRAGMA table_info(host)").all()
    finally:
        engine.dispose()
    return {row[1] for row in told}


def test_an_older_file_is_copied_migrated_and_checked(folder, tmp_path, monkeypatch):
    before = kept(folder)
    monkeypatch.setattr(schema, "MIGRATIONS", steps_with_one_more(tmp_path))
    monkeypatch.setattr(schema, "NEWEST", "9999")
    after = kept(folder)
    assert after["visits"] == before["visits"]
    assert "nickname" in columns(folder, after["key"])
    (copy,) = folder.path.glob("office-before-*.db")
    assert whole_copy(copy, after["key"])
    assert "nickname" not in columns(folder, after["key"], copy)
    assert doctor(folder) == 0


@pytest.mark.parametrize("number", range(CUT_MIGRATIONS))
def test_a_migration_that_was_killed_is_done_at_the_next_start(
    folder, tmp_path, monkeypatch, number
):
    steps_with_one_more(folder.path.parent)
    whole = fresh(folder, tmp_path / "whole", "day")
    steps_with_one_more(whole.path.parent)
    told, code = live(whole, "migrate", 0)
    assert code == 0
    calls = told[-1]["calls"]
    at = random.Random(SEED + number).randrange(1, calls)  # noqa: S311 - a die
    _, code = live(folder, "migrate", at)
    # Two runs differ by some hundred calls: a kill at the very end finds it done.
    assert code == -signal.SIGKILL or (code == 0 and at > 0.99 * calls)
    monkeypatch.setattr(schema, "MIGRATIONS", folder.path.parent / "migrations")
    monkeypatch.setattr(schema, "NEWEST", "9999")
    assert "nickname" in columns(folder, kept(folder)["key"])
    assert doctor(folder) == 0
