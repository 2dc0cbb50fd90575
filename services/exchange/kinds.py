"""What kinds of files there are, and what is said of taking one in."""

from dataclasses import dataclass
from enum import StrEnum

from models.errors import RowsRefused


class FileKind(StrEnum):
    """What a file holds."""

    VISITS = "visits"
    PETITIONS = "petitions"
    REQUESTS = "requests"
    MEETINGS = "meetings"
    PEOPLE = "people"
    DONGS = "dongs"
    HOLIDAYS = "holidays"
    PLAN = "plan"
    SESSIONS = "sessions"  # given out only
    PROPOSALS = "proposals"  # not yet


class Fault(StrEnum):
    """What is wrong with a cell, beside what its text itself may be."""

    MISSING = "missing"
    MISSING_COLUMN = "missing_column"
    WRONG_DATE = "wrong_date"
    WRONG_TIME = "wrong_time"
    WRONG_NUMBER = "wrong_number"
    NOT_A_PHONE = "not_a_phone"
    WITHOUT_NAME = "without_name"
    UNKNOWN_WORD = "unknown_word"
    UNKNOWN_DONG = "unknown_dong"
    UNKNOWN_HOST = "unknown_host"
    UNKNOWN_ROOM = "unknown_room"
    DUPLICATE = "duplicate"
    ENDS_BEFORE_START = "before_start"
    DOUBLE_BOOKING = "double_booking"
    ELECTION_GROUND = "election_ground"
    NO_PERIOD = "no_period"
    WRONG_SHAPE = "wrong_shape"


class Mode(StrEnum):
    """What happens to the good rows of a file that has faulty ones."""

    WHOLE = "whole"  # all or nothing
    PARTIAL = "partial"  # the good rows are taken, the others named


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """One faulty cell: where it stands, what stands there masked, what is wrong.

    Attributes:
        row: As the spreadsheet counts, from 1.
        column: Its head in the file.
        value: Masked, because lists of faults are shown and printed.
    """

    sheet: str
    row: int
    column: str
    value: str
    fault: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file.

    Attributes:
        same: Rows that were here already, as they are.
        faults: Of the rows that were not taken; empty in whole mode.
    """

    kind: FileKind
    added: int
    changed: int
    same: int
    faults: tuple[FaultyRow, ...]


class FileRefused(RowsRefused):
    """A file was not taken and nothing was changed; it lies where it lay.

    Attributes:
        faults: Every faulty cell.
    """

    def __init__(self, faults: tuple[FaultyRow, ...]) -> None:
        super().__init__(rows=len({(fault.sheet, fault.row) for fault in faults}))
        self.faults = faults
