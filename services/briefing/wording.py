"""The words of paper for states, parts, purposes and lengths, in the language in use."""

from datetime import date, time

from models.values import (
    AttendeeCategory,
    MeetingKind,
    MeetingState,
    PackKind,
    Purpose,
    Severity,
    Verdict,
)
from services.briefing.paper import Edges
from services.briefing.timetable import TimeFault, TimeFaultKind
from services.briefing.values import HistoryKind, Letterhead, PackHead, Part, Stamp
from services.core.texts import gettext as _
from services.core.texts import language, ngettext, pgettext
from services.korean.dates import (
    KOREAN,
    date_short,
    date_text,
    instant_text,
    time_range,
    time_text,
)
from services.korean.money import LARGEST_WON, document_amount

TO_WRITE_LEVEL = 2
THOUSAND = 1000


def to_write() -> str:
    """Return what stands where somebody still has to write."""
    return _("(to be written)")


def none_text() -> str:
    """Return what stands where there is nothing to say."""
    return pgettext("paper", "None")


def minutes(count: int) -> str:
    """Return a length of time."""
    return ngettext("{count} min", "{count} min", count).format(count=count)


def people(count: int) -> str:
    """Return a number of people."""
    return ngettext("{count} person", "{count} people", count).format(
        count=number(count)
    )


def cases(count: int) -> str:
    """Return a number of cases."""
    return ngettext("{count} case", "{count} cases", count).format(count=number(count))


def changes(count: int) -> str:
    """Return a number of changes."""
    return ngettext("{count} change", "{count} changes", count).format(
        count=number(count)
    )


def number(count: int) -> str:
    """Return a number with thousands apart."""
    return f"{count:,}"


def unit(name: str) -> str:
    """Return the unit as it stands above a table: ``(단위 : 명)``."""
    return _("(unit: {name})").format(name=name)


def day_text(day: date) -> str:
    """Return a day with its weekday."""
    return date_text(day, language())


def span_text(day: date, first: time, last: time) -> str:
    """Return a day and its span of time."""
    return f"{day_text(day)} {time_range(first, last)}"


def short_day(day: date) -> str:
    """Return a day without its weekday."""
    return date_short(day, language())


def byline(day: date, letterhead: Letterhead) -> str:
    """Return day and team, as they stand beneath a title."""
    return f"{day_text(day)} / {letterhead.team}"


def money(thousand: int) -> str:
    """Return a budget of so many thousand won in the form for documents."""
    won = min(max(thousand, 0) * THOUSAND, LARGEST_WON)
    if not won:
        return ""
    return document_amount(won) if language() == KOREAN else f"KRW {won:,}"


def edges(stamp: Stamp, mark: str) -> Edges:
    """Return what stands on every page."""
    footer = _("{who} · {when} · No. {number} · Purpose: {purpose}").format(
        who=stamp.made_by,
        when=instant_text(stamp.made_at, language()),
        number=stamp.number,
        purpose=purpose(stamp.purpose),
    )
    band = _("PRACTICE — not for real work") if stamp.practice else ""
    return Edges(mark, footer, band)


def secret_mark(head: PackHead) -> str:
    """Return how secret a pack is.  Source: 공공기관의 정보공개에 관한 법률 §9 ① 6."""
    if head.form.names_shown:
        return _("Confidential · host's own copy · closed (No. 6, personal data)")
    return _("Confidential · closed (No. 6, personal data)")


def pack_kind(kind: PackKind) -> str:
    """Return the name of a kind of pack."""
    return {
        PackKind.SESSION: _("Session briefing"),
        PackKind.MEETING: _("Meeting briefing"),
        PackKind.DONG_VISIT: _("Dong visit briefing"),
        PackKind.DAY: _("Meetings of the day"),
    }[kind]


def purpose(kind: Purpose) -> str:
    """Return why something was printed."""
    return {
        Purpose.CASE: pgettext("purpose", "handling a petition"),
        Purpose.CALL_BACK: pgettext("purpose", "calling back"),
        Purpose.MEETING: pgettext("purpose", "preparing a meeting or a visit"),
        Purpose.RECORDS_REQUEST: pgettext("purpose", "records request"),
        Purpose.REVIEW: pgettext("purpose", "review"),
        Purpose.OTHER: pgettext("purpose", "other"),
    }[kind]


def meeting_kind(kind: MeetingKind) -> str:
    """Return what a calendar entry is."""
    return {
        MeetingKind.TONGTONG: pgettext("paper", "Tongtong Day"),
        MeetingKind.CITIZEN: pgettext("paper", "Citizen meeting"),
        MeetingKind.INTERNAL: pgettext("paper", "Internal"),
        MeetingKind.DONG_VISIT: pgettext("paper", "Dong visit"),
        MeetingKind.TOUR: pgettext("paper", "Site tour"),
    }[kind]


