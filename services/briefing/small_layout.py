"""Turns a small paper into a sheet."""

from typing import assert_never

from services.briefing import wording
from services.briefing.form_layout import (
    attendance_blocks,
    security_blocks,
    signature_blocks,
)
from services.briefing.paper import Block, Edges, Print, Section, Sheet, ended
from services.briefing.report_layout import receipt_blocks, report_blocks
from services.briefing.sheet_values import (
    AttendanceSheet,
    DayReport,
    SecuritySheet,
    SignatureSheet,
    SmallPaper,
    SyncReceipt,
)
from services.briefing.values import Letterhead, Stamp
from services.core.texts import gettext as _
from services.core.texts import language, pgettext

# Forms to be filled in by hand bear no end mark.
_WITH_END = (DayReport, SyncReceipt)


def small_sheet(values: SmallPaper, letterhead: Letterhead, stamp: Stamp) -> Sheet:
    """Return the sheet of a small paper, in the language in use."""
    title, blocks = _parts(values, letterhead)
    sections = (Section("paper", title, blocks),)
    return Sheet(
        title=title,
        team=letterhead.team,
        language=language(),
        made_at=stamp.made_at,
        edges=_edges(values, stamp),
        sections=ended(sections) if isinstance(values, _WITH_END) else sections,
        print=Print.HUGE if isinstance(values, SecuritySheet) else Print.NORMAL,
    )


def _edges(values: SmallPaper, stamp: Stamp) -> Edges:
    internal = isinstance(values, DayReport | SyncReceipt | SecuritySheet)
    return wording.edges(stamp, pgettext("paper", "Internal use") if internal else "")


def _parts(values: SmallPaper, letterhead: Letterhead) -> tuple[str, tuple[Block, ...]]:
    match values:
        case SecuritySheet():
            return _("Notice to building security"), security_blocks(values)
        case SignatureSheet():
            return _("Joint-signature list"), signature_blocks(values)
        case AttendanceSheet():
            return _("Attendance list"), attendance_blocks(values)
        case DayReport():
            return _("Daily situation report"), report_blocks(values, letterhead)
        case SyncReceipt():
            return _("Sync receipt"), receipt_blocks(values)
        case _:
            assert_never(values)
