"""The pack of a 통통 Day: cover with timetable, list of cases, then each case."""

from collections.abc import Iterator
from datetime import time

from services.briefing import wording
from services.briefing.case_layout import case_blocks, needed, who_text
from services.briefing.paper import (
    Align,
    Block,
    Column,
    Fact,
    Facts,
    Grid,
    Heading,
    Line,
    Section,
    Title,
)
from services.briefing.timetable import MINUTES_AN_HOUR, minute
from services.briefing.values import Case, MeetingPack, Part, SessionPack
from services.core.texts import gettext as _
from services.core.texts import pgettext
from services.korean.dates import in_seoul, time_range

COVER, INDEX, CASE = "cover", "index", "case"
LAST_MINUTE = 24 * MINUTES_AN_HOUR - 1
_TimeRow = tuple[str, str, str, str]


def session_title(pack: SessionPack) -> str:
    """Return the title of the pack."""
    return _("{name}: meetings with citizens").format(name=pack.name)


def session_sections(pack: SessionPack) -> tuple[Section, ...]:
    """Return the sections of a session's pack in order."""
    cover = Section(COVER, _("Cover and timetable"), _cover(pack))
    if not pack.cases:
        return (cover,)
    index = Section(INDEX, _("List of meetings"), _index(pack))
    return (cover, index, *_cases(pack))


def meeting_sections(pack: MeetingPack) -> tuple[Section, ...]:
    """Return the one section of a meeting's pack."""
    return (_case_section(pack.case, ""),)


def case_key(case: Case) -> str:
    """Return the key of a case's section."""
    return f"{CASE}:{case.meeting_id}"


def _case_section(case: Case, place: str) -> Section:
    title = f"{place}. {case.title}" if place else case.title
    return Section(case_key(case), title, case_blocks(case, place))


def _cases(pack: SessionPack) -> Iterator[Section]:
    for at, case in enumerate(pack.cases, start=1):
        place = _("Meeting {place} of {count}").format(place=at, count=len(pack.cases))
        yield _case_section(case, place)


def _cover(pack: SessionPack) -> tuple[Block, ...]:
    last = _time_of(minute(pack.starts_at) + pack.minutes)
    coming = sum(case.people for case in pack.cases)
    count = f"{wording.cases(len(pack.cases))} ({wording.people(coming)})"
    facts = [
        Fact(wording.part(Part.DAY), wording.span_text(pack.day, pack.starts_at, last)),
        needed(wording.part(Part.PLACE), pack.room),
        needed(wording.part(Part.HOST), pack.host),
        Fact(pgettext("paper", "Meetings"), count),
    ]
    if pack.reason:
        facts.append(Fact(pgettext("paper", "Remark"), pack.reason))
    made = in_seoul(pack.head.stamp.made_at).date()
    blocks: list[Block] = [
        Title(session_title(pack), wording.byline(made, pack.head.letterhead)),
        Heading(pgettext("paper", "Outline")),
        Facts(tuple(facts)),
        Heading(wording.part(Part.PROGRAMME)),
    ]
    if not pack.cases:
        return (*blocks, Line(_("No meeting has been placed."), mark="○"))
    return (*blocks, _timetable(pack))


def _timetable(pack: SessionPack) -> Grid:
    stretches = list(_stretches(pack))
    rows = [row for row, _minutes in stretches]
    whole = sum(minutes for _row, minutes in stretches)
    used = sum(case.minutes for case in pack.cases)
    parts = _("meetings: {used}, free: {free}").format(
        used=wording.minutes(used), free=wording.minutes(whole - used)
    )
    planned = _("planned: {minutes}").format(minutes=wording.minutes(pack.minutes))
    total = wording.minutes(whole)  # of the rows above it, as a reader adds them up
    rows.append((pgettext("paper", "Total"), total, parts, planned))
    columns = (
        Column(pgettext("paper", "Time"), 20, Align.CENTRE),
        Column(pgettext("paper", "Minutes"), 14, Align.RIGHT),
        Column(pgettext("paper", "Content"), 44),
        Column(_("Place, remark"), 22),
    )
    return Grid(columns, tuple(rows), total=True)


def _stretches(pack: SessionPack) -> Iterator[tuple[_TimeRow, int]]:
    """Yield a row and its minutes for each case and each free stretch between."""
    at = minute(pack.starts_at)
    end = at + pack.minutes
    for case in pack.cases:
        begin = minute(case.starts_at)
        if begin > at:
            yield _free(at, begin)
        span = time_range(case.starts_at, case.ends_at)
        row = (span, wording.minutes(case.minutes), case.title, case.department)
        yield row, case.minutes
        at = max(at, minute(case.ends_at))
    if at < end:
        yield _free(at, end)


def _free(first: int, last: int) -> tuple[_TimeRow, int]:
    span = time_range(_time_of(first), _time_of(last))
    return (span, wording.minutes(last - first), _("(free)"), ""), last - first


def _time_of(at: int) -> time:
    hour, past = divmod(min(at, LAST_MINUTE), MINUTES_AN_HOUR)
    return time(hour, past)


def _index(pack: SessionPack) -> tuple[Block, ...]:
    columns = (
        Column(pgettext("paper", "No."), 8, Align.RIGHT),
        Column(pgettext("paper", "Time"), 16, Align.CENTRE),
        Column(pgettext("paper", "Applicant"), 18),
        Column(pgettext("paper", "Topic"), 21),
        Column(pgettext("paper", "Dept."), 15),
        Column(pgettext("paper", "Host"), 10, Align.CENTRE),
        Column(pgettext("paper", "Place"), 12, Align.CENTRE),
    )
    rows = tuple(_index_row(at, case) for at, case in enumerate(pack.cases, start=1))
    coming = wording.people(sum(case.people for case in pack.cases))
    return (
        Title(_("List of meetings"), wording.day_text(pack.day)),
        Grid(columns, rows, unit=_("({cases}, {people})").format(
            cases=wording.cases(len(pack.cases)), people=coming
        )),
    )  # fmt: skip


def _index_row(at: int, case: Case) -> tuple[str, ...]:
    span = time_range(case.starts_at, case.ends_at)
    return (
        str(at),
        span,
        who_text(case),
        case.title,
        case.department,
        case.host,
        case.room,
    )
