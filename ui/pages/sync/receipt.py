"""The sync receipt of the day, as it is printed and signed."""

from collections.abc import Sequence
from datetime import date, datetime

from services.briefing.sheet_values import DecidedClash, SyncReceipt
from services.core.clock import local
from services.core.texts import gettext as _
from services.sync.decided import DecidedRow
from services.sync.status import RunRow, SyncStanding
from ui import record_words, sync_causes


def receipt_of(
    standing: SyncStanding, decided: tuple[DecidedRow, ...], now: datetime
) -> SyncReceipt:
    """Return the receipt of today's rounds; the paper names no citizen."""
    day = local(now).date()
    runs = [run for run in standing.runs if _day(run.began_at) == day]
    return SyncReceipt(
        desk=standing.label,
        at=now,
        sent=sum(run.sent for run in runs),
        received=sum(run.received for run in runs),
        waiting=standing.to_send,
        undecided=standing.to_decide,
        place=standing.place,
        chain_tip=standing.tip,
        repaired=sum(run.repaired for run in runs),
        mended=sum(run.mended for run in runs),
        decided=tuple(
            DecidedClash(_what(row), _("decided here"), row.user_name)
            for row in decided
        ),
        remarks=_remarks(runs),
    )


def _remarks(runs: Sequence[RunRow]) -> tuple[str, ...]:
    """Return what today's rounds had to set right first, each thing once."""
    told = (sync_causes.healed(run.code) for run in runs)
    return tuple(dict.fromkeys(words for words in told if words))


def _day(at: datetime) -> date:
    return local(at).date()


def _what(row: DecidedRow) -> str:
    about = record_words.record(row.table)
    if row.name.startswith("$"):
        return about
    return f"{about} · {record_words.field(row.name)}"
