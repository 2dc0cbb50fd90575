"""The pack of a dong visit, in the order that offices use.

Source: custom of Korean city offices, 동방문 보고자료 (handbook: document conventions).
"""

from collections.abc import Iterator
from itertools import groupby

from models.values import AttendeeCategory
from services.briefing import wording
from services.briefing.case_layout import missing_line, needed, text_lines
from services.briefing.dong_issue import issue_blocks, question_blocks
from services.briefing.marks import number
from services.briefing.paper import (
    Align,
    Block,
    Column,
    Cover,
    Fact,
    Facts,
    Grid,
    Heading,
    Line,
    Section,
    Speech,
    Title,
    Tone,
)
from services.briefing.timetable import check
from services.briefing.values import AttendeeLine, DongPack, Part
from services.core.texts import gettext as _
from services.core.texts import language, pgettext

COVER, OVERVIEW, ATTENDEES, STATE = "cover", "overview", "attendees", "state"
ISSUE, PAST, QUESTIONS, SPEECH, ADMIN = "issue", "past", "questions", "speech", "admin"
_SQUARE_METRES_A_KM2 = 1_000_000
_HUNDREDTHS = 100


def dong_title(pack: DongPack) -> str:
    """Return the title of the pack."""
    return _("Visit to {dong}: briefing").format(dong=pack.dong.name)


def dong_sections(pack: DongPack) -> tuple[Section, ...]:
    """Return the sections of a visit's pack in order."""
    return (
        Section(COVER, pgettext("paper", "Cover"), (_cover(pack),)),
        Section(OVERVIEW, _("Outline and timetable"), tuple(_overview(pack))),
        Section(ATTENDEES, _("List of attendees"), tuple(_attendees(pack))),
        Section(STATE, _("General state of the dong"), tuple(_state(pack))),
        # What was promised here last time comes before what is asked now.
        Section(PAST, _("Earlier proposals"), tuple(_past()), own_page=False),
        *_issues(pack),
        Section(QUESTIONS, _("Expected proposals and answers"), question_blocks(pack)),
        Section(SPEECH, pgettext("speech", "Address"), tuple(_speech(pack))),
        Section(ADMIN, pgettext("paper", "Arrangements"), tuple(_admin(pack))),
    )


def _cover(pack: DongPack) -> Cover:
    lines = [pack.head.letterhead.agency]
    if pack.day is not None:
        lines.insert(0, wording.day_text(pack.day))
    if pack.department:
        lines.append(_("Lead department: {name}").format(name=pack.department))
    lines.append(_("Copy no. ______"))
    return Cover(dong_title(pack), tuple(line for line in lines if line))


def _overview(pack: DongPack) -> Iterator[Block]:
    yield Title(_("Outline of the visit"))
    yield Facts(
        (
            needed(wording.part(Part.DAY), _when(pack)),
            needed(wording.part(Part.PLACE), pack.place),
            needed(wording.part(Part.PURPOSE), pack.purpose),
            Fact(pgettext("paper", "Attendees"), _coming(pack)),
            Fact(pgettext("paper", "Lead department"), pack.department),
            Fact(pgettext("paper", "Route"), pack.route),
            Fact(_("If it rains"), pack.rain_plan),
        )
    )
    yield Heading(wording.part(Part.PROGRAMME))
    if not pack.programme:
        yield missing_line()
        return
    yield from _timetable(pack)


def _when(pack: DongPack) -> str:
    if pack.day is None:
        return ""
    if pack.starts_at is None or pack.ends_at is None:
        return wording.day_text(pack.day)
    return wording.span_text(pack.day, pack.starts_at, pack.ends_at)


def _coming(pack: DongPack) -> str:
    def count(category: AttendeeCategory) -> int:
        return sum(one.category is category for one in pack.attendees)

    staff, council = count(AttendeeCategory.CITY), count(AttendeeCategory.COUNCIL)
    told = _("city {city}, residents {residents}")
    if council:
        told = _("city {city}, council {council}, residents {residents}")
    return told.format(
        city=wording.people(staff),
        council=wording.people(council),
        residents=wording.people(len(pack.attendees) - staff - council),
    )


