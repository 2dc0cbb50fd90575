"""import, export, sync and pack."""

import argparse
from datetime import date, timedelta
from pathlib import Path

from models.errors import NotFound
from models.values import PackKind, Purpose, SessionState
from services.briefing.make_pack import PackOrder
from services.command_line.json_file import given_as
from services.command_line.opening import (
    WrongUsage,
    opened_for_sync,
    opened_office,
    refuse_existing,
)
from services.command_line.parser import OF_PEOPLE, PURPOSES
from services.command_line.speaking import DONE, REFUSED, UNREACHABLE, Answer
from services.container import Opened
from services.core.cancellation import Cancellation
from services.core.clock import today
from services.core.config import write_whole
from services.core.texts import gettext as _
from services.core.texts import language
from services.exchange.export_file import Exported, ExportOrder
from services.exchange.import_file import ImportOrder
from services.exchange.kinds import FaultyRow, FileKind, FileRefused, Mode
from services.figures.plan_check import PlanReport
from services.meetings.sessions import SessionRow
from services.sync.conversation import RoundReport
from services.sync.gateway import NotEnrolled, Offline
from services.sync.schedule import Outcome

FIRST_DAY = date(2018, 1, 1)
DAYS_A_YEAR = 366
YEARS_AHEAD = 5  # what is planned, and the holidays that are known by then


def take(asked: argparse.Namespace) -> Answer:
    """Take in a file; a refused one is left alone, its faulty rows are named."""
    mode = Mode.PARTIAL if asked.partial else Mode.WHOLE
    kind = FileKind(asked.kind)
    name = (asked.name or asked.file.stem).strip() if kind is FileKind.PLAN else ""
    order = ImportOrder(kind, asked.file, mode, name)
    with opened_office(asked) as opened:
        try:
            told = opened.services.exchange.import_file.run(opened.actor, order)
        except FileRefused as refused:
            return _refused(refused)
        added_up = _added_up(opened, name) if kind is FileKind.PLAN else None
    sentence = _("Taken: {added} new, {changed} changed, {same} as before.")
    facts = {"added": told.added, "changed": told.changed, "same": told.same}
    lines = (sentence.format(**facts), *(_sums(added_up) if added_up else ()))
    return Answer(
        "\n".join(lines),
        {
            **facts,
            "faults": _faults(told.faults),
            **(_sum_facts(added_up) if added_up else {}),
        },
        rows=told.faults,
    )


def _added_up(opened: Opened, name: str) -> PlanReport | None:
    try:
        return opened.services.figures.plan_check.run(opened.actor, name)
    except NotFound:  # no number of the file was good
        return None


def _sums(plan: PlanReport) -> tuple[str, ...]:
    """Return what a plan adds up to, and each sum on the paper that does not hold."""
    whole = _("{plan}: {total} in all, added up.").format(
        plan=plan.plan, total=plan.total.computed
    )
    wrong = _("{name}: the paper says {printed}, added up it is {computed}.")
    return (
        whole,
        *(
            wrong.format(name=one.name, printed=one.printed, computed=one.computed)
            for one in plan.flagged
        ),
    )


def _sum_facts(plan: PlanReport) -> dict[str, object]:
    return {
        "total": plan.total.computed,
        "wrong_sums": [
            {"name": one.name, "printed": one.printed, "computed": one.computed}
            for one in plan.flagged
        ],
    }


def _refused(refused: FileRefused) -> Answer:
    facts = {"refused": refused.code, "faults": _faults(refused.faults)}
    sentence = _("Nothing of the file was taken.")
    return Answer(sentence, facts, REFUSED, rows=refused.faults)


def _faults(faults: tuple[FaultyRow, ...]) -> list[dict[str, object]]:
    return [
        {"row": f.row, "column": f.column, "value": f.value, "fault": f.fault}
        for f in faults
    ]


def give(asked: argparse.Namespace) -> Answer:
    """Write a file for others, masked; who, what and why is logged."""
    if asked.kind == FileKind.PLAN and not asked.name:
        raise WrongUsage(_("Say which plan: --name NAME."))
    if asked.kind in OF_PEOPLE and not asked.purpose:
        choices = " | ".join(PURPOSES)
        raise WrongUsage(
            _("Say why, for the log: --purpose {choices}").format(choices=choices)
        )
    form = asked.format or ("ics" if asked.kind == "sessions" else "csv")
    target: Path = asked.out or Path(f"{asked.kind}.{form}")
    refuse_existing(target, replaced=asked.replace)
    with given_as(target, form) as written:
        told = _give(asked, written)
    return Answer(
        _("{count} rows are in {file}.").format(count=told.count, file=target),
        {"count": told.count, "file": str(target)},
    )


def _give(asked: argparse.Namespace, target: Path) -> Exported:
    with opened_office(asked) as opened:
        last = date(today(opened.services.office.clock).year + YEARS_AHEAD, 12, 31)
        order = ExportOrder(
            FileKind(asked.kind),
            target,
            Purpose(asked.purpose or Purpose.REVIEW),
            FIRST_DAY,
            last,
            language=language(),
            name=asked.name,
        )
        return opened.services.exchange.export_file.run(opened.actor, order)


