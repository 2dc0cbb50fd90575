"""Equal seeds make equal samples; half a sample is never taken for a whole one."""

import re
from datetime import datetime, time

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.base import Kept
from models.errors import OfficeFileMissing, PracticeSealBroken
from models.petitions import Petition
from models.reception import Person, Visit
from models.registry import records
from models.sync import Outbox
from services.core.clock import SEOUL, local, today
from services.core.config import OfficeFolder
from services.sample_office.clock import EVENING, played_clock
from services.sample_office.grow import grow
from services.sample_office.practice import (
    UNFINISHED,
    make_practice_office,
    open_practice_office,
)
from services.trust.founding import FirstAccount, found
from tests.doubles.fixed_clock import FixedClock

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_CHAINED = {"previous", "digest"}


def dump(opened) -> dict[str, list[str]]:
    """Every row as text, without the ids and the desk's own mark."""
    told = {}
    with Session(opened.services.office.readers) as session:
        label = opened.services.today.standing.run(opened.actor).label
        for record in records():
            if not issubclass(record, Kept):
                continue
            table = record.__table__
            columns = [c for c in table.columns if c.name not in _CHAINED]
            rows = session.execute(select(*columns)).all()
            lines = (str(tuple(row)).replace(label, "desk") for row in rows)
            told[record.__tablename__] = sorted(_ID.sub("id", line) for line in lines)
    return told


def made(folder: OfficeFolder, seed: int) -> dict[str, list[str]]:
    make_practice_office(folder, FixedClock(), seed)
    opened = open_practice_office(folder, FixedClock())
    try:
        return dump(opened)
    finally:
        opened.close()


def test_equal_seeds_make_equal_names_numbers_times_and_texts(sample, tmp_path):
    again = made(OfficeFolder(tmp_path / "again"), seed=1)
    first = dump(sample)

    assert len(first["visit"]) > 30
    assert again.keys() == first.keys()
    for table, rows in first.items():
        if table != "access_entry":  # this copy was signed into once more or less
            assert again[table] == rows, table


def test_another_seed_makes_other_people(sample, tmp_path):
    other = made(OfficeFolder(tmp_path / "other"), seed=2)

    assert other["person"] != dump(sample)["person"]


def test_just_after_midnight_nobody_came_tomorrow(tmp_path):
    clock = FixedClock(datetime(2026, 11, 26, 0, 10, tzinfo=SEOUL))
    opened = open_practice_office(OfficeFolder(tmp_path / "night"), clock)
    try:
        rows = opened.services.reception.waiting_list.run(opened.actor).rows
    finally:
        opened.close()

    assert len(rows) >= 6


def test_the_day_that_is_played_is_a_tongtong_day_in_office_hours(sample):
    morning = played_clock()
    day = today(morning)
    rows = sample.services.meetings.sessions_of.run(sample.actor, day, day)

    assert [row.held_on for row in rows] == [day]
    assert time(9) <= local(morning.now()).time() < EVENING <= time(18)


def test_a_sample_whose_making_was_cut_off_is_made_anew(sample, clock):
    folder = sample.services.office.folder
    sample.close()
    (folder.path / UNFINISHED).touch()
    before = folder.keys.read_bytes()

    opened = open_practice_office(folder, clock)
    try:
        rows = opened.services.reception.waiting_list.run(opened.actor).rows
    finally:
        opened.close()

    assert rows
    assert folder.keys.read_bytes() != before
    assert not (folder.path / UNFINISHED).exists()


def test_a_practice_office_whose_file_is_gone_is_made_anew(sample, clock):
    folder = sample.services.office.folder
    sample.close()
    folder.database.unlink()

    opened = open_practice_office(folder, clock)
    try:
        rows = opened.services.reception.waiting_list.run(opened.actor).rows
    finally:
        opened.close()

    assert rows


def test_the_keys_of_a_real_office_are_never_removed_for_a_sample(tmp_path, clock):
    folder = OfficeFolder(tmp_path / "real")
    found(folder, clock, FirstAccount("lead", "김팀장", "correct horse 9"))
    folder.database.unlink()
    before = folder.keys.read_bytes()

    with pytest.raises(OfficeFileMissing):
        open_practice_office(folder, clock)

    assert folder.keys.read_bytes() == before


def test_a_real_office_is_never_removed_for_a_sample(tmp_path, clock):
    folder = OfficeFolder(tmp_path / "real")
    found(folder, clock, FirstAccount("lead", "김팀장", "correct horse 9"))
    (folder.path / UNFINISHED).touch()

    with pytest.raises(PracticeSealBroken):
        open_practice_office(folder, clock)

    assert folder.database.exists()


def test_growing_adds_visits_with_all_that_belongs_to_them(sample):
    units = sample.services.office.units
    heard = []
    with Session(sample.services.office.readers) as session:
        before = session.scalar(select(func.count(Visit.id)))
        sent = session.scalar(select(func.count(Outbox.dseq)))

    grow(units, sample.actor, 2_500, 7, lambda done, total: heard.append((done, total)))

    with Session(sample.services.office.readers) as session:
        assert session.scalar(select(func.count(Visit.id))) == before + 2_500
        people = session.scalar(select(func.count(Person.id)))
        petitions = session.scalar(select(func.count(Petition.id)))
        after = session.scalar(select(func.count(Outbox.dseq)))
    assert heard == [(2_000, 2_500), (2_500, 2_500)]
    assert people > 500
    assert petitions > 500
    assert after > sent + 2_500 * 5  # the visit and its four stretches, each an op
