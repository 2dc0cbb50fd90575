"""Sheets for hand and wall: security's sheet, joint signatures, attendance."""

from services.briefing import wording
from services.briefing.paper import (
    Align,
    Banner,
    Block,
    Column,
    Fact,
    Facts,
    Grid,
    Line,
    Title,
)
from services.briefing.sheet_values import (
    AttendanceSheet,
    SecuritySheet,
    SignatureSheet,
)
from services.core.texts import gettext as _
from services.core.texts import language, pgettext
from services.korean.dates import instant_text


def security_blocks(sheet: SecuritySheet) -> tuple[Block, ...]:
    """Return what security reads from across a table; no name, no matter."""
    come = wording.people(sheet.come)
    waiting = max(sheet.come - sheet.admitted, 0)
    facts = [
        Fact(pgettext("paper", "Time"), instant_text(sheet.sent_at, language())),
        Fact(pgettext("paper", "Place"), sheet.place),
        Fact(pgettext("paper", "Let in"), wording.people(sheet.admitted)),
        Fact(pgettext("paper", "Waiting"), wording.people(waiting)),
    ]
    if sheet.waiting_place:
        facts.append(Fact(pgettext("paper", "Waiting place"), sheet.waiting_place))
    if sheet.room_limit:
        facts.append(
            Fact(pgettext("paper", "Room takes"), wording.people(sheet.room_limit))
        )
    facts.append(Fact(pgettext("paper", "Told to"), sheet.recipient))
    level = wording.severity(sheet.severity)
    return (
        Title(_("Notice to building security")),
        Banner(f"{level} · {come}"),
        Facts(tuple(facts)),
        Line(_("This sheet holds no personal data."), mark="※"),
    )


def signature_blocks(sheet: SignatureSheet) -> tuple[Block, ...]:
    """Return a blank joint-signature list.  Source: 민원 처리에 관한 법률 시행규칙."""
    columns = (
        Column(pgettext("paper", "No."), 8, Align.CENTRE),
        Column(pgettext("paper", "Name"), 20),
        Column(pgettext("paper", "Address"), 48),
        Column(pgettext("paper", "Signature"), 24),
    )
    rows = tuple((str(at), "", "", "") for at in range(1, sheet.rows + 1))
    matter = _("Matter: ______________________________")
    if sheet.matter:
        matter = _("Matter: {matter}").format(matter=sheet.matter)
    return (
        Title(_("Joint-signature list")),
        Line(matter, level=1),
        Line(_("Write your name yourself. Do not write a resident number."), mark="※"),
        Grid(columns, rows, blank=True),
    )


def attendance_blocks(sheet: AttendanceSheet) -> tuple[Block, ...]:
    """Return an attendance list with the expected first and empty lines after."""
    columns = (
        Column(pgettext("paper", "No."), 8, Align.CENTRE),
        Column(_("Title, affiliation"), 40),
        Column(pgettext("paper", "Name"), 26),
        Column(pgettext("paper", "Signature"), 26),
    )
    known = (*sheet.expected, *("",) * sheet.empty)
    rows = tuple((str(at), title, "", "") for at, title in enumerate(known, start=1))
    place = f" / {sheet.place}" if sheet.place else ""
    return (
        Title(_("Attendance list"), f"{wording.day_text(sheet.day)}{place}"),
        Line(sheet.title, level=1, mark="○"),
        Grid(columns, rows, blank=True),
    )
