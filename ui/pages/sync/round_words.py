"""How the desk stands and how a round ended, in words."""

from services.core.clock import local
from services.core.texts import gettext as _
from services.core.texts import language
from services.korean.dates import date_text, time_text
from services.sync.conversation import DIFFERED, RoundReport
from services.sync.gateway import NotEnrolled
from services.sync.schedule import Outcome
from services.sync.status import RunRow, SyncStanding
from ui import sync_causes


def standing_text(standing: SyncStanding) -> str:
    """Return how the desk stands, in quiet words."""
    if not standing.enrolled:
        first = _("This desk is not enrolled yet. Everything is kept here until it is.")
    elif standing.last_done_at is None:
        first = _("Not synced yet.")
    else:
        at = local(standing.last_done_at)
        first = _("Last synced {day} {time}.").format(
            day=date_text(at.date(), language()), time=time_text(at)
        )
    lines = [
        first,
        _("To send {send} · to decide {decide} · set aside {parked}").format(
            send=standing.to_send, decide=standing.to_decide, parked=standing.parked
        ),
        _("Desk {label}").format(label=standing.label),
    ]
    last = next((run for run in standing.runs if run.code == DIFFERED), None)
    if last is not None:
        lines.append(f"{when(last)}  {result_text(last)}")
    if standing.certificate_ends is not None:
        told = (
            _(
                "The certificate of this desk ended on {day}. Ask the IT office for a "
                "new one; Ctrl+N takes it."
            )
            if standing.certificate_over
            else _(
                "The certificate of this desk ends on {day}. Ask the IT office for a "
                "new one; Ctrl+N takes it."
            )
        )
        day = date_text(standing.certificate_ends, language())
        lines.append(told.format(day=day))
    if standing.halted:
        lines.append(sync_causes.stopped(standing.halted))
    return "\n".join(lines)


def report_text(report: RoundReport) -> str:
    """Return how a round ended."""
    if report.code == DIFFERED:
        return proof_text(report.repaired, report.mended)
    if report.outcome in (Outcome.DONE, Outcome.NOTHING_TO_DO):
        told = _("Synced: sent {sent}, received {received}, to decide {count}.").format(
            sent=report.sent, received=report.received, count=report.conflicts
        )
        if report.quarantined:
            more = _("Not taken by the server: {count}; they stand in the list below.")
            told = f"{told} {more.format(count=report.quarantined)}"
        return f"{sync_causes.healed(report.code)} {told}".strip()
    return outcome_word(report.outcome, report.code)


def proof_text(repaired: int, mended: int) -> str:
    """Return what a comparison with the server came to where it found a difference."""
    if not repaired and not mended:
        return _(
            "! This desk and the server hold something different that could not be "
            "set right. Tell the IT office."
        )
    return _(
        "! A difference was found and set right: {repaired} here, {mended} on the server"
    ).format(repaired=repaired, mended=mended)


def result_text(row: RunRow) -> str:
    """Return how a round of the past ended."""
    if row.code == DIFFERED:
        return proof_text(row.repaired, row.mended)
    return outcome_word(row.outcome, row.code)


def outcome_word(outcome: Outcome, code: str = "") -> str:
    """Return an outcome in words; offline is no fault."""
    if code == NotEnrolled.code:
        return _(
            "This desk is not enrolled yet. Nothing was sent; everything is kept here."
        )
    return {
        Outcome.DONE: _("✓ done"),
        Outcome.NOTHING_TO_DO: _("✓ nothing to do"),
        Outcome.OFFLINE: _("Not connected. Everything is kept; go on working."),
        Outcome.INTERRUPTED: _("Stopped. Nothing is lost; the rest goes next time."),
        Outcome.REFUSED: _("The server refused this desk. Tell the IT office."),
        Outcome.INCOMPATIBLE: _(
            "The server needs another version. Tell the IT office."
        ),
        Outcome.FORKED: _("This desk and the server differ. Tell the IT office."),
    }[outcome]


def when(row: RunRow) -> str:
    """Return when a round began."""
    at = local(row.began_at)
    return f"{date_text(at.date(), language())} {time_text(at)}"
