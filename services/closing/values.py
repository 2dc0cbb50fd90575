"""What a day may leave open, and the list of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.values import StaffId


class OpenKind(StrEnum):
    """One kind of unfinished business, in the order of the list.

    Source: domain 13; the limits behind it are in ``resources/legal/periods.json``.
    """

    VISIT_OPEN = "visit_open"
    VISIT_TO_RECORD = "visit_to_record"
    UNSIGNED_DICTATION = "unsigned_dictation"  # 영 §10 ④
    WITHOUT_DEPARTMENT = "without_department"
    TRANSFER_LATE = "transfer_late"  # 영 §13
    SUPPLEMENT_LATE = "supplement_late"  # 영 §24
    OVERDUE = "overdue"  # 법 §19
    DUE_TODAY = "due_today"
    DUE_TOMORROW = "due_tomorrow"
    PROGRESS_UNTOLD = "progress_untold"  # 영 §23
    GROUP_WITHOUT_REPORT = "group_without_report"
    MEETING_WITHOUT_OUTCOME = "meeting_without_outcome"
    MEETING_WITHOUT_RECORD = "meeting_without_record"  # 공공기록물 시행령 §18
    SUBSTITUTION_UNTOLD = "substitution_untold"
    CONFLICT = "conflict"
    DRAFT = "draft"
    LOG_REVIEW = "log_review"  # 안전성 확보조치 기준 §8


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One line of the list.

    Attributes:
        ids: Of the records to open, in a stable order; petitions for whatever
            concerns a petition, ``seq:field`` for conflicts, none for the log review.
        count: How many; for the log review the lines to look through.
    """

    kind: OpenKind
    count: int
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignedOff:
    """Somebody looked at the list and closed the day."""

    at: datetime
    staff_id: StaffId
    left_open: int


@dataclass(frozen=True, slots=True)
class Checklist:
    """What the day leaves open; only kinds of which there is something."""

    day: date
    items: tuple[OpenItem, ...]
    signed_off: SignedOff | None

    @property
    def left_open(self) -> int:
        """How many things are open; lines of the log are not things."""
        return sum(i.count for i in self.items if i.kind is not OpenKind.LOG_REVIEW)

    @property
    def is_clear(self) -> bool:
        """Whether nothing is left."""
        return not self.items
