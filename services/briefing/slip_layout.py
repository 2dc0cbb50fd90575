"""The receipt slip: A5, or A4 with 24-point letters for weak eyes.

Source: 민원 처리에 관한 법률 시행령 §6 ②, ④ (what it says), 행정업무규정 시행규칙 §24 ② (large).
"""

from services.briefing import wording
from services.briefing.paper import (
    Banner,
    Block,
    Edges,
    Fact,
    Facts,
    Heading,
    Issuer,
    Line,
    Paper,
    Print,
    Section,
    Sheet,
    Title,
)
from services.briefing.values import Letterhead, Stamp
from services.core import texts
from services.core.texts import gettext as _
from services.core.texts import pgettext
from services.petitions.slip_values import SlipOfficer, SlipValues

SLIP = "slip"


def slip_sheet(slip: SlipValues, letterhead: Letterhead, stamp: Stamp) -> Sheet:
    """Return the sheet of a slip, in the slip's own language."""
    with texts.using(slip.language):
        blocks = (
            _large(slip, letterhead) if slip.large_print else _small(slip, letterhead)
        )
        title = _("Receipt slip {receipt}").format(receipt=slip.receipt)
        return Sheet(
            title=title,
            team=letterhead.team,
            language=slip.language,
            made_at=stamp.made_at,
            edges=_edges(stamp),
            sections=(Section(SLIP, title, blocks),),
            paper=Paper.A4 if slip.large_print else Paper.A5,
            print=Print.HUGE if slip.large_print else Print.SMALL,
            one_page=True,  # it is handed over as one sheet, however long its title
        )


def _edges(stamp: Stamp) -> Edges:
    return wording.edges(stamp, "")


def _small(slip: SlipValues, letterhead: Letterhead) -> tuple[Block, ...]:
    return (
        Title(pgettext("paper", "Receipt slip")),
        Banner(slip.receipt),
        Facts(tuple(_facts(slip))),
        Heading(_("What you should know")),
        Line(_("Documents: {text}").format(text=slip.papers), mark="○"),
        Line(_("How it is handled: {text}").format(text=slip.procedure), mark="○"),
        Line(_("How long it takes: {text}").format(text=slip.duration), mark="○"),
        Line(_("Visit to the place: {text}").format(text=slip.survey), mark="○"),
        Issuer(letterhead.agency or letterhead.team),
    )


def _large(slip: SlipValues, letterhead: Letterhead) -> tuple[Block, ...]:
    """Return lines instead of a table: 24 points leave no room for columns."""
    lines = [
        Line(f"{fact.label}: {fact.value or '-'}", level=1, mark="○")
        for fact in _facts(slip)
    ]
    return (
        Title(pgettext("paper", "Receipt slip")),
        Banner(slip.receipt),
        *lines,
        Heading(_("What you should know")),
        Line(_("Documents: {text}").format(text=slip.papers), 1, "○"),
        Line(_("How it is handled: {text}").format(text=slip.procedure), 1, "○"),
        Line(_("How long it takes: {text}").format(text=slip.duration), 1, "○"),
        Line(_("Visit to the place: {text}").format(text=slip.survey), 1, "○"),
        Issuer(letterhead.agency or letterhead.team),
    )


def _facts(slip: SlipValues) -> list[Fact]:
    facts = [
        Fact(pgettext("paper", "Received at"), slip.received_text),
        Fact(pgettext("paper", "Petition"), slip.title),
        Fact(pgettext("paper", "Petitioner"), slip.petitioner),
        Fact(_("Department in charge"), slip.department),
        Fact(pgettext("paper", "Expected by"), slip.due_text),
    ]
    officer = _officer(slip.officer)
    if officer != slip.enquiry:
        facts.append(Fact(pgettext("paper", "Received by"), officer))
        facts.append(Fact(pgettext("paper", "Enquiries"), slip.enquiry))
    else:
        facts.append(Fact(_("Received by, enquiries"), officer))
    if slip.city_number:
        facts.append(Fact(_("City's number"), slip.city_number))
    return facts


def _officer(officer: SlipOfficer) -> str:
    known = (officer.department, officer.name, officer.telephone)
    return " ".join(part for part in known if part)
