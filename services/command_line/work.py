"""import, export, sync, pack, backup, restore and doctor."""

import argparse
import json
import platform
import shutil
import sys
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import FileDamaged, OfficeExists, OfficeMissing
from models.trust import AccessEntry
from models.values import PackKind, Purpose, SessionState
from services.briefing.make_pack import PackOrder
from services.command_line.opening import folder_of, opened_office
from services.command_line.speaking import DONE, REFUSED, UNREACHABLE, Answer
from services.container import Opened
from services.core.access_log import first_break
from services.core.backup import write_copy
from services.core.cancellation import Cancellation
from services.core.clock import today
from services.core.config import write_whole
from services.core.office import is_whole
from services.core.schema import newest
from services.core.texts import gettext as _
from services.core.texts import language
from services.exchange.export_file import ExportOrder
from services.exchange.import_file import ImportOrder
from services.exchange.kinds import FaultyRow, FileKind, FileRefused, Mode
from services.sync.schedule import Outcome

FIRST_DAY = date(2018, 1, 1)
KEYS = "keys.json"


def take(asked: argparse.Namespace) -> Answer:
    """Take in a file; a refused one is left alone, its faulty rows are named."""
    mode = Mode.PARTIAL if asked.partial else Mode.WHOLE
    kind = FileKind(asked.kind)
    name = asked.file.stem if kind is FileKind.PLAN else ""
    order = ImportOrder(kind, asked.file, mode, name)
    with opened_office(asked) as opened:
        try:
            told = opened.services.exchange.import_file.run(opened.actor, order)
        except FileRefused as refused:
            return _refused(refused)
    sentence = _("Taken: {added} new, {changed} changed, {same} as before.")
    lines = [sentence.format(added=told.added, changed=told.changed, same=told.same)]
    lines += [_fault(fault) for fault in told.faults]
    facts = {"added": told.added, "changed": told.changed, "same": told.same}
    return Answer("\n".join(lines), {**facts, "faults": _faults(told.faults)})


def _refused(refused: FileRefused) -> Answer:
    lines = [_("Nothing of the file was taken.")]
    lines += [_fault(fault) for fault in refused.faults]
    facts = {"refused": refused.code, "faults": _faults(refused.faults)}
    return Answer("\n".join(lines), facts, REFUSED)


def _fault(fault: FaultyRow) -> str:
    place = _("row {row}, {column}").format(row=fault.row, column=fault.column)
    return f"{fault.sheet} {place}: {fault.value} ({fault.fault})".strip()


def _faults(faults: tuple[FaultyRow, ...]) -> list[dict[str, object]]:
    return [
        {"row": f.row, "column": f.column, "value": f.value, "fault": f.fault}
        for f in faults
    ]


def give(asked: argparse.Namespace) -> Answer:
    """Write a file for others, masked; who, what and why is logged."""
    form = "ics" if asked.kind == "sessions" else asked.format
    target: Path = asked.out or Path(f"{asked.kind}.{form}")
    with opened_office(asked) as opened:
        last = today(opened.services.office.clock).replace(month=12, day=31)
        order = ExportOrder(
            FileKind(asked.kind),
            target,
            Purpose(asked.purpose),
            FIRST_DAY,
            last,
            language=language(),
        )
        told = opened.services.exchange.export_file.run(opened.actor, order)
    return Answer(
        _("{count} rows are in {file}.").format(count=told.count, file=target),
        {"count": told.count, "file": str(target)},
    )


def sync(asked: argparse.Namespace) -> Answer:
    """Send and receive once."""
    with opened_office(asked) as opened:
        report = opened.services.sync.round.run(opened.actor, Cancellation())
    if report is None:
        return Answer(_("A round is running already."), {"outcome": "running"})
    good = report.outcome in (Outcome.DONE, Outcome.NOTHING_TO_DO)
    away = report.outcome in (Outcome.OFFLINE, Outcome.INTERRUPTED)
    code = DONE if good else UNREACHABLE if away else REFUSED
    sentence = _(
        "{outcome}: sent {sent}, received {received}, to decide {conflicts}, set aside "
        "{parked}"
    ).format(
        outcome=report.outcome.value,
        sent=report.sent,
        received=report.received,
        conflicts=report.conflicts,
        parked=report.parked,
    )
    facts = {
        "outcome": report.outcome.value,
        "code": report.code,
        "sent": report.sent,
        "received": report.received,
        "conflicts": report.conflicts,
        "parked": report.parked,
    }
    return Answer(sentence, facts, code)


