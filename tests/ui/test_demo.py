"""The sample day is played in office hours, whatever this computer's clock says."""

import json
import os
import subprocess
import sys
from datetime import datetime, time
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meetings import Meeting
from models.reception import Visit, VisitSpan
from models.selection import MeetingRequest
from models.sync import SyncRun
from models.trust import AccessEntry
from services.container import open_practice_signed_in
from services.core.clock import SEOUL
from services.core.config import OfficeFolder
from services.sample_office.clock import played_clock
from tests.postgres_server import server_binaries

ROOT = Path(__file__).parents[2]
OPENS, CLOSES = time(9), time(18)
WEEKEND = 5
# A computer without a clock: whoever asks it what time it is does not go on.
PLAY = """
import sys
import services.core.clock as clock
def stopped(_clock):
    raise AssertionError("the computer's clock was asked")
clock.SystemClock.now = stopped
import main
sys.exit(main.main(["demo", "--out", sys.argv[1]]))
"""
INSTANTS = (
    AccessEntry.at,
    MeetingRequest.created_at,
    Meeting.created_at,
    SyncRun.began_at,
    Visit.arrived_at,
    VisitSpan.began_at,
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the day was played on a computer whose clock nobody may ask."""
    if not server_binaries():
        pytest.skip("no PostgreSQL binaries on this machine")
    out: Path = tmp_path_factory.mktemp("played") / "out"
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", PLAY, str(out)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def opened(out: Path, folder: str, patch: pytest.MonkeyPatch):
    patch.setenv("TONGTONG_CONFIG", str(out / "config"))
    office = open_practice_signed_in(OfficeFolder(out / folder), played_clock())
    assert office is not None
    return office


def in_office_hours(instant: datetime) -> bool:
    told = instant.astimezone(SEOUL)
    return OPENS <= told.time() <= CLOSES and told.weekday() < WEEKEND


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("folder", ["office", "second-desk"])
def test_all_that_the_sample_day_shows_happened_in_office_hours(
    played, folder, monkeypatch
):
    office = opened(played, folder, monkeypatch)
    try:
        with Session(office.services.office.readers) as session:
            told = {str(one): session.scalars(select(one)).all() for one in INSTANTS}
    finally:
        office.close()
    for column, instants in told.items():
        assert instants, column
        late = [one for one in instants if one and not in_office_hours(one)]
        assert late == [], column


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_both_desks_have_the_whole_day_by_the_evening(played):
    report = json.loads((played / "sync-report.json").read_text(encoding="utf-8"))
    assert report["tips_agree"] is True
    assert report["findings"] == {"overlaps": 1}  # the one that the sample books
    assert {one["outcome"] for one in report["rounds"]} == {"done"}