def sync(asked: argparse.Namespace) -> Answer:
    """Send and receive once, or write or take a stick file."""
    alone = asked.to is None and asked.taken is None and not asked.follow
    with (opened_for_sync if alone else opened_office)(asked) as opened:
        sync_room, actor = opened.services.sync, opened.actor
        if asked.to is not None:
            written = sync_room.write_stick.run(actor, asked.to)
            return _written(written.ops, asked.to)
        if asked.taken is not None:
            taken = sync_room.read_stick.run(actor, asked.taken, Cancellation())
            return _round_told(taken)
        if asked.follow:
            sync_room.follow_server.run(actor)
        report = sync_room.round.run(actor, Cancellation())
    if report is None:
        return Answer(_("A round is running already."), {"outcome": "running"})
    return _round_told(report)


def _written(count: int, file: Path) -> Answer:
    sentence = _(
        "{count} changes are in {file}. They count as sent when the answer is read."
    )
    return Answer(
        sentence.format(count=count, file=file), {"count": count, "file": str(file)}
    )


def _round_told(report: RoundReport) -> Answer:
    good = report.outcome in (Outcome.DONE, Outcome.NOTHING_TO_DO)
    away = report.outcome in (Outcome.OFFLINE, Outcome.INTERRUPTED)
    code = DONE if good else UNREACHABLE if away else REFUSED
    sentence = _(
        "{outcome} Sent {sent}, received {received}, to decide {conflicts}, set aside "
        "{parked}."
    ).format(
        outcome=_outcome(report.outcome, report.code),
        sent=report.sent,
        received=report.received,
        conflicts=report.conflicts,
        parked=report.parked,
    )
    if report.quarantined:
        kept = _(
            "Not taken by the server: {count}; the page Sync names each and what to do."
        )
        sentence += " " + kept.format(count=report.quarantined)
    if report.parked:
        sentence += " " + _("The page Sync names what is set aside and why.")
    if report.recovered is not None:
        again = _("The shared database had another history; sent again: {count}.")
        sentence += " " + again.format(count=report.recovered.resent)
    facts = {
        "outcome": report.outcome.value,
        "resent": report.recovered.resent if report.recovered else 0,
        "code": report.code,
        "sent": report.sent,
        "received": report.received,
        "conflicts": report.conflicts,
        "parked": report.parked,
        "quarantined": report.quarantined,
    }
    reason = Offline.code if report.outcome is Outcome.OFFLINE else report.code
    if good:  # what a round healed is no reason against it
        reason = ""
    return Answer(sentence, facts, code, reason=reason)


def _outcome(outcome: Outcome, code: str) -> str:
    """Return how a round ended, in words."""
    if code == NotEnrolled.code:
        return _(
            "This desk is not enrolled yet. Nothing was sent; everything is kept here."
        )
    told = {
        Outcome.DONE: _("Sync is done."),
        Outcome.NOTHING_TO_DO: _("There was nothing to sync."),
        Outcome.OFFLINE: _("The shared database could not be reached."),
        Outcome.INTERRUPTED: _("Sync was interrupted."),
        Outcome.REFUSED: _("The shared database refused this desk."),
        Outcome.INCOMPATIBLE: _("Program and shared database do not fit."),
        Outcome.FORKED: _("This desk's history is not that of the shared database."),
    }
    return told[outcome]


def pack(asked: argparse.Namespace) -> Answer:
    """Make a briefing pack and write its PDF."""
    with opened_office(asked) as opened:
        subject = _subject(opened, asked)
        if subject is None:
            return _no_session(opened, asked.session)
        order = PackOrder(*subject, Purpose.MEETING)
        made = opened.services.briefing.make_pack.run(opened.actor, order)
    write_whole(asked.out, made.pdf)
    sentence = _(
        "{pages} pages are in {file}; {missing} parts are still to be written."
    )
    return Answer(
        sentence.format(pages=made.pages, file=asked.out, missing=len(made.missing)),
        {"file": str(asked.out), "pages": made.pages, "missing": len(made.missing)},
    )


def _subject(opened: Opened, asked: argparse.Namespace) -> tuple[PackKind, str] | None:
    """Return what the pack is about; None for a day without a Tongtong Day."""
    if asked.meeting:
        return PackKind.MEETING, asked.meeting
    if asked.visit:
        return PackKind.DONG_VISIT, asked.visit
    if asked.day:
        return PackKind.DAY, asked.day.isoformat()
    day: date = asked.session
    found = next((row for row in _sessions(opened, day) if row.held_on == day), None)
    return None if found is None else (PackKind.SESSION, found.session_id)


def _sessions(opened: Opened, first: date) -> list[SessionRow]:
    """Return the sessions of a year from a day on that were not called off."""
    last = first + timedelta(days=DAYS_A_YEAR)
    rows = opened.services.meetings.sessions_of.run(opened.actor, first, last)
    return [
        row
        for row in rows
        if row.held_on >= first and row.state is not SessionState.CANCELLED
    ]


def _no_session(opened: Opened, day: date) -> Answer:
    """Say that the day has none, and which is the next that stands."""
    standing = (row for row in _sessions(opened, day) if not row.needs_decision)
    coming = next((row.held_on.isoformat() for row in standing), "")
    what = _("There is no Tongtong Day on {day}, and no pack was made.")
    todo = _("The next one is this: --session {coming}")
    lines = [what.format(day=day), *([todo.format(coming=coming)] if coming else ())]
    facts = {"refused": NotFound.code, "kind": "session_day", "next": coming}
    return Answer("\n".join(lines), facts, REFUSED)