def meeting_state(state: MeetingState) -> str:
    """Return where a calendar entry stands."""
    return {
        MeetingState.TENTATIVE: pgettext("meeting", "tentative"),
        MeetingState.CONFIRMED: pgettext("meeting", "confirmed"),
        MeetingState.HELD: pgettext("meeting", "held"),
        MeetingState.POSTPONED: pgettext("meeting", "postponed"),
        MeetingState.NO_SHOW: pgettext("meeting", "no-show"),
        MeetingState.CANCELLED: pgettext("meeting", "cancelled"),
    }[state]


def severity(level: Severity) -> str:
    """Return how tense a group visit is."""
    return {
        Severity.NOTICE: pgettext("severity", "Notice"),
        Severity.CAUTION: pgettext("severity", "Caution"),
        Severity.ALERT: pgettext("severity", "Alert"),
        Severity.SERIOUS: pgettext("severity", "Serious"),
    }[level]


def attendee_category(category: AttendeeCategory) -> str:
    """Return who comes to a dong visit."""
    return {
        AttendeeCategory.COUNCIL: pgettext("attendee", "City council"),
        AttendeeCategory.COMMUNITY: pgettext("attendee", "Community heads"),
        AttendeeCategory.GROUP: pgettext("attendee", "Local groups"),
        AttendeeCategory.MONITOR: pgettext("attendee", "Citizen monitors"),
        AttendeeCategory.PRESS: pgettext("attendee", "Social reporters"),
        AttendeeCategory.RESIDENT: pgettext("attendee", "Residents"),
        AttendeeCategory.CITY: pgettext("attendee", "City staff"),
    }[category]


def verdict(kind: Verdict) -> str:
    """Return who meets an applicant."""
    return {
        Verdict.MAYOR: pgettext("verdict", "the mayor meets"),
        Verdict.VICE_MAYOR: pgettext("verdict", "a vice mayor meets instead"),
        Verdict.BUREAU_HEAD: pgettext("verdict", "a bureau head meets instead"),
        Verdict.DEPARTMENT_HEAD: pgettext("verdict", "a department head meets instead"),
        Verdict.WRITTEN: pgettext("verdict", "the department answers in writing"),
        Verdict.NOT_ACCEPTED: pgettext("verdict", "not accepted"),
    }[kind]


def history(kind: HistoryKind) -> str:
    """Return what happened; a detail may follow in brackets."""
    return {
        HistoryKind.RECEIVED: _("Petition received"),
        HistoryKind.ASSIGNED: _("Department assigned"),
        HistoryKind.TRANSFERRED: pgettext("paper", "Transferred"),
        HistoryKind.EXTENDED: _("Processing period extended"),
        HistoryKind.ANSWERED: pgettext("paper", "Reply sent"),
        HistoryKind.APPLIED: _("Applied for a meeting"),
        HistoryKind.DECIDED: pgettext("paper", "Selection"),
        HistoryKind.TOLD: _("Applicant told"),
        HistoryKind.DUE: _("Petition due"),
    }[kind]


def part(kind: Part) -> str:
    """Return the title of a part that somebody has to write."""
    return {**_case_parts(), **_visit_parts()}[kind]


def _case_parts() -> dict[Part, str]:
    return {
        Part.GIST: _("Gist of the petition"),
        Part.HISTORY: _("What has happened so far"),
        Part.ISSUES: _("Points at issue and the law"),
        Part.OPINION: _("Opinion of the department"),
        Part.BUDGET: pgettext("paper", "Budget"),
        Part.REMARKS: _("Remarks for the meeting (draft)"),
        Part.QUESTIONS: _("Expected questions and answers"),
        Part.CAUTION: _("To be careful about"),
        Part.PLAN: _("Action plan (draft)"),
        Part.HOST: pgettext("paper", "Host"),
        Part.PLACE: pgettext("paper", "Place"),
    }


def _visit_parts() -> dict[Part, str]:
    return {
        Part.DAY: pgettext("paper", "Day and time"),
        Part.PURPOSE: pgettext("paper", "Purpose"),
        Part.PROGRAMME: pgettext("paper", "Timetable"),
        Part.ATTENDEES: pgettext("paper", "Attendees"),
        Part.SITUATION: pgettext("paper", "Situation"),
        Part.PROBLEM: pgettext("paper", "Problem"),
        Part.PREPARATIONS: pgettext("paper", "Arrangements"),
    }


def time_fault(fault: TimeFault) -> str:
    """Return what does not fit in a timetable, in words."""
    told = {
        TimeFaultKind.GAP: _("{minutes} free before line {line}"),
        TimeFaultKind.OVERLAP: _(
            "line {line} begins {minutes} before the one above ends"
        ),
        TimeFaultKind.EARLY: _("line {line} begins {minutes} before the visit"),
        TimeFaultKind.LATE: _("line {line} ends {minutes} after the visit"),
        TimeFaultKind.UNFILLED_START: _("{minutes} free before the first line"),
        TimeFaultKind.UNFILLED_END: _("{minutes} free after the last line"),
        TimeFaultKind.SUM: _("the sum differs from the visit by {minutes}"),
    }[fault.kind]
    return told.format(line=fault.line, minutes=minutes(fault.minutes))


def clock(moment: time) -> str:
    """Return a time of day."""
    return time_text(moment)
