"""Reports of the evening: the day's situation and the receipt of the exchange."""

from collections.abc import Iterator

from services.briefing import wording
from services.briefing.paper import (
    Align,
    Block,
    Column,
    Fact,
    Facts,
    Grid,
    Heading,
    Line,
    Title,
)
from services.briefing.sheet_values import DayReport, SyncReceipt
from services.briefing.values import Letterhead
from services.core.texts import gettext as _
from services.core.texts import language, pgettext
from services.korean.dates import instant_text

_DIGEST_GROUP = 32


def report_blocks(report: DayReport, letterhead: Letterhead) -> tuple[Block, ...]:
    """Return the daily situation report."""
    blocks: list[Block] = [
        Title(_("Daily situation report"), wording.byline(report.day, letterhead)),
        Heading(_("The day in numbers")),
        _numbers(report),
        Heading(pgettext("paper", "Still open")),
    ]
    if report.open_items:
        columns = (
            Column(pgettext("paper", "Content"), 75),
            Column(pgettext("paper", "Cases"), 25, Align.RIGHT),
        )
        rows = tuple((one.what, wording.number(one.count)) for one in report.open_items)
        blocks.append(Grid(columns, rows, wording.unit(pgettext("unit", "cases"))))
    else:
        blocks.append(Line(_("Nothing is left open."), mark="○"))
    if report.remark.strip():
        blocks += [Heading(pgettext("paper", "Remark")), Line(report.remark, mark="○")]
    return tuple(blocks)


def _numbers(report: DayReport) -> Grid:
    columns = (
        Column(pgettext("paper", "Category"), 75),
        Column(pgettext("paper", "Cases"), 25, Align.RIGHT),
    )
    groups = _("of these groups ({people})").format(
        people=wording.people(report.group_people)
    )
    rows = (
        (pgettext("paper", "Visits"), wording.number(report.visits)),
        (f"- {groups}", wording.number(report.groups)),
        (_("Petitions received"), wording.number(report.received)),
        (_("Petitions transferred"), wording.number(report.transferred)),
        (_("Petitions due soon"), wording.number(report.due_soon)),
        (_("Meetings tomorrow"), wording.number(report.meetings_tomorrow)),
    )
    return Grid(columns, rows, wording.unit(pgettext("unit", "cases")))


def receipt_blocks(receipt: SyncReceipt) -> tuple[Block, ...]:
    """Return the receipt of an exchange with the shared database, to be signed."""
    return (
        Title(_("Sync receipt"), instant_text(receipt.at, language())),
        Facts(
            (
                Fact(pgettext("paper", "Desk"), receipt.desk),
                Fact(pgettext("paper", "Sent"), wording.changes(receipt.sent)),
                Fact(pgettext("sync", "Received"), wording.changes(receipt.received)),
                Fact(_("Still to be sent"), wording.changes(receipt.waiting)),
                Fact(_("Clashes to decide"), wording.cases(receipt.undecided)),
                *_set_right(receipt),
                Fact(pgettext("paper", "Read up to"), wording.number(receipt.place)),
                Fact(pgettext("paper", "Fingerprint"), _grouped(receipt.chain_tip)),
            )
        ),
        *(Line(remark, mark="※") for remark in receipt.remarks),
        Heading(_("Clashes decided")),
        *_decided(receipt),
        Heading(pgettext("paper", "Checked by")),
        Grid(
            (
                Column(pgettext("paper", "Name"), 50),
                Column(pgettext("paper", "Signature"), 50),
            ),
            (("", ""), ("", "")),
            blank=True,
        ),
    )


def _set_right(receipt: SyncReceipt) -> tuple[Fact, ...]:
    """Return what a comparison with the server set right, if anything."""
    found = receipt.repaired + receipt.mended
    return (Fact(_("Differences set right"), wording.cases(found)),) if found else ()


def _grouped(digest: str) -> str:
    """Return a fingerprint in halves of one line each, for reading it out."""
    starts = range(0, len(digest), _DIGEST_GROUP)
    return " ".join(digest[at : at + _DIGEST_GROUP] for at in starts)


def _decided(receipt: SyncReceipt) -> Iterator[Block]:
    if not receipt.decided:
        yield Line(_("No clash was decided."), mark="○")
        return
    columns = (
        Column(pgettext("paper", "Content"), 50),
        Column(pgettext("paper", "Decision"), 25),
        Column(pgettext("paper", "Decided by"), 25, Align.CENTRE),
    )
    rows = tuple((one.what, one.verdict, one.decided_by) for one in receipt.decided)
    yield Grid(columns, rows)