def pack(asked: argparse.Namespace) -> Answer:
    """Make a briefing pack and write its PDF."""
    with opened_office(asked) as opened:
        kind, subject = _subject(opened, asked)
        order = PackOrder(kind, subject, Purpose.MEETING)
        made = opened.services.briefing.make_pack.run(opened.actor, order)
    write_whole(asked.out, made.pdf)
    sentence = _(
        "{pages} pages are in {file}; {missing} parts are still to be written."
    )
    return Answer(
        sentence.format(pages=made.pages, file=asked.out, missing=len(made.missing)),
        {"file": str(asked.out), "pages": made.pages, "missing": len(made.missing)},
    )


def _subject(opened: Opened, asked: argparse.Namespace) -> tuple[PackKind, str]:
    if asked.meeting:
        return PackKind.MEETING, asked.meeting
    if asked.visit:
        return PackKind.DONG_VISIT, asked.visit
    if asked.day:
        return PackKind.DAY, asked.day
    day = date.fromisoformat(asked.session)
    rows = opened.services.meetings.sessions_of.run(opened.actor, day, day)
    live = [row for row in rows if row.state is not SessionState.CANCELLED]
    if not live:
        raise OfficeMissing(what="session")
    return PackKind.SESSION, live[0].session_id


def backup(asked: argparse.Namespace) -> Answer:
    """Write an encrypted copy with the wraps of its key beside it (decision 13)."""
    target: Path = asked.file
    with opened_office(asked) as opened:
        office = opened.services.office
        write_copy(office.folder.database, office.key, target)
        keys = target.with_name(target.name + "." + KEYS)
        write_whole(keys, office.folder.keys.read_bytes())
    return Answer(
        _("The backup is in {file}.").format(file=target),
        {"file": str(target), "keys": str(keys)},
    )


def restore(asked: argparse.Namespace) -> Answer:
    """Put a backup into an empty folder; it becomes a new desk at its next sync."""
    folder = folder_of(asked)
    source: Path = asked.file
    keys = source.with_name(source.name + "." + KEYS)
    if folder.database.exists() or folder.keys.exists():
        raise OfficeExists
    if not source.is_file() or not keys.is_file():
        raise FileDamaged(why="backup")
    folder.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copyfile(source, folder.database)
    shutil.copyfile(keys, folder.keys)
    return Answer(
        _("The backup is back in {folder}.").format(folder=folder.path),
        {"office": str(folder.path)},
    )


def doctor(asked: argparse.Namespace) -> Answer:
    """Say what is well and what is not; nothing is changed."""
    with opened_office(asked) as opened:
        office = opened.services.office
        standing = opened.services.sync.status.run(opened.actor)
        facts = {
            "office": str(office.folder.path),
            "practice": office.practice,
            "schema": newest(),
            "python": platform.python_version(),
            "file_whole": is_whole(office.readers),
            "log_breaks_at": _log_break(opened),
            "desk": standing.label,
            "enrolled": standing.enrolled,
            "to_send": standing.to_send,
            "to_decide": standing.to_decide,
            "free_mib": shutil.disk_usage(office.folder.path).free >> 20,
            "executable": sys.executable,
        }
    well = bool(facts["file_whole"]) and facts["log_breaks_at"] is None
    sentence = _("All is well.") if well else _("Something is wrong; see the list.")
    listed = json.dumps(facts, indent=1, ensure_ascii=False)
    return Answer(f"{sentence}\n{listed}", facts, DONE if well else REFUSED)


def _log_break(opened: Opened) -> str | None:
    """Return desk and line where an access log does not follow itself."""
    with Session(opened.services.office.readers) as session:
        desks = session.scalars(select(AccessEntry.desk).distinct()).all()
        for desk in desks:
            lines = session.scalars(
                select(AccessEntry)
                .where(AccessEntry.desk == desk)
                .order_by(AccessEntry.line)
            )
            broken = first_break(lines)
            if broken is not None:
                return f"{desk}:{broken}"
    return None