def _timetable(pack: DongPack) -> Iterator[Block]:
    checked = check(pack.programme, pack.starts_at, pack.ends_at)
    rows = [
        (
            wording.clock(line.starts_at),
            wording.minutes(line.minutes),
            line.title,
            line.place,
        )
        for line in pack.programme
    ]
    total = wording.minutes(checked.total_minutes)
    planned = ""
    if checked.span_minutes is not None:
        planned = _("planned: {minutes}").format(
            minutes=wording.minutes(checked.span_minutes)
        )
    columns = (
        Column(pgettext("paper", "Time"), 13, Align.CENTRE),
        Column(pgettext("paper", "Minutes"), 13, Align.RIGHT),
        Column(pgettext("paper", "Content"), 44),
        Column(_("Place, remark"), 30),
    )
    sum_row = (pgettext("paper", "Total"), total, planned, "")
    yield Grid(columns, (*rows, sum_row), total=True)
    for fault in checked.faults:
        text = _("To check: {fault}").format(fault=wording.time_fault(fault))
        yield Line(text, mark="※", tone=Tone.MISSING)


def _attendees(pack: DongPack) -> Iterator[Block]:
    yield Title(_("List of attendees"), _coming(pack))
    if not pack.attendees:
        yield missing_line()
        return
    columns = (
        Column(pgettext("paper", "No."), 8, Align.RIGHT),
        Column(pgettext("paper", "Category"), 20, Align.CENTRE),
        Column(_("Title, affiliation"), 36),
        Column(pgettext("paper", "Name"), 18, Align.CENTRE),
        Column(pgettext("paper", "Seat"), 18, Align.CENTRE),
    )
    rows = tuple(
        (
            str(at),
            wording.attendee_category(one.category),
            one.title,
            one.name,
            one.seat,
        )
        for at, one in enumerate(pack.attendees, start=1)
    )
    unit = wording.unit(pgettext("unit", "people"))
    yield Grid(_sum_columns(), _sum_rows(pack.attendees), unit=unit, total=True)
    yield Grid(columns, rows)


def _sum_columns() -> tuple[Column, ...]:
    return (
        Column(pgettext("paper", "Category"), 70, Align.CENTRE),
        Column(pgettext("paper", "People"), 30, Align.RIGHT),
    )


def _sum_rows(attendees: tuple[AttendeeLine, ...]) -> tuple[tuple[str, str], ...]:
    order = list(AttendeeCategory)
    by_category = sorted(attendees, key=lambda one: order.index(one.category))
    groups = groupby(by_category, key=lambda one: one.category)
    rows = [
        (wording.attendee_category(category), wording.number(len(list(some))))
        for category, some in groups
    ]
    total = (pgettext("paper", "Total"), wording.number(len(attendees)))
    return (*rows, total)


def _state(pack: DongPack) -> Iterator[Block]:
    dong = pack.dong
    yield Title(_("General state of {dong}").format(dong=dong.name))
    yield Facts(
        (
            Fact(pgettext("paper", "District"), dong.district),
            Fact(pgettext("paper", "Area"), _area(dong.area_m2)),
            Fact(pgettext("paper", "Households"), _known(dong.households)),
            Fact(_("Natural villages"), _known(dong.natural_villages)),
            Fact(_("Places to watch"), dong.hot_spot),
        )
    )
    if dong.summary.strip():
        yield from text_lines(dong.summary)


def _known(count: int) -> str:
    return wording.number(count) if count else ""


def _area(square_metres: int) -> str:
    if not square_metres:
        return ""
    hundredths = round(square_metres * _HUNDREDTHS / _SQUARE_METRES_A_KM2)
    whole, rest = divmod(hundredths, _HUNDREDTHS)
    return f"{whole:,}.{rest:02}㎢"


def _issues(pack: DongPack) -> Iterator[Section]:
    for at, issue in enumerate(pack.issues, start=1):
        blocks = issue_blocks(issue, at, len(pack.issues))
        title = _("Pending issue {place}: {title}").format(place=at, title=issue.title)
        yield Section(f"{ISSUE}:{issue.id}", title, blocks)


def _past() -> Iterator[Block]:
    yield Heading(_("Earlier proposals and what became of them"))
    yield Line(_("No earlier proposal is on record."), mark="○")


def _speech(pack: DongPack) -> Iterator[Block]:
    yield Title(pgettext("speech", "Address"), pack.dong.name)
    paragraphs = [one.strip() for one in pack.remarks.splitlines() if one.strip()]
    if not paragraphs:
        yield missing_line()
    for one in paragraphs:
        yield Speech(one)


def _admin(pack: DongPack) -> Iterator[Block]:
    yield Title(pgettext("paper", "Arrangements"))
    yield from text_lines(pack.preparations)
    attached = [_("Timetable, 1 copy."), _("List of attendees, 1 copy.")]
    if pack.issues:
        attached.append(_("Pending issues, 1 copy."))
    yield Heading(pgettext("paper", "Attached"), mark="")
    for at, text in enumerate(attached, start=1):
        yield Line(text, mark=number(1, at, language()))
