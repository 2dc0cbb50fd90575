"""What the small papers say: blank lists, security's sheet, the day's report.

Other rooms fill them; none holds a citizen's name.
"""

from dataclasses import dataclass
from datetime import date, datetime

from models.values import Severity

SIGNATURE_ROWS = 25
ATTENDANCE_ROWS = 20


@dataclass(frozen=True, slots=True)
class SecuritySheet:
    """What building security is told: numbers, place, mood; never names or matter.

    Attributes:
        come: How many came; ``admitted`` of them are let in.
        room_limit: How many the room takes; 0 when it has none.
        recipient: The post that was told.
    """

    sent_at: datetime
    come: int
    admitted: int
    place: str
    severity: Severity
    recipient: str
    waiting_place: str = ""
    room_limit: int = 0


@dataclass(frozen=True, slots=True)
class SignatureSheet:
    """A joint-signature list (연명부) to be filled in by hand.

    Attributes:
        matter: What the group asks for; "" leaves a line to write it on.
    """

    matter: str = ""
    rows: int = SIGNATURE_ROWS


@dataclass(frozen=True, slots=True)
class AttendanceSheet:
    """An attendance list; ``expected`` are titles of those who are expected."""

    title: str
    day: date
    place: str = ""
    expected: tuple[str, ...] = ()
    empty: int = ATTENDANCE_ROWS


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something that the day leaves open, in words, and how often."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class DayReport:
    """The daily situation report (일일 상황보고) of the counselling room."""

    day: date
    visits: int
    groups: int
    group_people: int
    received: int
    transferred: int
    due_soon: int
    meetings_tomorrow: int
    open_items: tuple[OpenItem, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class DecidedClash:
    """A clash between desks that somebody decided; words without names of citizens."""

    what: str
    verdict: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class SyncReceipt:
    """What an evening's exchange with the shared database did.

    Attributes:
        waiting: Changes that are still to be sent.
        undecided: Clashes that wait for a decision.
        place: How far this desk has read the shared log.
        chain_tip: Fingerprint of the log up to there.
        remarks: What a round had to set right first, in words.
        repaired: Rows of this desk that differed from the log and were set right.
        mended: The same on the server.
    """

    desk: str
    at: datetime
    sent: int
    received: int
    waiting: int
    undecided: int
    place: int
    chain_tip: str
    decided: tuple[DecidedClash, ...] = ()
    remarks: tuple[str, ...] = ()
    repaired: int = 0
    mended: int = 0


SmallPaper = SecuritySheet | SignatureSheet | AttendanceSheet | DayReport | SyncReceipt
