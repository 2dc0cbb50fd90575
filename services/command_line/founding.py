"""init, and the check of an installation."""

import argparse
import tempfile
from pathlib import Path

from models.values import DeskProfile, PackKind, Purpose
from services.briefing.make_pack import PackOrder
from services.command_line.opening import folder_of, password_of
from services.command_line.speaking import DONE, REFUSED, Answer
from services.container import build_services
from services.core.backup import write_copy
from services.core.clock import SystemClock, today
from services.core.config import OfficeFolder
from services.core.office import is_whole, open_office
from services.core.texts import gettext as _
from services.sample_office.practice import make_practice_office
from services.trust.founding import FirstAccount, found
from services.trust.sign_in import open_practice, sign_in


def init(asked: argparse.Namespace) -> Answer:
    """Found an office; the recovery code is told once and kept nowhere."""
    folder, clock = folder_of(asked), SystemClock()
    if asked.sample_data or asked.sample:
        make_practice_office(folder, clock, asked.seed)
        return Answer(
            _("The practice office is ready in {folder}.").format(folder=folder.path),
            {"office": str(folder.path), "practice": True},
        )
    first = FirstAccount(asked.login, asked.name or asked.login, password_of(asked))
    founded = found(
        folder, clock, first, letter=asked.desk, profile=DeskProfile(asked.profile)
    )
    sentence = _(
        "The office is founded in {folder}. Write down this recovery code and lock it "
        "away; it is not kept anywhere: {code}"
    )
    return Answer(
        sentence.format(folder=folder.path, code=founded.recovery_code),
        {"office": str(folder.path), "recovery_code": founded.recovery_code},
    )


def self_test() -> Answer:
    """Make a practice office in a scratch folder, use it, and look at everything."""
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as scratch:
        folder = OfficeFolder(Path(scratch) / "office")
        make_practice_office(folder, clock)
        opened = open_practice(folder)
        key = opened.key if opened else b""
        office = open_office(folder, key, clock, practice=True)
        try:
            actor = sign_in(office, opened.staff_id) if opened else None
            services = build_services(office)
            found_well = {"file": is_whole(office.readers), "actor": actor is not None}
            if actor is not None:
                lines = services.reception.waiting_list.run(actor).rows
                found_well["reception"] = bool(lines)
                day = today(clock).isoformat()
                order = PackOrder(PackKind.DAY, day, Purpose.REVIEW)
                pack = services.briefing.make_pack.run(actor, order)
                found_well["paper"] = pack.pdf.startswith(b"%PDF")
            copy = Path(scratch) / "copy.db"
            write_copy(folder.database, key, copy)
            found_well["backup"] = copy.stat().st_size > 0
        finally:
            office.close()
    well = all(found_well.values())
    sentence = _("All is well.") if well else _("Something is wrong; see the list.")
    return Answer(sentence, {"well": well, **found_well}, DONE if well else REFUSED)
