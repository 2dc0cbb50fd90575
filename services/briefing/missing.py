"""What a pack still lacks, so that somebody can write it before the meeting."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from services.briefing.case_layout import WRITTEN
from services.briefing.dong_layout import ADMIN, ATTENDEES, ISSUE, OVERVIEW, SPEECH
from services.briefing.session_layout import COVER, case_key
from services.briefing.values import (
    Case,
    DayPack,
    DongPack,
    Issue,
    MeetingPack,
    Pack,
    Part,
    SessionPack,
)


@dataclass(frozen=True, slots=True)
class Missing:
    """A part that nobody has written.

    Attributes:
        section: Key of the section that lacks it.
        subject_id: Meeting, visit or issue where it is written.
    """

    section: str
    part: Part
    subject_id: str


def missing(pack: Pack) -> tuple[Missing, ...]:
    """Return what is missing, in the order of the pack."""
    match pack:
        case SessionPack():
            return tuple(_session(pack))
        case MeetingPack():
            return tuple(_case(pack.case))
        case DongPack():
            left_out = pack.head.form.without
            return tuple(one for one in _dong(pack) if one.section not in left_out)
        case DayPack():
            return ()
        case _:
            assert_never(pack)


def _session(pack: SessionPack) -> Iterator[Missing]:
    for part, value in ((Part.PLACE, pack.room), (Part.HOST, pack.host)):
        if not value:
            yield Missing(COVER, part, pack.session_id)
    for case in pack.cases:
        if case_key(case) not in pack.head.form.without:
            yield from _case(case)


def _case(case: Case) -> Iterator[Missing]:
    empty = {Part.PLACE: not case.room, Part.HOST: not case.host}
    empty |= {part: not getattr(case.texts, part.value).strip() for part in WRITTEN}
    empty[Part.HISTORY] &= not case.history
    empty[Part.CAUTION] &= not case.election_ground
    for part, is_empty in empty.items():
        if is_empty:
            yield Missing(case_key(case), part, case.meeting_id)


def _dong(pack: DongPack) -> Iterator[Missing]:
    parts = (
        (OVERVIEW, Part.DAY, pack.day is None),
        (OVERVIEW, Part.PLACE, not pack.place.strip()),
        (OVERVIEW, Part.PURPOSE, not pack.purpose.strip()),
        (OVERVIEW, Part.PROGRAMME, not pack.programme),
        (ATTENDEES, Part.ATTENDEES, not pack.attendees),
        (SPEECH, Part.REMARKS, not pack.remarks.strip()),
        (ADMIN, Part.PREPARATIONS, not pack.preparations.strip()),
    )
    for section, part, is_empty in parts:
        if is_empty:
            yield Missing(section, part, pack.visit_id)
    for issue in pack.issues:
        yield from _issue(issue)


def _issue(issue: Issue) -> Iterator[Missing]:
    for part in (Part.SITUATION, Part.PROBLEM, Part.OPINION, Part.PLAN):
        if not getattr(issue, part.value).strip():
            yield Missing(f"{ISSUE}:{issue.id}", part, issue.id)
