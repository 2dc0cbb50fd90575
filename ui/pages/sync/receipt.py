"""The sync receipt of the day, as it is printed and signed."""

from datetime import datetime

from services.briefing.sheet_values import DecidedClash, SyncReceipt
from services.core.texts import gettext as _
from services.sync.day_sums import DaySums
from services.sync.decide import Choice
from services.sync.decided import DecidedRow
from services.sync.status import SyncStanding
from ui import sync_causes
from ui.pages.sync.clash_words import clash


def receipt_of(
    standing: SyncStanding,
    sums: DaySums,
    decided: tuple[DecidedRow, ...],
    now: datetime,
) -> SyncReceipt:
    """Return the receipt of a day's rounds; a citizen's name is masked on it."""
    return SyncReceipt(
        desk=standing.label,
        at=now,
        sent=sums.sent,
        received=sums.received,
        waiting=standing.to_send,
        undecided=standing.to_decide,
        place=standing.place,
        chain_tip=standing.tip,
        repaired=sums.repaired,
        mended=sums.mended,
        decided=tuple(
            DecidedClash(
                clash(row.table, row.label, row.name),
                _verdict(row.choice),
                row.user_name,
            )
            for row in decided
        ),
        remarks=_remarks(sums.codes),
    )


def _verdict(choice: Choice) -> str:
    return {
        Choice.KEEP: _("kept what stood"),
        Choice.TAKE: _("took the other one"),
        Choice.WRITE: _("wrote another"),
    }[choice]


def _remarks(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the rounds had to set right first, each thing once."""
    told = (sync_causes.healed(code) for code in codes)
    return tuple(dict.fromkeys(words for words in told if words))
