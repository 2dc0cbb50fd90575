"""init, and the check of an installation."""

import argparse
import sys
import tempfile
from pathlib import Path

from models.values import DeskProfile, Matter, PackKind, Purpose, Subject
from services.briefing.make_pack import PackOrder
from services.command_line.fact_words import fact_lines
from services.command_line.opening import (
    folder_of,
    login_of,
    opened_office,
    opened_with,
    password_of,
)
from services.command_line.speaking import DONE, REFUSED, Answer
from services.container import Opened
from services.core.backup import write_copy
from services.core.clock import SystemClock, today
from services.core.config import OfficeFolder
from services.core.database import Begin, open_engine
from services.core.office import is_whole
from services.core.texts import gettext as _
from services.reception.values import CheckInForm
from services.sample_office.grow import grow
from services.sample_office.practice import make_practice_office, open_practice_office
from services.trust.founding import FirstAccount, found

YEARS_AHEAD = 6


def init(asked: argparse.Namespace) -> Answer:
    """Found an office; the recovery code is told once and kept nowhere."""
    if asked.sample_data or asked.sample or asked.scale:
        return _init_sample(asked)
    folder, clock, login = folder_of(asked), SystemClock(), login_of(asked)
    first = FirstAccount(login, asked.name or login, password_of(asked))
    founded = found(
        folder, clock, first, letter=asked.desk, profile=DeskProfile(asked.profile)
    )
    with opened_with(folder, first.login, first.password, clock) as opened:
        _seed(opened, today(clock).year)
    sentence = _(
        "The office is founded in {folder}. Write down this recovery code and lock it "
        "away; it is not kept anywhere: {code}"
    )
    return Answer(
        sentence.format(folder=folder.path, code=founded.recovery_code),
        {"office": str(folder.path), "recovery_code": founded.recovery_code},
    )


def _seed(opened: Opened, year: int) -> None:
    """Give the fresh office its hosts, rooms, series, holidays and elections."""
    meetings = opened.services.meetings
    meetings.seed_calendar.run(opened.actor)
    meetings.seed_elections.run(opened.actor)
    meetings.seed_holidays.run(opened.actor, range(year - 1, year + YEARS_AHEAD))


def _init_sample(asked: argparse.Namespace) -> Answer:
    """Make the practice office, grown to a size where that was asked."""
    folder, clock = folder_of(asked), SystemClock()
    make_practice_office(folder, clock, asked.seed)
    if asked.scale:
        with opened_office(asked) as opened:
            units = opened.services.office.units
            grow(units, opened.actor, asked.scale, asked.seed, _progress)
    return Answer(
        _("The practice office is ready in {folder}.").format(folder=folder.path),
        {"office": str(folder.path), "practice": True, "grown": asked.scale},
    )


def _progress(done: int, total: int) -> None:
    """Say how far it is, beside the answer and not in it."""
    print(f"{done}/{total}", file=sys.stderr)


def self_test() -> Answer:
    """Make a practice office in a scratch folder, work in it, and remove it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = OfficeFolder(Path(scratch) / "office")
        opened = open_practice_office(folder, SystemClock())
        try:
            found_well = _try_out(opened, Path(scratch) / "copy.db")
        finally:
            opened.close()
    well = all(found_well.values())
    sentence = _("All is well.") if well else _("Something is wrong; see the list.")
    return Answer(
        sentence,
        {"well": well, **found_well},
        DONE if well else REFUSED,
        details=fact_lines(found_well),
    )


def _try_out(opened: Opened, copy: Path) -> dict[str, bool]:
    """Check somebody in, make a pack, back up; return what went well."""
    services, actor = opened.services, opened.actor
    office = services.office
    form = CheckInForm(Matter.COUNSEL, Subject.OTHER, name="가나다", title="점검")
    checked_in = services.reception.check_in.run(actor, form)
    rows = services.reception.waiting_list.run(actor).rows
    order = PackOrder(PackKind.DAY, today(office.clock).isoformat(), Purpose.REVIEW)
    pack = services.briefing.make_pack.run(actor, order)
    write_copy(office.folder.database, office.key, copy)
    again = open_engine(copy, office.key, Begin.READ, mode="ro")
    try:
        is_copied = is_whole(again)
    finally:
        again.dispose()
    return {
        "file": is_whole(office.readers),
        "check_in": any(row.label == checked_in.label for row in rows),
        "paper": pack.pdf.startswith(b"%PDF"),
        "backup": is_copied,
    }
