"""What a pack says, as frozen values: no page size here, and no record.

They are kept as JSON beside the bytes, so that a pack can be drawn again as it was
and compared with what the office knows now.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from models.values import (
    AttendeeCategory,
    DongVisitState,
    MeetingKind,
    MeetingState,
    PackKind,
    ProgrammeKind,
    Purpose,
    Verdict,
)


class Part(StrEnum):
    """A part of a pack that somebody has to write; missing ones are named by it."""

    DAY = "day"
    PLACE = "place"
    HOST = "host"
    PURPOSE = "purpose"
    PROGRAMME = "programme"
    ATTENDEES = "attendees"
    GIST = "gist"
    HISTORY = "history"
    ISSUES = "issues"
    OPINION = "opinion"
    BUDGET = "budget"
    REMARKS = "remarks"
    QUESTIONS = "questions"
    CAUTION = "caution"
    PLAN = "plan"
    SITUATION = "situation"
    PROBLEM = "problem"
    PREPARATIONS = "preparations"


class HistoryKind(StrEnum):
    """What the office's own records say about a case."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    TRANSFERRED = "transferred"
    EXTENDED = "extended"
    ANSWERED = "answered"
    APPLIED = "applied"
    DECIDED = "decided"
    TOLD = "told"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose paper it is."""

    agency: str
    team: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who made a paper, when and what for.  Source: 안전성 확보조치 기준 §12.

    Attributes:
        number: The document number; its last part is the line of the access log.
        practice: Made in a practice office; every page says so.
    """

    made_by: str
    made_at: datetime
    number: str
    purpose: Purpose
    practice: bool


@dataclass(frozen=True, slots=True)
class PackForm:
    """How a pack is wanted.

    Attributes:
        large_print: Bigger letters, for reading at a table.
        names_shown: Full names without phone; the host's own copy only.
        without: Keys of sections that are left out.
    """

    large_print: bool = False
    names_shown: bool = False
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackHead:
    """What every pack carries."""

    letterhead: Letterhead
    stamp: Stamp
    form: PackForm
    language: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One dated fact of a case; ``detail`` is a number, a department or a reason."""

    day: date
    kind: HistoryKind
    detail: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class CaseTexts:
    """What was written for a meeting, in the order of the pack."""

    gist: str = ""
    history: str = ""
    issues: str = ""
    opinion: str = ""
    budget: str = ""
    remarks: str = ""
    questions: str = ""
    caution: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One meeting with citizens.

    Attributes:
        who: The applicant, masked unless the form shows names; never a phone.
        people: Everybody who comes, the applicant included.
        wish: What the applicant asks for, in the words of the application.
    """

    meeting_id: str
    kind: MeetingKind
    state: MeetingState
    day: date
    starts_at: time
    ends_at: time
    title: str
    host: str = ""
    room: str = ""
    who: str = ""
    group: str = ""
    people: int = 1
    department: str = ""
    support: str = ""
    wish: str = ""
    election_ground: str = ""
    history: tuple[HistoryLine, ...] = ()
    texts: CaseTexts = field(default_factory=CaseTexts)

    @property
    def minutes(self) -> int:
        """How long it is planned to last."""
        return minutes_between(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class SessionPack:
    """A 통통 Day with its cases; ``reason`` says why it was moved."""

    head: PackHead
    session_id: str
    name: str
    day: date
    starts_at: time
    minutes: int
    host: str = ""
    room: str = ""
    reason: str = ""
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingPack:
    """One meeting."""

    head: PackHead
    case: Case


@dataclass(frozen=True, slots=True)
class DayRow:
    """One entry of the calendar of a day."""

    meeting_id: str
    kind: MeetingKind
    state: MeetingState
    starts_at: time
    ends_at: time
    title: str
    who: str = ""
    people: int = 0
    host: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True)
class DayPack:
    """The entries of one day in order of their start."""

    head: PackHead
    day: date
    rows: tuple[DayRow, ...] = ()


@dataclass(frozen=True, slots=True)
class DongFacts:
    """The general state of a dong (동 일반현황); zero means not known."""

    name: str
    district: str = ""
    area_m2: int = 0
    households: int = 0
    natural_villages: int = 0
    outlying: bool = False
    hot_spot: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """One line of a timetable."""

    kind: ProgrammeKind
    starts_at: time
    minutes: int
    title: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """A pending issue of a dong; the budget is in thousand won."""

    id: str
    title: str
    location: str = ""
    situation: str = ""
    problem: str = ""
    progress: str = ""
    opinion: str = ""
    plan: str = ""
    budget_thousand: int = 0
    department: str = ""


@dataclass(frozen=True, slots=True)
class AttendeeLine:
    """Somebody on the list of a dong visit."""

    category: AttendeeCategory
    title: str
    name: str = ""
    seat: str = ""


@dataclass(frozen=True, slots=True)
class DongPack:
    """A visit of the mayor to a dong."""

    head: PackHead
    visit_id: str
    state: DongVisitState
    dong: DongFacts
    day: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    purpose: str = ""
    department: str = ""
    rain_plan: str = ""
    route: str = ""
    remarks: str = ""
    preparations: str = ""
    programme: tuple[ProgrammeLine, ...] = ()
    issues: tuple[Issue, ...] = ()
    attendees: tuple[AttendeeLine, ...] = ()


Pack = SessionPack | MeetingPack | DongPack | DayPack

KINDS: dict[PackKind, type[Pack]] = {
    PackKind.SESSION: SessionPack,
    PackKind.MEETING: MeetingPack,
    PackKind.DONG_VISIT: DongPack,
    PackKind.DAY: DayPack,
}


def minutes_between(first: time, last: time) -> int:
    """Return the minutes from one time of a day to another; negative backwards."""
    return (last.hour - first.hour) * 60 + last.minute - first.minute
